/** Feeds compressed bytes to an engine, in pieces that fit, and passes on what it says. */
import type { EngineInstance } from './engine-instance.ts';

// Statuses, as in assembly/inflate.ts and assembly/gzip.ts.
const MORE_INPUT = 0;
export const OUTPUT_FULL = 1;
export const TRUNCATED = 3;
export const MEMBER = 4;
export const MEMBER_END = 5;
export const TRAILING = 6;
export const FINISHED = 7;
export const HEAD_CHECKSUM = 8;
const CORRUPT = 16;

const REASONS = [
  'block type 3 does not exist',
  'a stored block’s length and its complement disagree',
  'too many length or distance codes',
  'the code of the code lengths is not a complete code',
  'a code length is repeated beyond the end, or before the first',
  'a block has no end-of-block code',
  'the literal and length codes are not a complete code',
  'the distance codes are not a complete code',
  'a literal or length code that does not exist',
  'a distance code that does not exist',
  'a distance reaches back before the start of the data',
  'no gzip header where one should be',
  'a compression method other than deflate',
  'reserved gzip flags are set',
];

/** What is corrupt, for a status that says so. */
export function corruptReason(status: number): string | undefined {
  return status < CORRUPT ? undefined : (REASONS[status - CORRUPT] ?? `status ${status}`);
}

/** Whether nothing more comes after this status. */
function isFinal(status: number): boolean {
  return status >= CORRUPT || status === TRUNCATED || status === TRAILING || status === FINISHED;
}

export class GzipInput {
  readonly #engine: EngineInstance;
  /** Offset in the blob of what lies at the start of the engine's input. */
  #base: number;
  #unread = 0;

  constructor(engine: EngineInstance, sourceOffset: number) {
    this.#engine = engine;
    this.#base = sourceOffset;
  }

  /** Offset in the blob of the next unread byte. */
  get sourceOffset(): number {
    return this.#base + this.#engine.exports.source() - this.#engine.inputAt;
  }

  /** Offset in the blob of the end of what was fed. */
  get endOffset(): number {
    return this.#base + this.#engine.exports.sourceEnd() - this.#engine.inputAt;
  }

  /** Gives every status but "more input", and returns when all bytes are taken or after a final status. */
  *statuses(bytes: Uint8Array, last: boolean): Generator<number, void, void> {
    const { exports, memory, inputAt, inputBytes } = this.#engine;
    let at = 0;
    do {
      const piece = Math.min(bytes.length - at, inputBytes - this.#unread);
      memory.set(bytes.subarray(at, at + piece), inputAt + this.#unread);
      at += piece;
      const end = inputAt + this.#unread + piece;
      exports.setSource(inputAt, end, last && at === bytes.length ? 1 : 0);
      for (let status = exports.gunzip(); status !== MORE_INPUT; status = exports.gunzip()) {
        yield status;
        if (isFinal(status)) return;
      }
      this.#keepUnread(end);
    } while (at < bytes.length);
  }

  #keepUnread(end: number): void {
    const { exports, memory, inputAt } = this.#engine;
    const source = exports.source();
    memory.copyWithin(inputAt, source, end);
    this.#base += source - inputAt;
    this.#unread = end - source;
    exports.setSource(inputAt, inputAt + this.#unread, 0);
  }
}
