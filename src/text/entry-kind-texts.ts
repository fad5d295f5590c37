import type { EntryKind } from '../core/layer/layer-index.ts';
import type { PathKind } from '../core/tree/tree-view.ts';

export const entryKindTexts: Record<EntryKind, string> = {
  file: 'File',
  hardlink: 'Hard link',
  symlink: 'Symbolic link',
  char: 'Character device',
  block: 'Block device',
  dir: 'Directory',
  fifo: 'Named pipe',
  other: 'Unknown kind',
};

export const pathKindTexts: Record<PathKind, string> = {
  ...entryKindTexts,
  whiteout: 'Removed here (whiteout)',
  opaque: 'Everything below removed here (opaque marker)',
};
