/**
 * One pass over a layer: compressed bytes go to the engine's inflate, what comes out goes past its scanner while it is still in
 * the processor's cache, and what the scanner doesn't read itself goes to the tar grammar.
 */
import type { LayerPass } from '../../core/layer/decoders.ts';
import type { IndexBuilder } from '../../core/layer/index-builder.ts';
import type { Problem } from '../../core/problem.ts';
import type { EngineInstance } from './engine-instance.ts';
import { headProblem, memberProblems } from './gzip-checks.ts';
import {
  GzipInput,
  HEAD_CHECKSUM,
  MEMBER,
  MEMBER_END,
  OUTPUT_FULL,
  TRAILING,
  TRUNCATED,
  corruptReason,
} from './gzip-input.ts';
import { packSeekState } from './seek-state.ts';
import { TarScan } from './tar-scan.ts';

const MiB = 1 << 20;
/** A seek point at least this far from the last one, in tar and blob – or in tar alone, for what is extremely compressed. */
const SPACING = { tar: 4 * MiB, source: MiB, tarAtMost: 16 * MiB };
/** The start of a member costs nothing as a seek point; take it even when it is closer. */
const MEMBER_SPACING = MiB;

export class WasmGzipPass implements LayerPass {
  readonly skippable = 0;
  readonly #engine: EngineInstance;
  readonly #builder: IndexBuilder;
  readonly #scan: TarScan;
  readonly #input: GzipInput;
  #pushed = 0;
  #broken = false;
  /** Where bytes start that belong to no member. */
  #trailingAt: number | undefined;
  #memberAt = 0;
  #lastPoint = { tarOffset: 0, sourceOffset: 0 };

  constructor(engine: EngineInstance, builder: IndexBuilder) {
    this.#engine = engine;
    this.#builder = builder;
    engine.exports.start();
    this.#scan = new TarScan(engine, builder);
    this.#input = new GzipInput(engine, 0);
    this.#addPoint(0, 0, 0, new Uint8Array(0));
  }

  get tarBytes(): number {
    return this.#scan.tarBytes;
  }

  get entries(): number {
    return this.#scan.entries;
  }

  get done(): boolean {
    return this.#broken || this.#scan.done;
  }

  push(bytes: Uint8Array): void {
    this.#pushed += bytes.length;
    if (this.#trailingAt === undefined) this.#feed(bytes, false);
  }

  skip(): void {
    throw new RangeError('compressed bytes cannot be passed over');
  }

  finish(): void {
    if (!this.done && this.#trailingAt === undefined) this.#feed(new Uint8Array(0), true);
    if (this.#trailingAt !== undefined) {
      this.#report({
        kind: 'trailing-bytes',
        compression: 'gzip',
        sourceOffset: this.#trailingAt,
        bytes: this.#pushed - this.#trailingAt,
      });
    }
    this.#scan.finish();
  }

  /** Problems of what lies before come first. */
  #report(problem: Problem): void {
    this.#scan.run();
    this.#builder.addProblem(problem);
  }

  #feed(bytes: Uint8Array, last: boolean): void {
    for (const status of this.#input.statuses(bytes, last)) {
      this.#follow(status);
      if (this.done) return;
    }
  }

  #follow(status: number): void {
    if (status === OUTPUT_FULL) {
      this.#scan.run();
      this.#seekPointInside();
      this.#engine.exports.slide();
    } else if (status === MEMBER) this.#seekPointAtMember();
    else if (status === MEMBER_END) this.#checkMember();
    else if (status === TRAILING) this.#trailingAt = this.#input.sourceOffset;
    else if (status === HEAD_CHECKSUM) this.#headChecksum();
    else this.#stop(status);
  }

  #seekPointInside(): void {
    const { exports } = this.#engine;
    const tarOffset = this.tarBytes;
    const sourceOffset = this.#input.sourceOffset;
    const tar = tarOffset - this.#lastPoint.tarOffset;
    const source = sourceOffset - this.#lastPoint.sourceOffset;
    if (tar < SPACING.tar || (source < SPACING.source && tar < SPACING.tarAtMost)) return;
    this.#addPoint(tarOffset, sourceOffset, exports.bit(), packSeekState(this.#engine));
  }

  #seekPointAtMember(): void {
    const tarOffset = this.tarBytes;
    if (tarOffset - this.#lastPoint.tarOffset < MEMBER_SPACING) return;
    this.#addPoint(tarOffset, this.#memberAt, 0, new Uint8Array(0));
  }

  #addPoint(tarOffset: number, sourceOffset: number, bit: number, packedState: Uint8Array): void {
    this.#builder.addSeekPoint({ tarOffset, sourceOffset, bit, packedState });
    this.#lastPoint = { tarOffset, sourceOffset };
  }

  #checkMember(): void {
    this.#memberAt = this.#input.sourceOffset;
    const place = { sourceOffset: this.#memberAt - 8, tarOffset: this.tarBytes };
    for (const problem of memberProblems(this.#engine, place)) this.#report(problem);
  }

  #headChecksum(): void {
    this.#report(headProblem(this.#engine, this.#input.sourceOffset - 2));
  }

  /** Truncated or corrupt: what came out before it still counts. */
  #stop(status: number): void {
    const { tarBytes: tarOffset } = this;
    const { sourceOffset, endOffset } = this.#input;
    const compression = 'gzip';
    const reason = corruptReason(status);
    if (reason !== undefined) {
      this.#broken = true;
      const kind = 'compression-corrupt';
      this.#report({ kind, compression, sourceOffset, tarOffset, reason });
    } else if (status === TRUNCATED) {
      this.#broken = true;
      const kind = 'compression-truncated';
      this.#report({ kind, compression, sourceOffset: endOffset, tarOffset });
    }
  }
}
