/**
 * Every path that ever was, once. A path is its parent and the bytes of its last component, which stay where they are: in the pool of the
 * layer that brought them first. Paths are found by a hash of both.
 */
import { HASH, LENGTH_AND_DEPTH, NAME_START, PathRows, POOL_AND_LAYER } from './path-rows.ts';
import { sameBytes } from './same-bytes.ts';
import { WordRows } from './word-rows.ts';

export const ROOT = 0;

const MOST_PATHS = 24_000_000;
const FIRST_SLOTS = 2048;
const SLOTS_BETWEEN_PAUSES = 8192;
/** Bits of a slot that are the path, which is enough for the most there may be. */
const PATH_BITS = 25;
const PATH_MASK = (1 << PATH_BITS) - 1;
const SLASH = 0x2f;
const NO_BYTES = new Uint8Array(0);

/** Depth takes the low bits of its word, the length of a name the high ones. */
const DEPTH_BITS = 13;
const DEPTH_MASK = (1 << DEPTH_BITS) - 1;
/** Longer names are not taken. Linux ends at 255 bytes. */
export const LONGEST_COMPONENT = (1 << (32 - DEPTH_BITS)) - 1;

export class PathTable {
  readonly mostPaths: number;
  readonly #rows: PathRows;
  readonly #parents = new WordRows(1);
  readonly #pools: Uint8Array<ArrayBuffer>[] = [];
  #count = 1;
  /**
   * Open addressing, its length a power of two. A path with the high bits of its hash above it, so that few others have to be looked at; 0
   * is a free slot, because nobody looks for the root.
   */
  #slots = new Uint32Array(FIRST_SLOTS);
  /** Not to be foreseen, so that nobody can write names that collide. */
  readonly #seed = Math.floor(Math.random() * 0x1_0000_0000);
  readonly #factor = Math.floor(Math.random() * 0x1_0000_0000) | 1;

  constructor(rows = new PathRows(), mostPaths = MOST_PATHS) {
    this.#rows = rows;
    this.mostPaths = mostPaths;
    rows.makeRoomFor(ROOT);
    this.#parents.makeRoomFor(ROOT);
  }

  get count(): number {
    return this.#count;
  }

