/**
 * What a layer did to a path, in one number: nothing (0), listed it (its row + 1), made it because something is in it, or removed it
 * (with the row that did, + 1).
 */
export const NO_LIFE = 0;
export const IMPLIED = 0x4000_0000;
/** In views of one layer: the directory has an opaque marker. */
export const OPAQUE = 0x2000_0000;
const REMOVED = 0x8000_0000;
const ROW_BITS = 0x0fff_ffff;

export function entryCode(row: number): number {
  return row + 1;
}

export function removedCode(row: number): number {
  return (REMOVED | (row + 1)) >>> 0;
}

export function isRemoved(code: number): boolean {
  return code >= REMOVED;
}

/** Whether the path is there: listed or implied. */
export function isPresent(code: number): boolean {
  return code !== NO_LIFE && code < REMOVED;
}

/** The row that listed or removed it; undefined where there is none. */
export function rowOf(code: number): number | undefined {
  const row = code & ROW_BITS;
  return row === 0 ? undefined : row - 1;
}
