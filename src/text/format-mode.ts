import type { EntryKind } from '../core/layer/layer-index.ts';
import type { PathKind } from '../core/tree/tree-view.ts';

/** The first letter of a line of `tar -tv`. */
const KIND_LETTERS: Record<EntryKind, string> = {
  file: '-',
  hardlink: 'h',
  symlink: 'l',
  char: 'c',
  block: 'b',
  dir: 'd',
  fifo: 'p',
  other: '?',
};

const SETUID = 0o4000;
const SETGID = 0o2000;
const STICKY = 0o1000;

/** Kind and permissions as `ls -l` writes them: "drwxr-xr-x", "-rwsr-xr-x". */
export function formatMode(kind: EntryKind, mode: number): string {
  return (
    KIND_LETTERS[kind] +
    triple(mode >> 6, (mode & SETUID) !== 0, 's') +
    triple(mode >> 3, (mode & SETGID) !== 0, 's') +
    triple(mode, (mode & STICKY) !== 0, 't')
  );
}

/** The same for a path of the tree: a hard link is a file there, a directory that was emptied one still, and what was removed has no permissions. */
export function formatPathMode(kind: PathKind, mode: number): string {
  if (kind === 'whiteout') return '';
  if (kind === 'opaque') return formatMode('dir', mode);
  return formatMode(kind === 'hardlink' ? 'file' : kind, mode);
}

/** Permission bits in octal, as chmod takes them: "0755", "4755". */
export function formatOctalMode(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function triple(bits: number, special: boolean, letter: string): string {
  const execute = (bits & 1) !== 0;
  const third = special ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-';
  return (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + third;
}
