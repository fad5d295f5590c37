import type { EntryKind } from '../core/layer/layer-index.ts';

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
