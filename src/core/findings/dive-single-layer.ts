/**
 * dive's figures for an image of one layer that removes nothing: every path comes once, so nothing is wasted. It says so without
 * a table of all paths, which for a million of them would take as much memory as the tree itself.
 */
import type { LayerIndex } from '../layer/layer-index.ts';

const ROWS_BETWEEN_PAUSES = 16_384;
const DOT = 0x2e;
const SLASH = 0x2f;

/** The sum of the sizes of all entries; undefined where a name asks for a closer look: of a whiteout, or of the root itself. */
export function* plainLayerBytes(index: LayerIndex): Generator<undefined, number | undefined> {
  const { pool, nameEnd, linkEnd, size, entryCount } = index;
  let bytes = 0;
  for (let i = 0; i < entryCount; i++) {
    if (i % ROWS_BETWEEN_PAUSES === 0) yield;
    const start = i === 0 ? 0 : (linkEnd[i - 1] ?? 0);
    if (!isPlain(pool, start, nameEnd[i] ?? 0)) return undefined;
    bytes += size[i] ?? 0;
  }
  return bytes;
}

/** Whether the name is neither a whiteout nor in one, nor made of dots and slashes only. */
function isPlain(pool: Uint8Array, start: number, end: number): boolean {
  let hasName = false;
  for (let at = start; at < end; at++) {
    const byte = pool[at];
    if (byte !== DOT) hasName ||= byte !== SLASH;
    else if (pool[at + 1] === 0x77 && pool[at + 2] === 0x68 && pool[at + 3] === DOT) return false;
  }
  return hasName;
}
