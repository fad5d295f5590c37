/** A source over a `Blob` or a dropped `File`. Core has no DOM types, so it asks only for what it uses. */
import { InputError } from '../problem.ts';
import type { ByteSource } from './byte-source.ts';
import { checkRange } from './check-range.ts';

/** The part of `Blob` that is needed. */
export interface BlobLike {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export function blobSource(blob: BlobLike): ByteSource {
  const size = blob.size;
  return {
    size,
    async read(start, end) {
      checkRange(start, end, size);
      const bytes = new Uint8Array(await readSlice(blob, start, end));
      if (bytes.length === end - start) return bytes;
      const got = bytes.length;
      throw new InputError({ kind: 'source-short', sourceOffset: start, want: end - start, got });
    },
  };
}

async function readSlice(blob: BlobLike, start: number, end: number): Promise<ArrayBuffer> {
  try {
    return await blob.slice(start, end).arrayBuffer();
  } catch (error) {
    if (!isGone(error)) throw error;
    const detail = error.message;
    throw new InputError({ kind: 'source-changed', sourceOffset: start, detail });
  }
}

/** Browsers refuse to read a file that was changed, moved or deleted since it was dropped. */
function isGone(error: unknown): error is { name: string; message: string } {
  if (typeof error !== 'object' || error === null || !('name' in error)) return false;
  return error.name === 'NotReadableError' || error.name === 'NotFoundError';
}
