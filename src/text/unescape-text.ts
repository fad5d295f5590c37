/**
 * What a person types to find a name, as bytes: UTF-8, with the escapes in which names are shown (`\xff`, `\u{202e}`, `\n`,
 * `\t`, `\r`, `\\`). Any other backslash stands for itself.
 */
const ESCAPE = /\\x([0-9a-f]{2})|\\u\{([0-9a-f]{1,6})\}|\\([nrt\\])/gi;
const SHORT: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, '\\': 0x5c };

export function unescapeText(text: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let plainFrom = 0;
  for (const match of text.matchAll(ESCAPE)) {
    const [whole, byte, point, letter] = match;
    parts.push(encoder.encode(text.slice(plainFrom, match.index)));
    if (byte !== undefined) parts.push(Uint8Array.of(parseInt(byte, 16)));
    else if (point !== undefined) parts.push(encoder.encode(characterOf(parseInt(point, 16))));
    else parts.push(Uint8Array.of(SHORT[letter?.toLowerCase() ?? ''] ?? 0));
    plainFrom = match.index + whole.length;
  }
  parts.push(encoder.encode(text.slice(plainFrom)));
  return join(parts);
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
