/**
 * One layer's entries as the tree that dive makes of them, in columns: a row for each path, a parent's before those of its children, row 0
 * for the root. A folder that is not listed is there with no size and counts as no folder.
 */
import { entryKind, type LayerIndex } from '../layer/layer-index.ts';
import { longerColumn } from '../tree/longer-column.ts';
import { MOST_COMPONENTS } from '../tree/name-components.ts';
import { LONGEST_COMPONENT, type PathTable, ROOT } from '../tree/path-table.ts';
import { DiveName } from './dive-name.ts';

export const NO_ROW = 0;
const WHITEOUT_PREFIX_BYTES = 4;
const PREFIX = Uint8Array.from('.wh..wh..', (char) => char.charCodeAt(0));
const DIR = 1;
const WHITEOUT = 2;
const HAS_CHILDREN = 4;
const FIRST_CAPACITY = 1024;
const ENTRIES_BETWEEN_PAUSES = 1024;
/** Of names. */
const BYTES_BETWEEN_PAUSES = 128 << 10;
/** Room made for paths between two pauses; entries rarely bring more. */
const PATHS_BETWEEN_PAUSES = 4096;

export interface DiveWhiteout {
  readonly row: number;
  /** The path that dive counts it for. */
  readonly key: number;
  /** The path that it removes: the same, but for a bare `.wh.`, which removes the directory it is in. */
  readonly target: number;
}

export class DiveLayer {
  /** Of all entries, those that a later one of the same path replaces included. */
  payloadBytes = 0;
  whiteouts: DiveWhiteout[] = [];
  readonly #paths: PathTable;
  #count = 1;
  #path = new Uint32Array(FIRST_CAPACITY);
  #parent = new Uint32Array(FIRST_CAPACITY);
  #size = new Float64Array(FIRST_CAPACITY);
  #flags = new Uint8Array(FIRST_CAPACITY);
  #rowOfPath = new Uint32Array(FIRST_CAPACITY);
  #name = new DiveName();
  /** Rows of the components of the name before, as far as it was added. */
  readonly #way = [0];

  constructor(paths: PathTable) {
    this.#paths = paths;
  }

  /** Rows are numbered from 0 to below this. */
  get count(): number {
    return this.#count;
  }

  pathOf(row: number): number {
    return this.#path[row] ?? ROOT;
  }

  parentOf(row: number): number {
    return this.#parent[row] ?? 0;
  }

  sizeOf(row: number): number {
    return this.#size[row] ?? 0;
  }

  isDir(row: number): boolean {
    return this.#has(row, DIR);
  }

  isWhiteout(row: number): boolean {
    return this.#has(row, WHITEOUT);
  }

  isLeaf(row: number): boolean {
    return row > 0 && !this.#has(row, HAS_CHILDREN);
  }

  /** The row of a path; NO_ROW where the layer does not have it. */
  rowOf(path: number): number {
    const row = this.#rowOfPath[path] ?? NO_ROW;
    return row < this.#count && this.#path[row] === path ? row : NO_ROW;
  }

  /** Takes all entries, in steps. The pool of the index must be the newest of the path table. */
  *read(index: LayerIndex): Generator<undefined, void> {
    let pauseAt = 0;
    for (let entry = 0; entry < index.entryCount; entry++) {
      const poolAt = index.nameEnd[entry] ?? 0;
      if (entry % ENTRIES_BETWEEN_PAUSES === 0 || poolAt >= pauseAt) {
        yield;
        yield* this.#paths.makeRoom(PATHS_BETWEEN_PAUSES);
        pauseAt = poolAt + BYTES_BETWEEN_PAUSES;
      }
      this.#readEntry(index, entry);
    }
  }

  /** Makes it ready for the next layer. The columns stay as they are: a row counts only as long as its path is that of the row. */
  clear(): void {
    this.payloadBytes = 0;
    this.whiteouts = [];
    this.#count = 1;
    this.#flags[0] = 0;
    this.#name = new DiveName();
    this.#way.length = 1;
  }

