/** The SHA-256 of files of one layer, as far as they could be read. Plain data that crosses threads. */
import type { Problem } from '../problem.ts';
import { firstAtLeast } from './first-at-least.ts';

export const HASH_BYTES = 32;

export interface HashedBodies {
  /** Ascending. */
  readonly entries: Uint32Array<ArrayBuffer>;
  /** 32 bytes for each of `entries`; they mean nothing where `done` is 0. */
  readonly sha256: Uint8Array<ArrayBuffer>;
  readonly done: Uint8Array<ArrayBuffer>;
  /** Why some could not be hashed. */
  readonly problems: readonly Problem[];
}

/** In hex; undefined where it is not known. */
export function findHash(hashed: HashedBodies, entry: number): string | undefined {
  const at = firstAtLeast(hashed.entries, entry);
  if (hashed.entries[at] !== entry || hashed.done[at] !== 1) return undefined;
  let hex = '';
  for (const byte of hashed.sha256.subarray(HASH_BYTES * at, HASH_BYTES * (at + 1))) {
    hex += byte.toString(16).padStart(2, '0');
  }
  return hex;
}
