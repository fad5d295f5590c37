/** The beginning of a file's content, as something that can be looked at: text if it can be read as such, else a hex dump. */
import { escapeContent, type TextPiece } from './escape-text.ts';
import { guessText } from './guess-text.ts';
import { type HexLine, hexDump } from './hex-dump.ts';

export type ContentPreview =
  | { kind: 'empty' }
  | {
      kind: 'text';
      encoding: string;
      pieces: TextPiece[];
      shownBytes: number;
      totalBytes: number;
    }
  | { kind: 'hex'; lines: HexLine[]; shownBytes: number; totalBytes: number };

const HEX_BYTES = 4 << 10;
/** Something with more escapes than this is no text, whatever its encoding, and would be slow to draw. */
const MOST_PIECES = 4000;

/** `start` is the content's beginning, or all of it. */
export function previewContent(start: Uint8Array, totalBytes = start.length): ContentPreview {
  if (start.length === 0) return { kind: 'empty' };
  const guess = guessText(start, start.length < totalBytes);
  const pieces = guess === undefined ? undefined : escapeContent(guess.text);
  if (guess !== undefined && pieces !== undefined && pieces.length <= MOST_PIECES) {
    const { encoding, bytes } = guess;
    return { kind: 'text', encoding, pieces, shownBytes: bytes, totalBytes };
  }
  const shown = start.subarray(0, HEX_BYTES);
  return { kind: 'hex', lines: hexDump(shown), shownBytes: shown.length, totalBytes };
}
