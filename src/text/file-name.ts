/** A name for a download made from hostile text: letters, digits and a few signs of it, no path, never empty or hidden. */
const LONGEST = 120;

export function fileNameOf(text: string): string {
  const safe = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._+-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  const short = Array.from(safe).slice(0, LONGEST).join('');
  return short === '' ? 'unnamed' : short;
}
