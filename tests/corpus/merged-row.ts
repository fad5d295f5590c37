/** One path of a merged file system as the corpus' `merged.tsv` has it, and the same made of a view of ours. All fields are text. */
import { readFileSync } from 'node:fs';
import { findDevice, readRecords } from '../../src/core/layer/entry-extras.ts';
import { entryKind, type LayerIndex } from '../../src/core/layer/layer-index.ts';
import { walkInPathOrder } from '../../src/core/tree/path-order.ts';
import type { TreeView } from '../../src/core/tree/tree-view.ts';
import { escapeBytes } from './escaped-bytes.ts';

export interface MergedRow {
  path: string;
  /** f d l c b p */
  type: string;
  mode: string;
  uid: string;
  gid: string;
  /** `-` for what is no regular file. */
  size: string;
  /** Where a layer lists the path; else `-`. */
  mtime: string;
  link: string;
  /** The bytewise first name of an inode that has several. */
  hardlink: string;
  rdev: string;
  xattrs: string;
}

const LETTERS: Record<string, string> = {
  file: 'f',
  symlink: 'l',
  char: 'c',
  block: 'b',
  dir: 'd',
  fifo: 'p',
};
const XATTR = 'SCHILY.xattr.';

export function readMergedRows(tsv: string): MergedRow[] {
  const lines = readFileSync(tsv, 'latin1').split('\n').slice(1, -1);
  return lines.map((line) => {
    const [path, type, mode, uid, gid, size, mtime, , link, hardlink, rdev, xattrs] =
      line.split('\t');
    const row = { path, type, mode, uid, gid, size, mtime, link, hardlink, rdev, xattrs };
    return row as MergedRow;
  });
}

export function mergedRows(view: TreeView): MergedRow[] {
  const paths = [...walkInPathOrder(view)].filter((path) => path !== undefined);
  const firsts = new Set(paths.map((path) => view.linkedTo(path)));
  return paths.map((path) => {
    const inode = view.inodeOf(path);
    const index = inode && view.tree.layers[inode.layer];
    const entry = inode?.entry ?? 0;
    const first = view.linkedTo(path) ?? (firsts.has(path) ? path : undefined);
    const kind = index === undefined ? 'dir' : entryKind(index, entry);
    return {
      path: escapeBytes(view.tree.fullName(path)),
      type: LETTERS[kind] ?? kind,
      mode: view.modeOf(path).toString(8).padStart(4, '0'),
      uid: String(view.uidOf(path)),
      gid: String(view.gidOf(path)),
      size: kind === 'file' ? String(view.sizeOf(path)) : '-',
      mtime: index === undefined ? '-' : timeText(view.mtimeOf(path), index.mtimeNanos[entry] ?? 0),
      link: escapeBytes(view.linkTargetOf(view.linkedTo(path) ?? path)) || '-',
      hardlink: first === undefined ? '-' : escapeBytes(view.tree.fullName(first)),
      rdev: (index && deviceText(index, entry)) ?? '-',
      xattrs: (index && xattrText(index, entry)) ?? '-',
    };
  });
}

function timeText(seconds: number, nanos: number): string {
  return nanos === 0 ? String(seconds) : `${seconds}.${String(nanos).padStart(9, '0')}`;
}

function deviceText(index: LayerIndex, entry: number): string | undefined {
  const device = findDevice(index, entry);
  return device && `${device.major},${device.minor}`;
}

function xattrText(index: LayerIndex, entry: number): string | undefined {
  const texts = readRecords(index, entry)
    .map(({ key, value }) => [escapeBytes(key), Buffer.from(value).toString('hex')] as const)
    .filter(([key]) => key.startsWith(XATTR))
    .map(([key, value]) => `${key.slice(XATTR.length)}=${value}`);
  return texts.length === 0 ? undefined : texts.sort().join(';');
}