  #readEntry(index: LayerIndex, entry: number): void {
    const { pool, nameEnd, linkEnd } = index;
    const name = this.#name;
    name.read(pool, entry === 0 ? 0 : (linkEnd[entry - 1] ?? 0), nameEnd[entry] ?? 0);
    // dive passes over entries named `.`, whatever they hold.
    if (name.count === 0 && !name.absolute) return;
    const kind = entryKind(index, entry);
    const size = kind === 'file' ? (index.size[entry] ?? 0) : 0;
    this.payloadBytes += size;
    // No system can hold such a path.
    if (name.count > MOST_COMPONENTS) {
      this.#way.length = 1;
      return;
    }
    const row = this.#follow(pool);
    if (row <= 0) return;
    this.#size[row] = size;
    this.#flags[row] = ((this.#flags[row] ?? 0) & ~DIR) | (kind === 'dir' ? DIR : 0);
  }

  /** The row of the name that was read, added if need be; negative where it is left out. */
  #follow(pool: Uint8Array): number {
    const { starts, ends, count, common } = this.#name;
    const way = this.#way;
    way.length = Math.min(way.length, common + 1);
    for (let depth = way.length - 1; depth < count; depth++) {
      const row = this.#child(way[depth] ?? 0, pool, starts[depth] ?? 0, ends[depth] ?? 0);
      if (row === NO_ROW) return -1;
      way.push(row);
    }
    return way[count] ?? 0;
  }

  /** NO_ROW for a name that dive leaves out, with all that is below it, and for one that no system can hold. */
  #child(parent: number, pool: Uint8Array, start: number, end: number): number {
    const prefixBytes = matchPrefix(pool, start, end);
    if (prefixBytes === PREFIX.length || end - start > LONGEST_COMPONENT) return NO_ROW;
    const path = this.#paths.add(this.pathOf(parent), pool, start, end);
    if (path === ROOT) return NO_ROW;
    const row = this.rowOf(path);
    if (row !== NO_ROW) return row;
    if (prefixBytes < WHITEOUT_PREFIX_BYTES) return this.#add(parent, path, 0);
    const parentPath = this.pathOf(parent);
    const key = this.#paths.add(parentPath, pool, start + WHITEOUT_PREFIX_BYTES, end);
    if (key === ROOT) return NO_ROW;
    const target = end - start === WHITEOUT_PREFIX_BYTES ? parentPath : key;
    this.whiteouts.push({ row: this.#count, key, target });
    return this.#add(parent, path, WHITEOUT);
  }

  #add(parent: number, path: number, flags: number): number {
    if (this.#count === this.#path.length) this.#grow();
    if (path >= this.#rowOfPath.length) {
      this.#rowOfPath = longerColumn(this.#rowOfPath, Math.ceil(1.5 * (path + 1)));
    }
    const row = this.#count++;
    this.#path[row] = path;
    this.#parent[row] = parent;
    this.#size[row] = 0;
    this.#flags[row] = flags;
    this.#flags[parent] = (this.#flags[parent] ?? 0) | HAS_CHILDREN;
    this.#rowOfPath[path] = row;
    return row;
  }

  #has(row: number, flag: number): boolean {
    return ((this.#flags[row] ?? 0) & flag) !== 0;
  }

  #grow(): void {
    const capacity = 2 * this.#count;
    this.#path = longerColumn(this.#path, capacity);
    this.#parent = longerColumn(this.#parent, capacity);
    this.#size = longerColumn(this.#size, capacity);
    this.#flags = longerColumn(this.#flags, capacity);
  }
}

/** How many bytes of `.wh..wh..` the name starts with. */
function matchPrefix(pool: Uint8Array, start: number, end: number): number {
  const most = Math.min(end - start, PREFIX.length);
  let bytes = 0;
  while (bytes < most && pool[start + bytes] === PREFIX[bytes]) bytes++;
  return bytes;
}
