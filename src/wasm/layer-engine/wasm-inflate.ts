/** Inflates gzip bytes from a seek point on. */
import type { Inflate, InflateStart } from '../../core/layer/decoders.ts';
import { InputError } from '../../core/problem.ts';
import type { EngineInstance } from './engine-instance.ts';
import {
  FINISHED,
  GzipInput,
  OUTPUT_FULL,
  TRAILING,
  TRUNCATED,
  corruptReason,
} from './gzip-input.ts';
import { resumeFrom } from './seek-state.ts';

export class WasmInflate implements Inflate {
  readonly #engine: EngineInstance;
  readonly #input: GzipInput;
  readonly #start: InflateStart;
  readonly #release: () => void;
  /** Bytes of tar given before what lies in the engine's chunk, from the start on. */
  #given = 0;
  #from: number;

  constructor(engine: EngineInstance, start: InflateStart, release: () => void) {
    this.#engine = engine;
    this.#start = start;
    this.#release = release;
    this.#input = new GzipInput(engine, start.sourceOffset);
    this.#from = engine.chunkAt;
    if (start.state.length === 0) engine.exports.start();
    else if (!resumeFrom(engine, start.state, start.bit)) this.#fail('a seek point makes no sense');
  }

  *push(bytes: Uint8Array, last: boolean): Generator<Uint8Array<ArrayBuffer>, void, void> {
    for (const status of this.#input.statuses(bytes, last)) {
      if (status === OUTPUT_FULL) {
        yield* this.#output();
        this.#engine.exports.slide();
        this.#from = this.#engine.chunkAt;
        continue;
      }
      const reason = corruptReason(status);
      if (reason === undefined && status !== TRUNCATED) {
        if (status === FINISHED || status === TRAILING) break;
        continue;
      }
      yield* this.#output();
      if (reason !== undefined) this.#fail(reason);
      throw new InputError({
        kind: 'compression-truncated',
        compression: 'gzip',
        sourceOffset: this.#input.endOffset,
        tarOffset: this.#start.tarOffset + this.#given,
      });
    }
    yield* this.#output();
  }

  close(): void {
    this.#release();
  }

  *#output(): Generator<Uint8Array<ArrayBuffer>, void, void> {
    const target = this.#engine.exports.target();
    if (target === this.#from) return;
    const chunk = this.#engine.memory.subarray(this.#from, target);
    this.#given += chunk.length;
    this.#from = target;
    yield chunk;
  }

  #fail(reason: string): never {
    throw new InputError({
      kind: 'compression-corrupt',
      compression: 'gzip',
      sourceOffset: this.#input.sourceOffset,
      tarOffset: this.#start.tarOffset + this.#given,
      reason,
    });
  }
}
