/**
 * Finds the entries whose name contains some bytes, on the pool itself: nothing is decoded, so a million names take a
 * fraction of a second. ASCII letters match in either case. A generator, because it runs on the main thread: it pauses every so
 * often, and whoever drives it may let the page breathe or give up. Horspool's algorithm.
 */
import type { LayerIndex } from './layer-index.ts';

/** Between two pauses; under a millisecond. */
const BYTES_BETWEEN_PAUSES = 256 << 10;
const ROWS_BETWEEN_PAUSES = 8192;

/** Entries in ascending order; `among` (ascending as well) is where to look, all entries if left out. */
export function* findNames(
  index: LayerIndex,
  needle: Uint8Array,
  among?: Uint32Array<ArrayBuffer>,
): Generator<void, Uint32Array<ArrayBuffer>, void> {
  const { pool, nameEnd, linkEnd, entryCount } = index;
  const search = prepareSearch(needle);
  const candidates = among?.length ?? entryCount;
  const found = new Uint32Array(candidates);
  let count = 0;
  let bytes = 0;
  for (let i = 0; i < candidates; i++) {
    const entry = among === undefined ? i : (among[i] ?? 0);
    const start = entry === 0 ? 0 : (linkEnd[entry - 1] ?? 0);
    const end = nameEnd[entry] ?? 0;
    if (contains(pool, start, end, search)) found[count++] = entry;
    bytes += end - start;
    if (bytes >= BYTES_BETWEEN_PAUSES || i % ROWS_BETWEEN_PAUSES === ROWS_BETWEEN_PAUSES - 1) {
      bytes = 0;
      yield;
    }
  }
  return found.slice(0, count);
}

interface Search {
  needle: Uint8Array;
  /** How far the needle may be moved when its last place stands over this byte. */
  shift: Uint32Array;
}

const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => lower(byte));

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function prepareSearch(raw: Uint8Array): Search {
  const needle = raw.map(lower);
  const shift = new Uint32Array(256).fill(needle.length);
  for (let i = 0; i < needle.length - 1; i++) shift[needle[i] ?? 0] = needle.length - 1 - i;
  return { needle, shift };
}

function contains(pool: Uint8Array, start: number, end: number, search: Search): boolean {
  const { needle, shift } = search;
  if (needle.length === 0) return true;
  const last = needle.length - 1;
  for (let at = start + last; at < end;) {
    const byte = LOWER[pool[at] ?? 0] ?? 0;
    if (byte === needle[last] && matchesBefore(pool, at, needle)) return true;
    at += shift[byte] ?? 1;
  }
  return false;
}

function matchesBefore(pool: Uint8Array, at: number, needle: Uint8Array): boolean {
  const last = needle.length - 1;
  for (let i = 1; i <= last; i++) {
    if (LOWER[pool[at - i] ?? 0] !== needle[last - i]) return false;
  }
  return true;
}
