/** Inflates gzip bytes from a seek point on. */
import type { Inflate, InflateStart } from '../../core/layer/decoders.ts';
import { InputError, type Problem } from '../../core/problem.ts';
import type { EngineInstance } from './engine-instance.ts';
import { headProblem, memberProblems } from './gzip-checks.ts';
import {
  FINISHED,
  GzipInput,
  HEAD_CHECKSUM,
  MEMBER_END,
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
  /** Nothing that comes belongs to a member. */
  #ended = false;
  #trailingAt: number | undefined;
  /** Bytes pushed so far. */
  #pushed = 0;
  readonly #onProblem: ((problem: Problem) => void) | undefined;

  constructor(
    engine: EngineInstance,
    start: InflateStart,
    release: () => void,
    onProblem?: (problem: Problem) => void,
  ) {
    this.#onProblem = onProblem;
    this.#engine = engine;
    this.#start = start;
    this.#release = release;
    this.#input = new GzipInput(engine, start.sourceOffset);
    this.#from = engine.chunkAt;
    if (start.state.length === 0) engine.exports.start();
    else if (!resumeFrom(engine, start.state, start.bit)) this.#fail('a seek point makes no sense');
  }

  *push(bytes: Uint8Array, last: boolean): Generator<Uint8Array<ArrayBuffer>, void, void> {
    this.#pushed += bytes.length;
    if (!this.#ended) yield* this.#inflate(bytes, last);
    if (this.#trailingAt === undefined || !last) return;
    const sourceOffset = this.#trailingAt;
    const behind = this.#start.sourceOffset + this.#pushed - sourceOffset;
    this.#onProblem?.({ kind: 'trailing-bytes', compression: 'gzip', sourceOffset, bytes: behind });
  }

  close(): void {
    this.#release();
  }

  *#inflate(bytes: Uint8Array, last: boolean): Generator<Uint8Array<ArrayBuffer>, void, void> {
    for (const status of this.#input.statuses(bytes, last)) {
      if (status === OUTPUT_FULL) {
        yield* this.#output();
        this.#engine.exports.slide();
        this.#from = this.#engine.chunkAt;
        continue;
      }
      const reason = corruptReason(status);
      if (reason === undefined && status !== TRUNCATED) {
        this.#follow(status);
        if (this.#ended) break;
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

  #follow(status: number): void {
    const { sourceOffset } = this.#input;
    this.#ended = status === FINISHED || status === TRAILING;
    if (status === TRAILING) this.#trailingAt = sourceOffset;
    if (this.#onProblem === undefined) return;
    if (status === HEAD_CHECKSUM) this.#onProblem(headProblem(this.#engine, sourceOffset - 2));
    // A member that was taken up in its middle has no checksum to compare.
    if (status !== MEMBER_END || this.#engine.exports.checked.value === 0) return;
    const { exports } = this.#engine;
    const tarOffset = this.#start.tarOffset + this.#given + exports.target() - this.#from;
    const place = { sourceOffset: sourceOffset - 8, tarOffset };
    for (const problem of memberProblems(this.#engine, place)) this.#onProblem(problem);
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
