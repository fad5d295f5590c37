import type { TreeView } from './tree-view.ts';
import { resolvePath, type ResolvedPath } from './resolve-path.ts';

/** What a symbolic or hard link leads to in a view; undefined for what is no link. */
export function resolveLink(view: TreeView, path: number): ResolvedPath | undefined {
  const kind = view.kindOf(path);
  if (kind === 'symlink') return resolvePath(view, view.tree.fullName(path));
  if (kind !== 'hardlink') return undefined;
  const first = view.linkedTo(path);
  return first === undefined ? { missing: 'no-entry' } : { found: first };
}
