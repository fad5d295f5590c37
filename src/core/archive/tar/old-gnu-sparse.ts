/**
 * The map of an old GNU sparse file (type `S`): four pairs in the header, then, where a flag says so, blocks of 21 pairs each before
 * the stored bytes. A pair whose offset starts with NUL ends the block. tar.5, "GNU tar archives".
 */
import type { SparseMap, SparseMapReader } from './sparse-map.ts';
import { SparseSegments } from './sparse-map.ts';
import { readTarNumber } from './tar-number.ts';

const PAIR_BYTES = 24;

export class OldGnuSparse implements SparseMapReader {
  readonly inBody = false;
  readonly #segments = new SparseSegments();
  readonly #realSize: number | undefined;
  #more: boolean;

  constructor(header: Uint8Array) {
    this.#realSize = readTarNumber(header.subarray(483, 495));
    this.#readPairs(header.subarray(386, 482));
    this.#more = header[482] !== 0;
  }

  /** Whatever is wrong with a pair, the blocks have to be passed over to find the stored bytes. */
  get more(): boolean {
    return this.#more;
  }

  push(block: Uint8Array): void {
    this.#readPairs(block.subarray(0, 504));
    this.#more = block[504] !== 0;
  }

  finish(): SparseMap | string {
    if (this.#realSize === undefined) return 'the real size is not a number';
    return this.#segments.finish(this.#realSize);
  }

  #readPairs(pairs: Uint8Array): void {
    for (let at = 0; at < pairs.length && pairs[at] !== 0; at += PAIR_BYTES) {
      const offset = readTarNumber(pairs.subarray(at, at + 12));
      this.#segments.add(offset, readTarNumber(pairs.subarray(at + 12, at + PAIR_BYTES)));
    }
  }
}
