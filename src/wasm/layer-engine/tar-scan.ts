/** Drives the engine's scanner over what is in its chunk, asking the tar grammar wherever the scanner asks. */
import type { Step } from '../../core/archive/tar/step.ts';
import { TarGrammar } from '../../core/archive/tar/tar-grammar.ts';
import type { IndexBuilder } from '../../core/layer/index-builder.ts';
import { RowBatch } from '../../core/layer/row-batch.ts';
import type { EngineInstance } from './engine-instance.ts';

// Statuses, as in assembly/scan.ts.
const MORE_BYTES = 0;
const ASK = 1;
const ROWS_FULL = 2;
const BODY_READ = 3;

const BLOCK = 512;

interface Capture {
  bytes: Uint8Array<ArrayBuffer>;
  filled: number;
  pad: number;
}

type BodyStep = Extract<Step, { kind: 'body' }>;

export class TarScan {
  readonly #engine: EngineInstance;
  readonly #builder: IndexBuilder;
  readonly #batch: RowBatch;
  readonly #grammar: TarGrammar;
  /** The stretch of a body that the grammar announced. */
  #body: BodyStep | undefined;
  /** Whether some of the file under way was never seen. */
  #unseen = false;
  #capture: Capture | undefined;
  /** Entries there were when the grammar was last asked; later ones are the scanner's own. */
  #entriesOfGrammar = 0;
  #done = false;

  constructor(engine: EngineInstance, builder: IndexBuilder) {
    this.#engine = engine;
    this.#builder = builder;
    this.#batch = new RowBatch(engine.memory.buffer, engine.rowsAt);
    this.#batch.clear();
    this.#grammar = new TarGrammar(builder, this.#batch);
  }

  get tarBytes(): number {
    return this.#offsetOf(this.#engine.exports.target());
  }

  get entries(): number {
    return this.#builder.entryCount + this.#batch.count;
  }

  get done(): boolean {
    return this.#done;
  }

  get skippable(): number {
    if (this.#capture !== undefined || this.#done) return 0;
    const { exports } = this.#engine;
    const { bodyLeft, padLeft, scanned } = exports;
    return scanned.value === exports.target() ? Number(bodyLeft.value) + Number(padLeft.value) : 0;
  }

  skip(bytes: number): void {
    this.#unseen = true;
    this.#engine.exports.skipBody(bytes);
  }

  /** Looks at everything that is there. */
  run(): void {
    this.#run(false);
  }

  #run(ended: boolean): void {
    const { exports } = this.#engine;
    while (!this.#done) {
      if (this.#capture !== undefined) {
        if (!this.#gather(this.#capture)) return;
        continue;
      }
      const status = exports.scan(exports.target());
      if (status === MORE_BYTES) return;
      if (status === ROWS_FULL) this.#takeRows();
      else if (status === ASK) this.#ask();
      else if (status === BODY_READ) this.#bodyRead();
      else if (!this.#trailing(ended)) return;
    }
  }

  #offsetOf(at: number): number {
    return this.#engine.exports.base.value + at - this.#engine.chunkAt;
  }

  #takeRows(): void {
    this.#builder.take(this.#batch);
    if (!this.#builder.full) return;
    this.#done = true;
    const tarOffset = this.#offsetOf(this.#engine.exports.scanned.value);
    this.#builder.addProblem({
      kind: 'too-many-entries',
      tarOffset,
      limit: this.#builder.entryCount,
    });
  }

  #ask(): void {
    const { exports, memory } = this.#engine;
    const at = exports.scanned.value;
    exports.setScanned(at + BLOCK);
    this.#follow(this.#grammar.header(memory.subarray(at, at + BLOCK), this.#offsetOf(at)));
  }

  #follow(step: Step): void {
    const { exports } = this.#engine;
    this.#entriesOfGrammar = this.entries;
    if (step.kind === 'capture') {
      this.#capture = { bytes: new Uint8Array(step.bytes), filled: 0, pad: step.pad };
    } else if (step.kind === 'body') this.#startBody(step);
    else if (step.kind === 'skip') exports.setBody(step.bytes, 0, 0, 0);
    else if (step.kind === 'end') exports.drain();
    else if (step.kind === 'stop') this.#done = true;
    exports.setPlain(this.#grammar.idle ? 1 : 0);
  }

  #startBody(step: BodyStep): void {
    const { exports } = this.#engine;
    if (step.first) this.#unseen = false;
    if (step.hash) {
      if (step.first) exports.hashStart();
      exports.hashZeros(BigInt(step.holeBefore));
    }
    this.#body = step;
    exports.setBody(step.bytes, 0, step.hash ? 1 : 0, 1);
  }

  #bodyRead(): void {
    const { exports } = this.#engine;
    const step = this.#body;
    if (step?.hash === true) {
      exports.hashZeros(BigInt(step.holeAfter));
      if (step.last && !this.#unseen) exports.setFingerprint();
    }
    this.#body = undefined;
    exports.setBody(0, step?.pad ?? 0, 0, 0);
    this.#follow(this.#grammar.bodyRead());
  }

  /** Gathers what the grammar asked for; false while some is missing. */
  #gather(capture: Capture): boolean {
    const { exports, memory } = this.#engine;
    const at = exports.scanned.value;
    const piece = Math.min(capture.bytes.length - capture.filled, exports.target() - at);
    capture.bytes.set(memory.subarray(at, at + piece), capture.filled);
    capture.filled += piece;
    exports.setScanned(at + piece);
    if (capture.filled < capture.bytes.length) return false;
    this.#capture = undefined;
    exports.setBody(0, capture.pad, 0, 0);
    this.#follow(this.#grammar.captured(capture.bytes));
    return true;
  }

  /** Tells what follows the end of the tar, once its first block is there; false until then. */
  #trailing(ended: boolean): boolean {
    const { exports, memory } = this.#engine;
    const at = exports.scanned.value;
    const start = at - (this.#offsetOf(at) % BLOCK);
    const end = Math.min(start + BLOCK, exports.target());
    if (end - start < BLOCK && !ended) return false;
    this.#grammar.trailing(this.#offsetOf(start), memory.subarray(start, end));
    exports.setBody(Number.MAX_SAFE_INTEGER, 0, 0, 0);
    return true;
  }

  /** No more bytes come. */
  finish(): void {
    this.#run(true);
    if (!this.#done) {
      const { exports, memory } = this.#engine;
      const { scanned, bodyLeft, padLeft } = exports;
      const unfinished = Number(bodyLeft.value) + Number(padLeft.value) > 0;
      const isOurs = this.entries > this.#entriesOfGrammar;
      this.#grammar.finish({
        tarOffset: this.tarBytes,
        rest: unfinished ? new Uint8Array(0) : memory.slice(scanned.value, exports.target()),
        bodyLeft: isOurs ? Number(bodyLeft.value) : 0,
      });
    }
    this.#builder.take(this.#batch);
  }
}
