/** The beginning of a file's content, as something that can be looked at: text if it is UTF-8 without NUL, else a hex dump. */
import { cutUtf8, decodeUtf8 } from './decode-utf8.ts';
import { escapeContent, type TextPiece } from './escape-text.ts';
import { type HexLine, hexDump } from './hex-dump.ts';

export type ContentPreview =
  | { kind: 'empty' }
  | { kind: 'text'; pieces: TextPiece[]; shownBytes: number; totalBytes: number }
  | { kind: 'hex'; lines: HexLine[]; shownBytes: number; totalBytes: number };

const TEXT_BYTES = 64 << 10;
const HEX_BYTES = 1 << 10;
/** Something with more escapes than this is no text, whatever its encoding, and would be slow to draw. */
const MOST_PIECES = 4000;

export function previewContent(content: Uint8Array): ContentPreview {
  const totalBytes = content.length;
  if (totalBytes === 0) return { kind: 'empty' };
  const start = cutUtf8(content, TEXT_BYTES);
  const text = start.includes(0) ? undefined : decodeUtf8(start);
  const pieces = text === undefined ? undefined : escapeContent(text);
  if (pieces !== undefined && pieces.length <= MOST_PIECES) {
    return { kind: 'text', pieces, shownBytes: start.length, totalBytes };
  }
  const shown = content.subarray(0, HEX_BYTES);
  return { kind: 'hex', lines: hexDump(shown), shownBytes: shown.length, totalBytes };
}
