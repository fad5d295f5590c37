/** The beginning of a file's content, as something that can be looked at: text if it is UTF-8 without NUL, else a hex dump. */
import { cutUtf8, decodeUtf8 } from './decode-utf8.ts';
import { escapeContent, type TextPiece } from './escape-text.ts';
import { type HexLine, hexDump } from './hex-dump.ts';

export type ContentPreview =
  | { kind: 'empty' }
  | { kind: 'text'; pieces: TextPiece[]; shownBytes: number; totalBytes: number }
  | { kind: 'hex'; lines: HexLine[]; shownBytes: number; totalBytes: number };

export const TEXT_BYTES = 64 << 10;
export const HEX_BYTES = 1 << 10;

export function previewContent(content: Uint8Array): ContentPreview {
  const totalBytes = content.length;
  if (totalBytes === 0) return { kind: 'empty' };
  const start = cutUtf8(content, TEXT_BYTES);
  const text = start.includes(0) ? undefined : decodeUtf8(start);
  if (text !== undefined) {
    return { kind: 'text', pieces: escapeContent(text), shownBytes: start.length, totalBytes };
  }
  const shown = content.subarray(0, HEX_BYTES);
  return { kind: 'hex', lines: hexDump(shown), shownBytes: shown.length, totalBytes };
}
