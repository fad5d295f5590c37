/** Bytes of the input as the text of a problem: a label for people, not the evidence (that is the raw name in the index). */
const MOST_BYTES = 256;

export function problemText(bytes: Uint8Array): string {
  const cut = bytes.subarray(0, utf8Cut(bytes, MOST_BYTES));
  let percent = '';
  for (const byte of cut) percent += '%' + byte.toString(16).padStart(2, '0');
  try {
    return decodeURIComponent(percent);
  } catch {
    return Array.from(cut, escapeByte).join('');
  }
}

/** Where to cut so that no UTF-8 sequence is torn. */
function utf8Cut(bytes: Uint8Array, most: number): number {
  if (bytes.length <= most) return bytes.length;
  let end = most;
  while (end > most - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}

function escapeByte(byte: number): string {
  return byte >= 0x20 && byte < 0x7f
    ? String.fromCharCode(byte)
    : '\\x' + byte.toString(16).padStart(2, '0');
}
