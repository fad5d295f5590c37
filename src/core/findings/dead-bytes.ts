/**
 * Bytes that are stored in some layer and not to be seen in the merged file system: overwritten, deleted, hidden. Payload alone counts, not
 * headers or padding, uncompressed; the names of one inode count once.
 */
import { entryKind, type LayerIndex } from '../layer/layer-index.ts';
import { ROOT } from '../tree/path-tree.ts';
import type { TreeView } from '../tree/tree-view.ts';

export interface DeadBytes {
  /** Sizes of all regular files in all layers of the view. */
  readonly storedBytes: number;
  /** Of those that the view shows. */
  readonly visibleBytes: number;
  readonly deadBytes: number;
}

export function measureDeadBytes(view: TreeView): DeadBytes {
  const { tree, of } = view;
  const layers = of.kind === 'merged' ? tree.layers.slice(0, of.upTo + 1) : [tree.layers[of.layer]];
  const storedBytes = layers.reduce((sum, index) => sum + payloadOf(index), 0);
  const visibleBytes = view.bytesOf(ROOT);
  return { storedBytes, visibleBytes, deadBytes: storedBytes - visibleBytes };
}

/** Hard links have no size of their own. */
function payloadOf(index: LayerIndex | undefined): number {
  if (index === undefined) return 0;
  let bytes = 0;
  for (let entry = 0; entry < index.entryCount; entry++) {
    if (entryKind(index, entry) === 'file') bytes += index.size[entry] ?? 0;
  }
  return bytes;
}
