/** A source over a `Blob` or a dropped `File`. Core has no DOM types, so it asks only for what it uses. */
import { InputError } from '../problem.ts';
import type { ByteSource, ByteStream } from './byte-source.ts';
import { checkRange } from './check-range.ts';

/** The part of `Blob` that is needed. */
export interface BlobLike {
  readonly size: number;
  slice(start: number, end: number): BlobSlice;
}

export interface BlobSlice {
  arrayBuffer(): Promise<ArrayBuffer>;
  stream(): { getReader(): ChunkReader };
}

/** The part of `ReadableStreamDefaultReader` that is needed. */
interface ChunkReader {
  read(): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> | undefined }>;
  cancel(): Promise<void>;
}

/** `discard` frees the memory of bytes that were read, where the platform has a way to. */
export function blobSource(blob: BlobLike, discard?: ByteSource['discard']): ByteSource {
  const size = blob.size;
  return {
    size,
    ...(discard !== undefined && { discard }),
    async read(start, end) {
      checkRange(start, end, size);
      const read = blob.slice(start, end).arrayBuffer();
      const bytes = new Uint8Array(await orGone(read, start));
      if (bytes.length === end - start) return bytes;
      const got = bytes.length;
      throw new InputError({ kind: 'source-short', sourceOffset: start, want: end - start, got });
    },
    stream(start, end) {
      checkRange(start, end, size);
      return streamSlice(blob, start, end);
    },
  };
}

function streamSlice(blob: BlobLike, start: number, end: number): ByteStream {
  const reader = blob.slice(start, end).stream().getReader();
  let got = 0;
  return {
    async next() {
      const { done, value } = await orGone(reader.read(), start + got);
      if (!done && value !== undefined) {
        got += value.length;
        return value;
      }
      if (got === end - start) return undefined;
      throw new InputError({ kind: 'source-short', sourceOffset: start, want: end - start, got });
    },
    close() {
      // A stream that has failed cannot be cancelled; its failure was told by `next`.
      reader.cancel().catch(() => undefined);
    },
  };
}

async function orGone<T>(read: Promise<T>, sourceOffset: number): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (!isGone(error)) throw error;
    throw new InputError({ kind: 'source-changed', sourceOffset, detail: error.message });
  }
}

/** Browsers refuse to read a file that was changed, moved or deleted since it was dropped. */
function isGone(error: unknown): error is { name: string; message: string } {
  if (typeof error !== 'object' || error === null || !('name' in error)) return false;
  return error.name === 'NotReadableError' || error.name === 'NotFoundError';
}
