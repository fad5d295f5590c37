/** Finds what a name leads to in a view, as the kernel does in a container: symbolic links are followed, and nothing leaves the root. */
import { isDot, isDotDot } from './name-components.ts';
import { ROOT } from './path-table.ts';
import type { TreeView } from './tree-view.ts';

const SLASH = 0x2f;
/** As many as Linux follows. */
const MOST_LINKS = 40;

export interface ResolveOptions {
  /** Whether to follow a symbolic link at the end, too; yes unless told otherwise. */
  followLast?: boolean;
  /** The directory that a relative name starts from; the root unless told otherwise. */
  from?: number;
}

export type ResolvedPath =
  { readonly found: number } | { readonly missing: 'no-entry' | 'not-a-directory' | 'loop' };

interface Rest {
  readonly name: Uint8Array;
  at: number;
}

export function resolvePath(
  view: TreeView,
  name: Uint8Array,
  { followLast = true, from = ROOT }: ResolveOptions = {},
): ResolvedPath {
  let path = name[0] === SLASH ? ROOT : from;
  const rests: Rest[] = [{ name, at: 0 }];
  for (let links = 0; ;) {
    const rest = rests.at(-1);
    if (rest === undefined) return { found: path };
    const { start, end } = nextComponent(rest);
    if (rest.at >= rest.name.length) rests.pop();
    if (end === start) continue;
    if (!isFolder(view, path)) return { missing: 'not-a-directory' };
    if (isDot(rest.name, start, end)) continue;
    if (isDotDot(rest.name, start, end)) {
      path = view.tree.parentOf(path);
      continue;
    }
    const child = view.tree.find(path, rest.name.subarray(start, end));
    if (child === undefined || !isThere(view, child)) return { missing: 'no-entry' };
    const link = view.linkTargetOf(child);
    if (link.length === 0 || (rests.length === 0 && !followLast)) path = child;
    else if (links++ === MOST_LINKS) return { missing: 'loop' };
    else {
      if (link[0] === SLASH) path = ROOT;
      rests.push({ name: link, at: 0 });
    }
  }
}

/** Steps over the next component and the slashes behind it. */
function nextComponent(rest: Rest): { start: number; end: number } {
  const { name } = rest;
  const start = rest.at;
  let end = start;
  while (end < name.length && name[end] !== SLASH) end++;
  rest.at = end;
  while (rest.at < name.length && name[rest.at] === SLASH) rest.at++;
  return { start, end };
}

function isFolder(view: TreeView, path: number): boolean {
  const kind = view.kindOf(path);
  return kind === 'dir' || kind === 'opaque';
}

function isThere(view: TreeView, path: number): boolean {
  return view.has(path) && view.kindOf(path) !== 'whiteout';
}
