/**
 * One deflate stream through fflate's `Inflate`, which tells neither where a stream ends nor what came before damage. Both can be read
 * from its state, whose fields its own `Gunzip` uses in the same way; package.json pins the version, and tests/core/layer/
 * twin-deflate-stream.test.ts fails if they change.
 */
import { Inflate } from 'fflate';

/** The fields of fflate 0.8.3 that matter. */
interface Internals {
  /** `f`: the last block is reached; `l`: a Huffman block is under way; `p`: bits used of the first byte of `p`. */
  s: { f?: number; l?: unknown; p?: number };
  /** The window, and what was inflated behind it. */
  o: Uint8Array;
  /** Input that is not used up. */
  p: Uint8Array;
}

/** Type of a block of stored bytes, and what comes before them: a length, twice. */
const STORED = 0;
const LENGTH_BYTES = 4;

export interface Inflated {
  output: Uint8Array<ArrayBuffer>;
  /** How many of the pushed bytes it took. */
  taken: number;
}

export class DeflateStream {
  #output: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  readonly #inflate = new Inflate((output) => {
    this.#output = output;
  });
  #fault: string | undefined;

  /** What is wrong with the stream, once that is known. */
  get fault(): string | undefined {
    return this.#fault;
  }

  get complete(): boolean {
    const { f, l } = this.#internals.s;
    return f === 1 && (l === null || l === undefined);
  }

  /** Of a complete stream: the bytes that were pushed and are behind it. */
  get unused(): Uint8Array {
    const { p, s } = this.#internals;
    return p.subarray(Math.ceil((s.p ?? 0) / 8));
  }

  /**
   * Of a stream that is cut short: the last bytes of its output. fflate gives a block of stored bytes only when all of it has come,
   * which is 64 KiB at most.
   */
  get stranded(): Uint8Array<ArrayBuffer> {
    const { p, s } = this.#internals;
    const bit = s.p ?? 0;
    const underWay = s.l !== null && s.l !== undefined;
    const type = (((p[0] ?? 0) | ((p[1] ?? 0) << 8)) >> (bit + 1)) & 3;
    if (this.complete || underWay || type !== STORED) return new Uint8Array(0);
    return new Uint8Array(p.subarray(Math.ceil((bit + 3) / 8) + LENGTH_BYTES));
  }

  /** Inflates what can be inflated. Where the bytes are damaged, it gives what comes before and takes no more. */
  *push(bytes: Uint8Array): Generator<Inflated, void, void> {
    // An empty push would make fflate believe in a window of 32 KiB zeros.
    if (bytes.length === 0) return;
    const internals = this.#internals;
    const { o, p } = internals;
    const s = { ...internals.s };
    const fault = this.#tryPush(bytes);
    if (fault === undefined) {
      yield { output: this.#output, taken: bytes.length };
    } else if (bytes.length === 1) {
      this.#fault = fault;
    } else {
      // Again from before these bytes, in the smallest steps, up to the one that fails.
      Object.assign(internals, { o, p, s });
      yield* this.#pushSingly(bytes);
    }
  }

  *#pushSingly(bytes: Uint8Array): Generator<Inflated, void, void> {
    for (let at = 0; at < bytes.length && this.#fault === undefined; at++) {
      yield* this.push(bytes.subarray(at, at + 1));
    }
  }

  get #internals(): Internals {
    return this.#inflate as unknown as Internals;
  }

  /** What fflate finds wrong. */
  #tryPush(bytes: Uint8Array): string | undefined {
    try {
      this.#inflate.push(bytes);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
