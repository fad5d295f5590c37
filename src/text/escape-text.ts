/**
 * Makes hostile text safe to look at: whatever would be invisible, move the cursor or turn the writing direction is
 * written out as an escape, so that two names that differ also look different. The backslash is doubled, so an escape
 * can be told from a name that spells one.
 */
export interface TextPiece {
  text: string;
  /** Whether `text` stands for characters that are not shown as themselves. */
  escaped: boolean;
}

/** Controls, format characters (bidi, zero width), line separators, unassigned and private ones, and every space but U+0020. */
const UNSAFE = String.raw`[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}`;
// Spaces at either end cannot be seen.
const IN_NAMES = new RegExp(String.raw`${UNSAFE}|\\|^ +| +$`, 'gu');
const IN_LABELS = new RegExp(UNSAFE, 'gu');
const IN_CONTENT = new RegExp(String.raw`(?![\n\t]|\r\n)(?:${UNSAFE})`, 'gu');

const SHORT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** For names, link targets and other single lines. */
export function escapeText(text: string): TextPiece[] {
  return split(text, IN_NAMES);
}

/** For the content of a file: line breaks of either kind, tabs and backslashes stay what they are. */
export function escapeContent(text: string): TextPiece[] {
  return split(text, IN_CONTENT);
}

/** For text that core has made of a name: its backslashes are escapes already. */
export function escapeLabel(text: string): string {
  return joinPieces(split(text, IN_LABELS));
}

export function joinPieces(pieces: readonly TextPiece[]): string {
  return pieces.map((piece) => piece.text).join('');
}

/** Bytes that are no character of valid UTF-8. */
export function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += `\\x${byte.toString(16).padStart(2, '0')}`;
  return text;
}

function split(text: string, unsafe: RegExp): TextPiece[] {
  const pieces: TextPiece[] = [];
  let plainFrom = 0;
  for (const match of text.matchAll(unsafe)) {
    addPiece(pieces, text.slice(plainFrom, match.index), false);
    addPiece(pieces, Array.from(match[0], escapeCharacter).join(''), true);
    plainFrom = match.index + match[0].length;
  }
  addPiece(pieces, text.slice(plainFrom), false);
  return pieces;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return (
    SHORT[character] ??
    (code < 0x80 ? escapeBytes(Uint8Array.of(code)) : `\\u{${code.toString(16)}}`)
  );
}

/** Neighbours of one kind become one piece, so a name of a thousand bad bytes is one element on the page. */
export function addPiece(pieces: TextPiece[], text: string, escaped: boolean): void {
  const last = pieces.at(-1);
  if (text === '') return;
  if (last?.escaped === escaped) last.text += text;
  else pieces.push({ text, escaped });
}
