/**
 * The merged file system as JSON Lines: an object for each path, in the order of the bytes of the paths. Every key is always there, but
 * `sha256` only where hashes were made, on regular files and on further names of them.
 */
import { entryKind, entryLink } from '../layer/layer-index.ts';
import { walkInPathOrder } from '../tree/path-order.ts';
import type { PathKind, TreeView } from '../tree/tree-view.ts';
import { listingText } from './listing-text.ts';
import { PathTexts } from './path-texts.ts';

interface Inode {
  layer: number;
  entry: number;
}

/** In hex; undefined where the content could not be read. */
export type HashOf = (inode: Inode) => string | undefined;

/** A piece is given when it has so many characters. */
const PIECE = 64 << 10;
const SLASH = 0x2f;

/** Types that nobody knows are files (POSIX). The last two are in no merged view. */
const TYPES: Record<PathKind, string> = {
  file: 'file',
  dir: 'dir',
  symlink: 'symlink',
  hardlink: 'hardlink',
  char: 'char',
  block: 'block',
  fifo: 'fifo',
  other: 'file',
  whiteout: 'file',
  opaque: 'dir',
};

/** Gives pieces of text; undefined is a step without one. */
export function* listFiles(view: TreeView, sha256Of?: HashOf): Generator<string | undefined, void> {
  const lister = new Lister(view, sha256Of);
  let piece = '';
  for (const path of walkInPathOrder(view)) {
    if (path === undefined) yield undefined;
    else piece += lister.lineOf(path);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

class Lister {
  readonly #view: TreeView;
  readonly #sha256Of: HashOf | undefined;
  readonly #paths: PathTexts;

  constructor(view: TreeView, sha256Of: HashOf | undefined) {
    this.#view = view;
    this.#sha256Of = sha256Of;
    this.#paths = new PathTexts(view.tree);
  }

  lineOf(path: number): string {
    const view = this.#view;
    const kind = view.kindOf(path);
    const content = contentOf(view, path);
    const file = {
      path: this.#paths.textOf(path),
      type: TYPES[kind],
      mode: view.modeOf(path).toString(8).padStart(4, '0'),
      uid: view.uidOf(path),
      gid: view.gidOf(path),
      size: content?.size ?? 0,
      mtime: Math.floor(view.mtimeOf(path)),
      linkname: linkTextOf(view, path, kind),
      layer: view.layerOf(path),
    };
    if (this.#sha256Of === undefined || content === undefined) return `${JSON.stringify(file)}\n`;
    return `${JSON.stringify({ ...file, sha256: this.#sha256Of(content.inode) ?? null })}\n`;
  }
}

/** Of a regular file, by any of its names. */
function contentOf(view: TreeView, path: number): { inode: Inode; size: number } | undefined {
  const inode = view.inodeOf(path);
  const index = inode && view.tree.layers[inode.layer];
  if (inode === undefined || index === undefined) return undefined;
  const kind = entryKind(index, inode.entry);
  if (kind !== 'file' && kind !== 'other') return undefined;
  return { inode, size: index.size[inode.entry] ?? 0 };
}

function linkTextOf(view: TreeView, path: number, kind: PathKind): string {
  if (kind === 'symlink') return listingText(view.linkTargetOf(path));
  if (kind !== 'hardlink') return '';
  const first = view.linkedTo(path);
  return listingText(first === undefined ? lostLinkOf(view, path) : view.tree.fullName(first));
}

/** The target of a hard link that is not there, as the layer has it, but absolute. */
function lostLinkOf(view: TreeView, path: number): Uint8Array {
  const index = view.tree.layers[view.layerOf(path)];
  const entry = view.entryOf(path);
  if (index === undefined || entry === undefined) return new Uint8Array(0);
  const link = entryLink(index, entry);
  return link[0] === SLASH ? link : Uint8Array.of(SLASH, ...link);
}
