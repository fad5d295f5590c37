/** What is below each path of a view: how many bytes, how many paths, and the children themselves. */
import { ROOT } from './path-table.ts';
import type { PathTree } from './path-tree.ts';
import type { ViewStates } from './view-states.ts';

const PATHS_BETWEEN_PAUSES = 4096;

/** A folder is a path with something in it; the root always is one. */
export class ViewFolders {
  /** Number + 1 of the folder that a path is; 0 for none. */
  readonly #folderOf: Uint32Array<ArrayBuffer>;
  readonly #bytes: Float64Array<ArrayBuffer>;
  readonly #below: Uint32Array<ArrayBuffer>;
  /** Children of folder 1, of folder 2 … in the order of their numbers, and where each folder's end. */
  readonly #children: Uint32Array<ArrayBuffer>;
  readonly #end: Uint32Array<ArrayBuffer>;

  constructor(columns: FolderColumns) {
    this.#folderOf = columns.folderOf;
    this.#bytes = columns.bytes;
    this.#below = columns.below;
    this.#children = columns.children;
    this.#end = columns.end;
  }

  /** Bytes below the path, without its own. */
  bytesBelow(path: number): number {
    return this.#bytes[this.#folderOf[path] ?? 0] ?? 0;
  }

  pathsBelow(path: number): number {
    return this.#below[this.#folderOf[path] ?? 0] ?? 0;
  }

  /** A view of the children; nobody may change it. */
  children(path: number): Uint32Array<ArrayBuffer> {
    const folder = this.#folderOf[path] ?? 0;
    if (folder === 0) return this.#children.subarray(0, 0);
    return this.#children.subarray(this.#end[folder - 1], this.#end[folder]);
  }
}

interface FolderColumns {
  folderOf: Uint32Array<ArrayBuffer>;
  bytes: Float64Array<ArrayBuffer>;
  below: Uint32Array<ArrayBuffer>;
  children: Uint32Array<ArrayBuffer>;
  end: Uint32Array<ArrayBuffer>;
}

export function* findFolders(
  tree: PathTree,
  states: ViewStates,
): Generator<undefined, ViewFolders> {
  const { folderOf, folders, paths } = yield* numberFolders(tree, states);
  const columns: FolderColumns = {
    folderOf,
    bytes: new Float64Array(folders + 1),
    below: new Uint32Array(folders + 1),
    children: new Uint32Array(paths),
    end: new Uint32Array(folders + 1),
  };
  yield* sumUp(tree, states, columns);
  yield* listChildren(tree, states, columns);
  return new ViewFolders(columns);
}

interface Numbered {
  folderOf: Uint32Array<ArrayBuffer>;
  folders: number;
  /** Paths that are in a folder. */
  paths: number;
}

function* numberFolders(tree: PathTree, states: ViewStates): Generator<undefined, Numbered> {
  const folderOf = new Uint32Array(states.count);
  let folders = 0;
  let paths = 0;
  for (let path = 1; path < states.count; path++) {
    if (path % PATHS_BETWEEN_PAUSES === 0) yield;
    if (!states.has(path)) continue;
    paths++;
    const parent = tree.parentOf(path);
    if (folderOf[parent] === 0) folderOf[parent] = ++folders;
  }
  return { folderOf, folders, paths };
}

/** Upwards: a path's number is greater than its parent's. Also counts children, in `end`. */
function* sumUp(
  tree: PathTree,
  states: ViewStates,
  { folderOf, bytes, below, end }: FolderColumns,
): Generator<undefined, void> {
  for (let path = states.count - 1; path > ROOT; path--) {
    if (path % PATHS_BETWEEN_PAUSES === 0) yield;
    if (!states.has(path)) continue;
    const folder = folderOf[path] ?? 0;
    const parent = folderOf[tree.parentOf(path)] ?? 0;
    const own = states.linkedTo(path) === undefined ? states.sizeOf(path) : 0;
    bytes[parent] = (bytes[parent] ?? 0) + own + (folder === 0 ? 0 : (bytes[folder] ?? 0));
    below[parent] = (below[parent] ?? 0) + 1 + (folder === 0 ? 0 : (below[folder] ?? 0));
    end[parent] = (end[parent] ?? 0) + 1;
  }
}

function* listChildren(
  tree: PathTree,
  states: ViewStates,
  { folderOf, children, end }: FolderColumns,
): Generator<undefined, void> {
  // From counts to starts; each start moves to the end while the children are written.
  let start = 0;
  for (let folder = 1; folder < end.length; folder++) {
    const count = end[folder] ?? 0;
    end[folder] = start;
    start += count;
  }
  for (let path = 1; path < states.count; path++) {
    if (path % PATHS_BETWEEN_PAUSES === 0) yield;
    if (!states.has(path)) continue;
    const folder = folderOf[tree.parentOf(path)] ?? 0;
    const at = end[folder] ?? 0;
    children[at] = path;
    end[folder] = at + 1;
  }
}