  /** How many paths there is room for: grows by doubling, for columns that others keep beside. */
  get capacity(): number {
    return Math.floor((2 * this.#slots.length) / 3);
  }

  /** Names of paths that are added from here on are in `pool`. */
  addPool(pool: Uint8Array<ArrayBuffer>): void {
    this.#pools.push(pool);
  }

  parentOf(path: number): number {
    return this.#parents.get(path, 0);
  }

  /** How many components its full name has. */
  depthOf(path: number): number {
    return this.#rows.get(path, LENGTH_AND_DEPTH) & DEPTH_MASK;
  }

  nameOf(path: number): Uint8Array<ArrayBuffer> {
    const start = this.#rows.get(path, NAME_START);
    return this.#poolOf(path).subarray(start, start + this.#lengthOf(path));
  }

  fullName(path: number): Uint8Array<ArrayBuffer> {
    if (path === ROOT) return Uint8Array.of(SLASH);
    let end = this.fullLength(path);
    const full = new Uint8Array(end);
    for (let at = path; at !== ROOT; at = this.parentOf(at)) {
      end -= this.#lengthOf(at);
      full.set(this.nameOf(at), end);
      full[--end] = SLASH;
    }
    return full;
  }

  /** Bytes of the full name. */
  fullLength(path: number): number {
    let length = 0;
    for (let at = path; at !== ROOT; at = this.parentOf(at)) length += 1 + this.#lengthOf(at);
    return length;
  }

  /** By the bytes of their last components. */
  compareNames(a: number, b: number): number {
    const poolA = this.#poolOf(a);
    const poolB = this.#poolOf(b);
    const startA = this.#rows.get(a, NAME_START);
    const startB = this.#rows.get(b, NAME_START);
    const lengthA = this.#lengthOf(a);
    const lengthB = this.#lengthOf(b);
    const length = Math.min(lengthA, lengthB);
    for (let i = 0; i < length; i++) {
      const by = (poolA[startA + i] ?? 0) - (poolB[startB + i] ?? 0);
      if (by !== 0) return by;
    }
    return lengthA - lengthB;
  }

  /** ROOT where there is no such path. */
  find(parent: number, pool: Uint8Array, start: number, end: number): number {
    const hash = this.#hashOf(parent, pool, start, end);
    return (this.#slots[this.#seek(hash, parent, pool, start, end)] ?? ROOT) & PATH_MASK;
  }

  /** Finds or adds a path whose name is in the newest pool; ROOT where there may be no more. */
  add(parent: number, pool: Uint8Array, start: number, end: number): number {
    const hash = this.#hashOf(parent, pool, start, end);
    let slot = this.#seek(hash, parent, pool, start, end);
    const found = (this.#slots[slot] ?? ROOT) & PATH_MASK;
    if (found !== ROOT || this.#count >= this.mostPaths) return found;
    if (this.isCrowded(1)) {
      // Room is made in steps between entries; only an entry that brings thousands of paths gets here.
      Array.from(this.makeRoom(1));
      slot = freeSlot(this.#slots, hash);
    }
    const path = this.#count++;
    this.#slots[slot] = slotOf(hash, path);
    this.#parents.makeRoomFor(path);
    this.#parents.set(path, 0, parent);
    this.#rows.makeRoomFor(path);
    const row = this.#rows.chunkOf(path);
    const at = this.#rows.startOf(path);
    row[at + HASH] = hash;
    row[at + NAME_START] = start;
    row[at + LENGTH_AND_DEPTH] = ((end - start) << DEPTH_BITS) | (this.depthOf(parent) + 1);
    row[at + POOL_AND_LAYER] = (this.#pools.length - 1) << 16;
    return path;
  }

  /** Makes room for `more` paths, in steps. All can be read in between, and nothing added. */
  *makeRoom(more: number): Generator<undefined, void> {
    if (!this.isCrowded(more)) return;
    let length = this.#slots.length * 2;
    while (3 * (this.#count + more) > 2 * length) length *= 2;
    const slots = new Uint32Array(length);
    for (let path = 1; path < this.#count; path++) {
      const hash = this.#rows.get(path, HASH);
      slots[freeSlot(slots, hash)] = slotOf(hash, path);
      if (path % SLOTS_BETWEEN_PAUSES === 0) yield;
    }
    this.#slots = slots;
  }

  /** Whether `more` paths need more room first. */
  isCrowded(more: number): boolean {
    return 3 * (this.#count + more) > 2 * this.#slots.length;
  }

  #lengthOf(path: number): number {
    return this.#rows.get(path, LENGTH_AND_DEPTH) >>> DEPTH_BITS;
  }

  #poolOf(path: number): Uint8Array<ArrayBuffer> {
    return this.#pools[this.#rows.get(path, POOL_AND_LAYER) >>> 16] ?? NO_BYTES;
  }

  #hashOf(parent: number, pool: Uint8Array, start: number, end: number): number {
    let hash = Math.imul(parent ^ this.#seed, 0x9e37_79b1);
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ (pool[i] ?? 0), this.#factor);
      hash ^= hash >>> 15;
    }
    return hash >>> 0;
  }

  /** The slot of the path, or the free one where it would be. */
  #seek(hash: number, parent: number, pool: Uint8Array, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const word = slots[slot] ?? ROOT;
      if (word === ROOT) return slot;
      if ((word ^ hash) >>> PATH_BITS !== 0) continue;
      const path = word & PATH_MASK;
      if (this.#rows.get(path, HASH) !== hash || this.parentOf(path) !== parent) continue;
      if (this.#lengthOf(path) !== end - start) continue;
      const nameStart = this.#rows.get(path, NAME_START);
      if (sameBytes(this.#poolOf(path), nameStart, pool, start, end - start)) return slot;
    }
  }
}

function slotOf(hash: number, path: number): number {
  return ((hash >>> PATH_BITS) << PATH_BITS) | path;
}

function freeSlot(slots: Uint32Array, hash: number): number {
  const mask = slots.length - 1;
  let slot = hash & mask;
  while (slots[slot] !== ROOT) slot = (slot + 1) & mask;
  return slot;
}
