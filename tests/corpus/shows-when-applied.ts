/** Bad layers in which nothing is wrong with the tar: it shows when layers are laid over each other and names are looked up. */
export const SHOWS_WHEN_APPLIED: ReadonlySet<string> = new Set([
  'file-dir-same-layer.tar',
  'file-then-whiteout.tar',
  'hardlink-later.tar',
  'hardlink-missing.tar',
  'hardlink-outside.tar',
  'hardlink-to-lower.tar',
  'symlink-cycle-entry.tar',
  'symlink-outside-write.tar',
  'whiteout-empty-name.tar',
  'whiteout-of-dot.tar',
]);
