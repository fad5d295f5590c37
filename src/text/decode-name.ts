/**
 * Names in layers are bytes and need not be UTF-8. `decodeName` shows what is UTF-8 as text and every other byte as `\xNN`.
 */
import { utf8Length } from '../core/bytes/utf8-length.ts';
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
    const length = utf8Length(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}
