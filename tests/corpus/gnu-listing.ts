/** An index listed as `tar -tv --full-time --numeric-owner` lists a tar, a character for each byte of a name. */
import {
  entryKind,
  entryLink,
  entryName,
  type EntryKind,
  type LayerIndex,
} from '../../src/core/layer/layer-index.ts';

const TYPE_LETTERS: Record<EntryKind, string> = {
  file: '-',
  hardlink: 'h',
  symlink: 'l',
  char: 'c',
  block: 'b',
  dir: 'd',
  fifo: 'p',
  other: '?',
};

export function gnuListing(index: LayerIndex): string[] {
  const devices = new Map(
    [...index.devices.entry].map((entry, i) => [
      entry,
      `${String(index.devices.major[i])},${String(index.devices.minor[i])}`,
    ]),
  );
  // Columns get wider as wider values come, as in GNU tar.
  let ownerAndSizeWidth = 19;
  let dateWidth = 16;
  return Array.from({ length: index.entryCount }, (_, i) => {
    const kind = entryKind(index, i);
    const owner = `${String(index.uid[i])}/${String(index.gid[i])}`;
    const size = devices.get(i) ?? String(index.size[i]);
    ownerAndSizeWidth = Math.max(ownerAndSizeWidth, owner.length + 1 + size.length);
    const date = dateText(index.mtime[i] ?? NaN, index.mtimeNanos[i] ?? NaN);
    dateWidth = Math.max(dateWidth, date.length);
    return [
      TYPE_LETTERS[kind] + permissions(index.mode[i] ?? 0),
      owner + size.padStart(ownerAndSizeWidth - owner.length),
      date.padEnd(dateWidth),
      text(entryName(index, i)) + linkText(kind, text(entryLink(index, i))),
    ].join(' ');
  });
}

function linkText(kind: EntryKind, target: string): string {
  if (kind === 'symlink') return ` -> ${target}`;
  return kind === 'hardlink' ? ` link to ${target}` : '';
}

function permissions(mode: number): string {
  const letters = Array.from('rwxrwxrwx', (letter, i) => (mode & (0o400 >> i) ? letter : '-'));
  const special = (bit: number, at: number, letter: string): void => {
    if (mode & bit) letters[at] = letters[at] === 'x' ? letter : letter.toUpperCase();
  };
  special(0o4000, 2, 's');
  special(0o2000, 5, 's');
  special(0o1000, 8, 't');
  return letters.join('');
}

function dateText(seconds: number, nanos: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction}`;
}

/** A character for each byte. */
function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
