/**
 * Where the stored bytes of a sparse file belong: `segments` holds offset, length, offset, length … in ascending order, and all
 * around them is zeros up to `realSize`. Every way of writing such a map down ends here.
 */
export interface SparseMap {
  realSize: number;
  segments: readonly number[];
}

/** Reads a map that comes in blocks of 512 bytes after the header. */
export interface SparseMapReader {
  /** Whether the blocks are part of the entry's stored bytes (PAX 1.0) or stand before them (old GNU). */
  readonly inBody: boolean;
  /** Whether a block has to be pushed. */
  readonly more: boolean;
  push(block: Uint8Array): void;
  /** The map, or what is wrong with it. */
  finish(): SparseMap | string;
}

/** In one file. */
const MOST_SEGMENTS = 1_000_000;

/**
 * Gathers segments, as long as they make sense. Empty ones mean nothing and are not kept: there are maps of millions of them. The
 * checks are those of Go and libarchive.
 */
export class SparseSegments {
  readonly #segments: number[] = [];
  #end = 0;
  #fault: string | undefined;

  /** What is wrong with a segment so far. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Undefined is a number that was none. */
  add(offset: number | undefined, length: number | undefined): void {
    if (this.#fault !== undefined) return;
    if (offset === undefined || length === undefined) {
      this.#fault = 'an offset or length is not a number';
    } else if (offset < 0 || length < 0) this.#fault = 'an offset or length is negative';
    else if (offset < this.#end) this.#fault = 'segments overlap or are out of order';
    else if (this.#segments.length >= 2 * MOST_SEGMENTS)
      this.#fault = 'there are too many segments';
    else {
      this.#end = offset + length;
      if (length > 0) this.#segments.push(offset, length);
    }
  }

  finish(realSize: number): SparseMap | string {
    if (this.#fault !== undefined) return this.#fault;
    if (realSize < 0) return 'the real size is negative';
    if (this.#end <= realSize) return { realSize, segments: this.#segments };
    return `a segment ends at ${this.#end}, behind the file's end at ${realSize}`;
  }
}
