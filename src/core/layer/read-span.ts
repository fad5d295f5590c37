/** Reads a stretch of a blob for a decoder: in one read where it is short, in windows where it is long. */
import type { ByteSource } from '../bytes/byte-source.ts';
import { WindowReader } from '../bytes/window-reader.ts';

const MOST_IN_ONE_READ = 8 << 20;

export interface SpanPiece {
  bytes: Uint8Array<ArrayBuffer>;
  /** Whether the blob ends here. */
  last: boolean;
}

/** Reads from `start` to `end`, and on to the end of the blob if the decoder should ask for more. */
export async function* readSpan(
  source: ByteSource,
  start: number,
  end: number,
): AsyncGenerator<SpanPiece, void, void> {
  if (start < end && end - start <= MOST_IN_ONE_READ) {
    yield { bytes: await source.read(start, end), last: end === source.size };
  } else {
    yield* readWindows(source, start, end);
  }
  if (end < source.size) yield* readWindows(source, end, source.size);
}

async function* readWindows(
  source: ByteSource,
  start: number,
  end: number,
): AsyncGenerator<SpanPiece, void, void> {
  const reader = new WindowReader(source, start, end);
  for await (const bytes of reader) yield { bytes, last: reader.position === source.size };
}
