/** What the last component of an entry's name says: a path, a whiteout, or one of AUFS' own files (OCI image spec, layer.md). */
const PREFIX = Uint8Array.from('.wh.', (character) => character.charCodeAt(0));
const OPAQUE = Uint8Array.from('.wh..wh..opq', (character) => character.charCodeAt(0));
const DOT = 0x2e;

export const WHITEOUT_PREFIX_BYTES = PREFIX.length;

/** `metadata`: what AUFS kept beside the files; no runtime unpacks it. `nothing`: a whiteout that names no path. */
export type NameMeaning = 'path' | 'whiteout' | 'opaque' | 'metadata' | 'nothing';

export function nameMeaning(pool: Uint8Array, start: number, end: number): NameMeaning {
  if (!startsWith(pool, start, end, PREFIX)) return 'path';
  const hidden = start + PREFIX.length;
  if (startsWith(pool, hidden, end, PREFIX)) {
    return end - start === OPAQUE.length && startsWith(pool, start, end, OPAQUE)
      ? 'opaque'
      : 'metadata';
  }
  for (let at = hidden; at < end; at++) if (pool[at] !== DOT) return 'whiteout';
  return end - hidden > 2 ? 'whiteout' : 'nothing';
}

function startsWith(pool: Uint8Array, start: number, end: number, prefix: Uint8Array): boolean {
  if (end - start < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (pool[start + i] !== prefix[i]) return false;
  return true;
}
