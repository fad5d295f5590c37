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

/** No map is longer than this, as in Go. */
export const MOST_MAP_BYTES = 1 << 20;

/** What is wrong with a map, if anything: the checks of Go and libarchive, and that the stored bytes are as many as it says. */
export function findSparseFault(map: SparseMap, stored: number): string | undefined {
  const { realSize, segments } = map;
  if (realSize < 0) return 'negative size';
  if (segments.length % 2 !== 0) return 'an offset without a length';
  let end = 0;
  let data = 0;
  for (let i = 0; i < segments.length; i += 2) {
    const offset = segments[i] ?? 0;
    const length = segments[i + 1] ?? 0;
    if (offset < 0 || length < 0) return 'negative number';
    if (offset < end) return 'segments overlap or are out of order';
    end = offset + length;
    if (end > realSize) return `a segment ends at ${end}, behind the file's end at ${realSize}`;
    data += length;
  }
  return data === stored ? undefined : `the segments hold ${data} bytes, stored are ${stored}`;
}
