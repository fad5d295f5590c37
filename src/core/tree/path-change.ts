/** What a layer did to a path, seen from what was there before. */
import { entryKind } from '../layer/layer-index.ts';
import { isPresent, isRemoved, rowOf } from './life-code.ts';
import { ROOT } from './path-table.ts';
import type { PathTree } from './path-tree.ts';

export type Change = 'added' | 'changed' | 'removed' | 'same';

export function changeAt(tree: PathTree, path: number, layer: number): Change {
  const { lives } = tree;
  const place = lives.placeAsOf(path, layer);
  if (path === ROOT || lives.layerAt(path, place) !== layer) return 'same';
  const code = lives.codeAt(path, place);
  if (isRemoved(code)) return 'removed';
  const placeBefore = lives.placeAsOf(path, layer - 1);
  const before = lives.codeAt(path, placeBefore);
  if (!isPresent(before)) return 'added';
  // Layers list the directories that a change is in, too.
  const now = directoryAttributes(tree, layer, code);
  const was = directoryAttributes(tree, lives.layerAt(path, placeBefore), before);
  return now !== undefined && now === was ? 'same' : 'changed';
}

/** Mode and owner as one text; undefined for what is no directory. */
function directoryAttributes(tree: PathTree, layer: number, code: number): string | undefined {
  const row = rowOf(code);
  if (row === undefined) return '493 0 0';
  const index = tree.layers[layer];
  if (index === undefined || entryKind(index, row) !== 'dir') return undefined;
  return `${index.mode[row] ?? 0} ${index.uid[row] ?? 0} ${index.gid[row] ?? 0}`;
}
