/**
 * Which paths of a view are names of the same inode. Of these, the first by the bytes of its full name stands for the file, the others
 * are hard links to it.
 */
import { firstAtLeast } from '../layer/first-at-least.ts';
import { compareBytes } from './compare-bytes.ts';
import { longerColumn } from './longer-column.ts';
import type { PathTable } from './path-table.ts';
import { sortInSteps } from './sort-in-steps.ts';

const NAMES_BETWEEN_PAUSES = 1024;

export class ViewLinks {
  /** Paths of inodes with several names, ascending, and the first name of each. */
  readonly #path: Uint32Array<ArrayBuffer>;
  readonly #first: Uint32Array<ArrayBuffer>;

  constructor(path: Uint32Array<ArrayBuffer>, first: Uint32Array<ArrayBuffer>) {
    this.#path = path;
    this.#first = first;
  }

  /** The first name of the path's inode; undefined where the path is its only name. */
  firstName(path: number): number | undefined {
    if (this.#path.length === 0) return undefined;
    const at = firstAtLeast(this.#path, path);
    return this.#path[at] === path ? this.#first[at] : undefined;
  }
}

/** Names of inodes, gathered in any order and any number of times. */
export class NamedInodes {
  count = 0;
  path = new Uint32Array(16);
  layer = new Uint16Array(16);
  entry = new Uint32Array(16);

  add(path: number, inode: { layer: number; entry: number }): void {
    if (this.count === this.path.length) this.#grow();
    this.path[this.count] = path;
    this.layer[this.count] = inode.layer;
    this.entry[this.count++] = inode.entry;
  }

  /** By inode, then by path. */
  compare(a: number, b: number): number {
    return this.compareInodes(a, b) || (this.path[a] ?? 0) - (this.path[b] ?? 0);
  }

  compareInodes(a: number, b: number): number {
    const by = (this.layer[a] ?? 0) - (this.layer[b] ?? 0);
    return by === 0 ? (this.entry[a] ?? 0) - (this.entry[b] ?? 0) : by;
  }

  #grow(): void {
    this.path = longerColumn(this.path, 2 * this.count);
    this.layer = longerColumn(this.layer, 2 * this.count);
    this.entry = longerColumn(this.entry, 2 * this.count);
  }
}

export function* findViewLinks(
  paths: PathTable,
  named: NamedInodes,
): Generator<undefined, ViewLinks> {
  const order = Uint32Array.from({ length: named.count }, (_, i) => i);
  yield* sortInSteps(order, (a, b) => named.compare(a, b));
  const first = new Uint32Array(named.count);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && named.compareInodes(order[start] ?? 0, order[end] ?? 0) === 0) {
      end++;
    }
    const group = order.subarray(start, end);
    const name = yield* firstNameOf(paths, named, group);
    for (const i of group) first[i] = name;
    start = end;
  }
  yield* sortInSteps(order, (a, b) => (named.path[a] ?? 0) - (named.path[b] ?? 0));
  return new ViewLinks(
    order.map((i) => named.path[i] ?? 0),
    order.map((i) => first[i] ?? 0),
  );
}

function* firstNameOf(
  paths: PathTable,
  named: NamedInodes,
  group: Uint32Array,
): Generator<undefined, number> {
  let best = named.path[group[0] ?? 0] ?? 0;
  let bestName = paths.fullName(best);
  for (let i = 1; i < group.length; i++) {
    const path = named.path[group[i] ?? 0] ?? 0;
    if (path === best) continue;
    const name = paths.fullName(path);
    if (compareBytes(name, bestName) < 0) {
      best = path;
      bestName = name;
    }
    if (i % NAMES_BETWEEN_PAUSES === 0) yield;
  }
  return best;
}
