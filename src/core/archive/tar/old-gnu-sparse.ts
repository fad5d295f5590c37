/**
 * The map of an old GNU sparse file (type `S`): four pairs in the header, then, where a flag says so, blocks of 21 pairs each before
 * the stored bytes. A pair whose offset starts with NUL ends the block. tar.5, "GNU tar archives".
 */
import type { SparseMap, SparseMapReader } from './sparse-map.ts';
import { MOST_MAP_BYTES } from './sparse-map.ts';
import { readTarNumber } from './tar-number.ts';

const PAIR_BYTES = 24;

export class OldGnuSparse implements SparseMapReader {
  readonly inBody = false;
  readonly #segments: number[] = [];
  readonly #realSize: number | undefined;
  #more: boolean;
  #mapBytes = 0;
  #fault: string | undefined;

  constructor(header: Uint8Array) {
    this.#realSize = readTarNumber(header.subarray(483, 495));
    this.#readPairs(header.subarray(386, 482));
    this.#more = header[482] !== 0;
  }

  get more(): boolean {
    return this.#more;
  }

  push(block: Uint8Array): void {
    this.#mapBytes += block.length;
    // Whatever is wrong, the blocks have to be passed over to find the stored bytes.
    if (this.#mapBytes > MOST_MAP_BYTES) this.#fault ??= 'the map is longer than 1 MiB';
    this.#readPairs(block.subarray(0, 504));
    this.#more = block[504] !== 0;
  }

  finish(): SparseMap | string {
    if (this.#fault !== undefined) return this.#fault;
    if (this.#realSize === undefined) return 'the real size is not a number';
    return { realSize: this.#realSize, segments: this.#segments };
  }

  #readPairs(pairs: Uint8Array): void {
    for (let at = 0; at < pairs.length && this.#fault === undefined; at += PAIR_BYTES) {
      if (pairs[at] === 0) return;
      const offset = readTarNumber(pairs.subarray(at, at + 12));
      const length = readTarNumber(pairs.subarray(at + 12, at + PAIR_BYTES));
      if (offset === undefined || length === undefined)
        this.#fault = 'an offset or length is not a number';
      else this.#segments.push(offset, length);
    }
  }
}
