/** Recognises, by their first bytes, files that people drop by mistake. Only asked once a file has turned out to be no tar. */
const MAGICS = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['elf', [0x7f, 0x45, 0x4c, 0x46]],
] as const;

const OPENINGS = [
  // Each byte is one character here, so a byte order mark is three.
  ['html', /^(\xef\xbb\xbf)?\s*<(!doctype html|html|head)\b/i],
  ['json', /^(\xef\xbb\xbf)?\s*[[{]\s*["{[\]}]/],
  ['lfs-pointer', /^version https:\/\/git-lfs/],
] as const;

export type ForeignFormat = (typeof MAGICS)[number][0] | (typeof OPENINGS)[number][0];

/** How many bytes are enough to tell. */
export const FOREIGN_FORMAT_BYTES = 512;

export function recogniseForeignFormat(start: Uint8Array): ForeignFormat | undefined {
  const magic = MAGICS.find(([, bytes]) => bytes.every((byte, i) => start[i] === byte));
  if (magic !== undefined) return magic[0];
  const text = String.fromCharCode(...start.subarray(0, FOREIGN_FORMAT_BYTES));
  return OPENINGS.find(([, opening]) => opening.test(text))?.[0];
}
