/**
 * Names in layers are bytes and need not be UTF-8. `decodeName` shows what is UTF-8 as text and every other byte as `\xNN`.
 */
import { decodeUtf8 } from './decode-utf8.ts';
import { addPiece, escapeBytes, escapeText, type TextPiece } from './escape-text.ts';

export function decodeName(bytes: Uint8Array): TextPiece[] {
  const whole = decodeUtf8(bytes);
  if (whole !== undefined) return escapeText(whole);
  const pieces: TextPiece[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = endOfValid(bytes, at);
    for (const piece of escapeText(decodeUtf8(bytes.subarray(at, end)) ?? '')) {
      addPiece(pieces, piece.text, piece.escaped);
    }
    if (end < bytes.length) addPiece(pieces, escapeBytes(bytes.subarray(end, end + 1)), true);
    at = end + 1;
  }
  return pieces;
}

/** Where the valid UTF-8 that starts at `at` ends. */
function endOfValid(bytes: Uint8Array, at: number): number {
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

/** Bytes of the character at `at`; 0 where there is none (Unicode standard, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[at + 1] ?? 0;
  if (second < low || second > high) return 0;
  for (let i = at + 2; i < at + length; i++) {
    if (((bytes[i] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
