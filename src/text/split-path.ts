/**
 * A path in two parts, so that a narrow column can give up the folders and keep the file's own name. Names may be megabytes
 * long; only so much of one is decoded.
 */
import { decodeName } from './decode-name.ts';
import { cutUtf8 } from './decode-utf8.ts';
import { addPiece, type TextPiece } from './escape-text.ts';

export interface PathParts {
  folder: TextPiece[];
  base: TextPiece[];
}

const SLASH = 0x2f;

export function splitPath(path: Uint8Array, mostBytes = 200): PathParts {
  // "usr/lib/" ends in a slash because it is a directory; its own name is "lib/".
  const slash = path.subarray(0, -1).lastIndexOf(SLASH);
  return {
    folder: cutName(path.subarray(0, slash + 1), mostBytes),
    base: cutName(path.subarray(slash + 1), mostBytes),
  };
}

/** Decodes at most `mostBytes` of a name and says with "…" that there is more. */
export function cutName(bytes: Uint8Array, mostBytes: number): TextPiece[] {
  if (bytes.length <= mostBytes) return decodeName(bytes);
  const pieces = decodeName(cutUtf8(bytes, mostBytes));
  addPiece(pieces, '…', true);
  return pieces;
}
