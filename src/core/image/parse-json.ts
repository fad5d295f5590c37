/** JSON as it comes in archives: a byte order mark is passed over, bytes that are no UTF-8 are replaced, and nothing overflows. */
import { strFromU8 } from 'fflate';

/** Real documents have some ten levels. */
const MOST_LEVELS = 64;
const LONGEST_REASON = 200;

export type ParsedJson = { readonly value: unknown } | { readonly reason: string };

export function parseJson(bytes: Uint8Array): ParsedJson {
  if (isTooDeep(bytes)) return { reason: `it is nested deeper than ${MOST_LEVELS} levels` };
  try {
    return { value: JSON.parse(strFromU8(bytes).replace(/^\uFEFF/, '')) as unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be parsed';
    return { reason: reason.slice(0, LONGEST_REASON) };
  }
}

/** Counted beforehand: a parser that recurses would run out of stack. */
function isTooDeep(bytes: Uint8Array): boolean {
  let level = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x5b || byte === 0x7b) {
      if (++level > MOST_LEVELS) return true;
    } else if (byte === 0x5d || byte === 0x7d) level--;
  }
  return false;
}
