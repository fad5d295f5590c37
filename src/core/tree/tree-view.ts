/**
 * One way to see a tree of paths: merged, as a container sees it with some of the layers, or what a single layer brings. Columns
 * beside those of the tree, made once and never changed; the tree may get more layers meanwhile.
 */
import { entryLink } from '../layer/layer-index.ts';
import { findLayerStates, findMergedStates } from './find-states.ts';
import type { Inode } from './link-table.ts';
import { type Change, changeAt } from './path-change.ts';
import type { PathTree } from './path-tree.ts';
import { type Compare, sortInSteps } from './sort-in-steps.ts';
import { findFolders, type ViewFolders } from './view-folders.ts';
import type { PathKind, ViewStates } from './view-states.ts';

export type { Change, PathKind };

/** `merged`: with layers 0 … `upTo`. `layer`: what that one lists or removes, and the directories that is in. */
export type ViewOf =
  | { readonly kind: 'merged'; readonly upTo: number }
  | { readonly kind: 'layer'; readonly layer: number };

/** `name`: by the bytes. `size`: most bytes first, then by name. */
export type ChildOrder = 'name' | 'size';

export function* viewTree(tree: PathTree, of: ViewOf): Generator<undefined, TreeView> {
  const states = yield* of.kind === 'merged'
    ? findMergedStates(tree, of.upTo)
    : findLayerStates(tree, of.layer);
  return new TreeView(tree, of, states, yield* findFolders(tree, states));
}

type MetaColumn = 'mode' | 'uid' | 'gid' | 'mtime';
const NO_BYTES = new Uint8Array(0);
/** Go counts nanoseconds in 63 bits: until April 2262. */
const LAST_SECOND = 9_223_372_036;

export class TreeView {
  readonly tree: PathTree;
  readonly of: ViewOf;
  readonly #states: ViewStates;
  readonly #folders: ViewFolders;

  constructor(tree: PathTree, of: ViewOf, states: ViewStates, folders: ViewFolders) {
    this.tree = tree;
    this.of = of;
    this.#states = states;
    this.#folders = folders;
  }

  has(path: number): boolean {
    return this.#states.has(path);
  }

  /** The layer whose entry, implied directory or removal shows. */
  layerOf(path: number): number {
    return this.#states.layerOf(path);
  }

  /** Its row in the index of that layer, or that of what removed it; undefined for implied directories. */
  entryOf(path: number): number | undefined {
    return this.#states.rowOf(path);
  }

  /**
   * Of the names of an inode, the first by the bytes of its full name is the file (or symbolic link, device …), the others are hard links.
   * So is a hard link whose target is missing.
   */
  kindOf(path: number): PathKind {
    return this.#states.kindOf(path);
  }

  /** The entry whose metadata and content count. */
  inodeOf(path: number): Inode | undefined {
    return this.#states.inodeOf(path);
  }

  /** The first name of the inode, where the path is another. */
  linkedTo(path: number): number | undefined {
    return this.#states.linkedTo(path);
  }

  /** Symbolic links have all bits, whatever the tar says; directories that nobody lists are 0755. */
  modeOf(path: number): number {
    if (this.#states.isImplied(path)) return 0o755;
    return this.#states.isSymlink(path) ? 0o777 : this.#metaOf(path, 'mode');
  }

  uidOf(path: number): number {
    return this.#metaOf(path, 'uid');
  }

  gidOf(path: number): number {
    return this.#metaOf(path, 'gid');
  }

  /** Whole seconds. What a runtime cannot set is 1970, as runtimes do; the layer's index has what the tar says. */
  mtimeOf(path: number): number {
    const seconds = this.#metaOf(path, 'mtime');
    return seconds < 0 || seconds > LAST_SECOND ? 0 : seconds;
  }

  /** Bytes of a regular file, by any of its names; 0 for all else. */
  sizeOf(path: number): number {
    return this.#states.sizeOf(path);
  }

  /** Of a symbolic link; empty for all else. */
  linkTargetOf(path: number): Uint8Array<ArrayBuffer> {
    const at = this.#states.inode(path);
    if (at === undefined || this.kindOf(path) !== 'symlink') return NO_BYTES;
    return entryLink(at.index, at.entry);
  }

  /** Bytes of the path and of all below, each inode counted at its first name. */
  bytesOf(path: number): number {
    const own = this.linkedTo(path) === undefined ? this.sizeOf(path) : 0;
    return own + this.#folders.bytesBelow(path);
  }

  pathsBelow(path: number): number {
    return this.#folders.pathsBelow(path);
  }

  childCount(path: number): number {
    return this.#folders.children(path).length;
  }

  *children(path: number, order: ChildOrder): Generator<undefined, Uint32Array<ArrayBuffer>> {
    const children = this.#folders.children(path).slice();
    const byName: Compare = (a, b) => this.tree.paths.compareNames(a, b);
    const bySize: Compare = (a, b) => this.bytesOf(b) - this.bytesOf(a) || byName(a, b);
    yield* sortInSteps(children, order === 'name' ? byName : bySize);
    return children;
  }

  /** What the topmost layer of the view did to the path. */
  changeOf(path: number): Change {
    return changeAt(this.tree, path, this.of.kind === 'merged' ? this.of.upTo : this.of.layer);
  }

  #metaOf(path: number, column: MetaColumn): number {
    const at = this.#states.inode(path);
    return at?.index[column][at.entry] ?? 0;
  }
}
