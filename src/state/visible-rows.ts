/** The rows of a tree as it is unfolded: flat columns, so that a million rows cost a few bytes each. */
import { ROOT } from '../core/tree/path-tree.ts';
import type { TreeView } from '../core/tree/tree-view.ts';

export type RowOrder = 'name' | 'size';

export interface VisibleRows {
  readonly paths: Uint32Array;
  /** Depth, 1 for what is in the root. */
  readonly levels: Uint16Array;
  /** Place among its shown siblings, from 1, and how many there are. */
  readonly positions: Uint32Array;
  readonly siblings: Uint32Array;
}

export interface Unfolding {
  order: RowOrder;
  isOpen: (path: number) => boolean;
  /** Where only some paths are wanted: those, and the directories they are in. */
  wanted?: Uint8Array | undefined;
}

export const NO_ROWS: VisibleRows = {
  paths: new Uint32Array(0),
  levels: new Uint16Array(0),
  positions: new Uint32Array(0),
  siblings: new Uint32Array(0),
};

interface Folder {
  children: Uint32Array;
  /** The next child to show. */
  next: number;
}

const ROWS_BETWEEN_PAUSES = 4096;

export function* unfold(view: TreeView, unfolding: Unfolding): Generator<undefined, VisibleRows> {
  const rows = new RowList();
  const folders: Folder[] = [yield* openFolder(view, ROOT, unfolding)];
  for (let folder = folders.at(-1); folder !== undefined; folder = folders.at(-1)) {
    const path = folder.children[folder.next];
    if (path === undefined) {
      folders.pop();
      continue;
    }
    folder.next++;
    rows.add(path, folders.length, folder.next, folder.children.length);
    if (unfolding.isOpen(path) && view.childCount(path) > 0) {
      folders.push(yield* openFolder(view, path, unfolding));
    }
    if (rows.count % ROWS_BETWEEN_PAUSES === 0) yield;
  }
  return rows.finish();
}

function* openFolder(
  view: TreeView,
  path: number,
  { order, wanted }: Unfolding,
): Generator<undefined, Folder> {
  const children = yield* view.children(path, order);
  return {
    children:
      wanted === undefined ? children : children.filter((child) => (wanted[child] ?? 0) > 0),
    next: 0,
  };
}

class RowList {
  count = 0;
  #paths = new Uint32Array(1024);
  #levels = new Uint16Array(1024);
  #positions = new Uint32Array(1024);
  #siblings = new Uint32Array(1024);

  add(path: number, level: number, position: number, siblings: number): void {
    if (this.count === this.#paths.length) this.#grow();
    this.#paths[this.count] = path;
    this.#levels[this.count] = level;
    this.#positions[this.count] = position;
    this.#siblings[this.count] = siblings;
    this.count++;
  }

  finish(): VisibleRows {
    return {
      paths: this.#paths.slice(0, this.count),
      levels: this.#levels.slice(0, this.count),
      positions: this.#positions.slice(0, this.count),
      siblings: this.#siblings.slice(0, this.count),
    };
  }

  #grow(): void {
    const room = 2 * this.#paths.length;
    const paths = new Uint32Array(room);
    paths.set(this.#paths);
    const levels = new Uint16Array(room);
    levels.set(this.#levels);
    const positions = new Uint32Array(room);
    positions.set(this.#positions);
    const siblings = new Uint32Array(room);
    siblings.set(this.#siblings);
    this.#paths = paths;
    this.#levels = levels;
    this.#positions = positions;
    this.#siblings = siblings;
  }
}
