/**
 * Which text some bytes are, if any: UTF-8, UTF-16 by its mark or by its zeros, or one byte a character (Windows-1252, which every Latin-1 text
 * is too) where nothing in it is a control character.
 */
import { decodeUtf8 } from './decode-utf8.ts';

export interface GuessedText {
  encoding: 'ASCII' | 'UTF-8' | 'UTF-16 LE' | 'UTF-16 BE' | 'Windows-1252?';
  text: string;
  /** How many of the bytes it is; a character that is cut off is left out. */
  bytes: number;
}

/** `cut`: there is more of the content behind these bytes. */
export function guessText(content: Uint8Array, cut: boolean): GuessedText | undefined {
  return utf16(content, cut) ?? utf8(content, cut) ?? windows1252(content);
}

function utf8(content: Uint8Array, cut: boolean): GuessedText | undefined {
  if (content.includes(0)) return undefined;
  const whole = cut ? withoutCutCharacter(content) : content;
  const text = decodeUtf8(whole);
  if (text === undefined) return undefined;
  const encoding = text.length === whole.length ? 'ASCII' : 'UTF-8';
  return { encoding, text, bytes: whole.length };
}

function withoutCutCharacter(content: Uint8Array): Uint8Array {
  let lead = content.length - 1;
  while (lead > content.length - 4 && ((content[lead] ?? 0) & 0xc0) === 0x80) lead--;
  const first = content[lead] ?? 0;
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return lead + length > content.length ? content.subarray(0, lead) : content;
}

function utf16(content: Uint8Array, cut: boolean): GuessedText | undefined {
  const order = byteOrder(content);
  if (order === undefined) return undefined;
  const even = content.subarray(0, content.length & ~1);
  const high = even[even.length - (order === 'utf-16le' ? 1 : 2)] ?? 0;
  // The first half of a character outside of the basic plane.
  const whole = cut && high >= 0xd8 && high < 0xdc ? even.subarray(0, -2) : even;
  try {
    const text = new TextDecoder(order, { fatal: true }).decode(whole);
    if (text.includes('\0')) return undefined;
    const encoding = order === 'utf-16le' ? 'UTF-16 LE' : 'UTF-16 BE';
    return { encoding, text, bytes: whole.length };
  } catch {
    return undefined;
  }
}

/** A mark says it; without one, text in a Latin script has a zero in every second byte. */
function byteOrder(content: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const sample = content.subarray(0, 512);
  if (sample.length < 8) return undefined;
  const zeros = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const most = 0.45 * sample.length;
  if (odd >= most && even === 0) return 'utf-16le';
  return even >= most && odd === 0 ? 'utf-16be' : undefined;
}

function windows1252(content: Uint8Array): GuessedText | undefined {
  const binary = content.some(
    (byte) => (byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte)) || byte === 0x7f,
  );
  if (binary) return undefined;
  const text = new TextDecoder('windows-1252').decode(content);
  // Mostly letters, or it is something else that happens to have no control characters.
  const high = content.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0);
  return high <= 0.3 * content.length
    ? { encoding: 'Windows-1252?', text, bytes: content.length }
    : undefined;
}
