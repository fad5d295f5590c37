/** What stands at each path of a view: which layer's entry shows, and which inode that is. */
import { type EntryKind, entryKind, type LayerIndex } from '../layer/layer-index.ts';
import { IMPLIED, isRemoved, NO_LIFE, OPAQUE, rowOf } from './life-code.ts';
import type { Inode } from './link-table.ts';
import type { PathTree } from './path-tree.ts';
import type { ViewLinks } from './view-links.ts';

/** `whiteout`: a path that the layer removes; `opaque`: a directory whose lower content it removes. Both only where one layer is viewed. */
export type PathKind = EntryKind | 'whiteout' | 'opaque';

export interface StateColumns {
  readonly layer: Uint16Array<ArrayBuffer>;
  readonly code: Uint32Array<ArrayBuffer>;
}

/** An entry and the index it is in. */
export interface IndexedEntry {
  readonly index: LayerIndex;
  readonly entry: number;
}

export class ViewStates {
  readonly #tree: PathTree;
  readonly #columns: StateColumns;
  readonly #links: ViewLinks;

  constructor(tree: PathTree, columns: StateColumns, links: ViewLinks) {
    this.#tree = tree;
    this.#columns = columns;
    this.#links = links;
  }

  /** Paths that the tree has got since are in no older view. */
  get count(): number {
    return this.#columns.code.length;
  }

  has(path: number): boolean {
    return this.#codeOf(path) !== NO_LIFE;
  }

  layerOf(path: number): number {
    return this.#columns.layer[path] ?? 0;
  }

  rowOf(path: number): number | undefined {
    return rowOf(this.#codeOf(path));
  }

  isRemoved(path: number): boolean {
    return isRemoved(this.#codeOf(path));
  }

  isImplied(path: number): boolean {
    return (this.#codeOf(path) & IMPLIED) !== 0;
  }

  kindOf(path: number): PathKind {
    const code = this.#codeOf(path);
    if (isRemoved(code)) return 'whiteout';
    if ((code & OPAQUE) !== 0) return 'opaque';
    if (this.linkedTo(path) !== undefined) return 'hardlink';
    const at = this.inode(path);
    return at === undefined ? 'dir' : entryKind(at.index, at.entry);
  }

  /** The first name of the path's inode, unless that is the path itself. */
  linkedTo(path: number): number | undefined {
    const first = this.#links.firstName(path);
    return first === path ? undefined : first;
  }

  inodeOf(path: number): Inode | undefined {
    const entry = this.rowOf(path);
    if (entry === undefined || this.isRemoved(path)) return undefined;
    return this.#tree.inodeOf(this.layerOf(path), entry);
  }

  /** The entry whose metadata counts: the inode's, and that of a hard link that has none. */
  inode(path: number): IndexedEntry | undefined {
    const row = this.rowOf(path);
    if (row === undefined || this.isRemoved(path)) return undefined;
    const index = this.#tree.layers[this.layerOf(path)];
    if (index === undefined) return undefined;
    if (entryKind(index, row) !== 'hardlink') return { index, entry: row };
    const target = this.#tree.inodeOf(this.layerOf(path), row);
    const targetIndex = target && this.#tree.layers[target.layer];
    if (target === undefined || targetIndex === undefined) return { index, entry: row };
    return { index: targetIndex, entry: target.entry };
  }

  /** Whether it is a name of a symbolic link, the first or another. */
  isSymlink(path: number): boolean {
    const at = this.inode(path);
    return at !== undefined && entryKind(at.index, at.entry) === 'symlink';
  }

  /** Bytes of a regular file; 0 for all else. */
  sizeOf(path: number): number {
    const at = this.inode(path);
    return at !== undefined && entryKind(at.index, at.entry) === 'file'
      ? (at.index.size[at.entry] ?? 0)
      : 0;
  }

  #codeOf(path: number): number {
    return this.#columns.code[path] ?? NO_LIFE;
  }
}
