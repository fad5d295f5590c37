/** A path or a link target as the exported listings have it: what is UTF-8 as text, every other byte as `\xNN`, a backslash as `\\`. */
import { utf8Length } from '../bytes/utf8-length.ts';

const BACKSLASH = 0x5c;
/** Arguments of a call have to fit onto the stack. */
const UNITS_AT_ONCE = 4096;

export function listingText(bytes: Uint8Array): string {
  if (bytes.length <= UNITS_AT_ONCE && isPlain(bytes)) return String.fromCharCode(...bytes);
  let text = '';
  let units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = utf8Length(bytes, at);
    if (length === 0) units.push(...escaped(bytes[at] ?? 0));
    else if (bytes[at] === BACKSLASH) units.push(BACKSLASH, BACKSLASH);
    else pushCharacter(units, bytes, at, length);
    at += Math.max(1, length);
    if (units.length < UNITS_AT_ONCE) continue;
    text += String.fromCharCode(...units);
    units = [];
  }
  return text + String.fromCharCode(...units);
}

function isPlain(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80 || byte === BACKSLASH) return false;
  return true;
}

function escaped(byte: number): number[] {
  return Array.from(`\\x${byte.toString(16).padStart(2, '0')}`, (char) => char.charCodeAt(0));
}

function pushCharacter(units: number[], bytes: Uint8Array, at: number, length: number): void {
  const first = bytes[at] ?? 0;
  let point = length === 1 ? first : first & (0x7f >> length);
  for (let i = 1; i < length; i++) point = (point << 6) | ((bytes[at + i] ?? 0) & 0x3f);
  if (point < 0x1_0000) units.push(point);
  else units.push(0xd800 + ((point - 0x1_0000) >> 10), 0xdc00 + ((point - 0x1_0000) & 0x3ff));
}
