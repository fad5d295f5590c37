/**
 * All paths of a view in the order of the bytes of their full names. A directory's children do not follow it at once: `/a-b` comes
 * between `/a` and `/a/x`, because `-` is less than `/`.
 */
import { ROOT } from './path-table.ts';
import { sortInSteps } from './sort-in-steps.ts';
import type { TreeView } from './tree-view.ts';

const SLASH = 0x2f;
const PATHS_BETWEEN_PAUSES = 1024;

/** What is in one directory: each path twice if it has children, once for itself and once, with 1 added, for what is in it. */
interface Level {
  readonly items: Uint32Array<ArrayBuffer>;
  at: number;
}

/** Gives every path but ROOT; undefined is a step without a path. */
export function* walkInPathOrder(view: TreeView): Generator<number | undefined, void> {
  const levels: Level[] = [yield* openLevel(view, ROOT)];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const item = level.items[level.at++];
    if (item === undefined) levels.pop();
    else if (item % 2 === 0) yield item / 2;
    else levels.push(yield* openLevel(view, (item - 1) / 2));
  }
}

function* openLevel(view: TreeView, dir: number): Generator<undefined, Level> {
  const children = yield* view.children(dir, 'name');
  let count = 0;
  const items = new Uint32Array(2 * children.length);
  for (const [i, path] of children.entries()) {
    items[count++] = 2 * path;
    if (view.childCount(path) > 0) items[count++] = 2 * path + 1;
    if (i % PATHS_BETWEEN_PAUSES === PATHS_BETWEEN_PAUSES - 1) yield;
  }
  const level = items.slice(0, count);
  if (count > children.length) yield* sortInSteps(level, (a, b) => compareItems(view, a, b));
  return { items: level, at: 0 };
}

function compareItems(view: TreeView, a: number, b: number): number {
  const nameA = view.tree.nameOf(a >>> 1);
  const nameB = view.tree.nameOf(b >>> 1);
  const length = Math.max(nameA.length, nameB.length) + 1;
  for (let i = 0; i < length; i++) {
    const by = byteAt(nameA, i, a) - byteAt(nameB, i, b);
    if (by !== 0) return by;
  }
  return 0;
}

/** A name's byte; then the slash of what is in a directory; then less than any byte. */
function byteAt(name: Uint8Array, i: number, item: number): number {
  if (i < name.length) return name[i] ?? 0;
  return i === name.length && item % 2 === 1 ? SLASH : -1;
}
