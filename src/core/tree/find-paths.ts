/**
 * Finds the paths of a view whose name contains some bytes (ASCII letters in either case). What is looked for is part of one name, unless it
 * has a slash: then it is part of a whole path. Steps, because it runs on the main thread.
 */
import type { TreeView } from './tree-view.ts';

export interface FoundPaths {
  /** Per path: 1 where it was found, 2 for a directory something was found in, 3 both; 0 else. */
  readonly marks: Uint8Array;
  readonly count: number;
}

const FOUND = 1;
const ABOVE = 2;
const PATHS_BETWEEN_PAUSES = 2048;
const SLASH = 0x2f;

export function* findPaths(
  view: TreeView,
  raw: Uint8Array,
  among?: Uint8Array,
): Generator<undefined, FoundPaths> {
  const { tree } = view;
  const needle = raw.map(lower);
  const whole = needle.includes(SLASH);
  const marks = new Uint8Array(tree.pathCount);
  let count = 0;
  for (let path = 1; path < tree.pathCount; path++) {
    if (path % PATHS_BETWEEN_PAUSES === 0) yield;
    if (among !== undefined && ((among[path] ?? 0) & FOUND) === 0) continue;
    if (!view.has(path)) continue;
    if (!contains(whole ? tree.fullName(path) : tree.nameOf(path), needle)) continue;
    count++;
    marks[path] = (marks[path] ?? 0) | FOUND;
    let above = tree.parentOf(path);
    while (above !== 0 && ((marks[above] ?? 0) & ABOVE) === 0) {
      marks[above] = (marks[above] ?? 0) | ABOVE;
      above = tree.parentOf(above);
    }
  }
  return { marks, count };
}

function contains(name: Uint8Array, needle: Uint8Array): boolean {
  const last = name.length - needle.length;
  for (let start = 0; start <= last; start++) {
    let i = 0;
    while (i < needle.length && lower(name[start + i] ?? 0) === needle[i]) i++;
    if (i === needle.length) return true;
  }
  return false;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
