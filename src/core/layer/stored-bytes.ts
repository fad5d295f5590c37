/** The stored bytes of an entry: decompressed from the nearest seek point on, and cut out of what comes. */
import type { ByteSource } from '../bytes/byte-source.ts';
import { InputError } from '../problem.ts';
import type { Decoders, LayerEngine, StreamDecode } from './decoders.ts';
import type { EntryPlace } from './entry-place.ts';
import { readSpan, type SpanPiece } from './read-span.ts';
import { unpackState } from './seek-point-state.ts';

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;

/** Throws `tar-truncated` where they end early, after all there were. */
export async function* storedBytes(
  source: ByteSource,
  place: EntryPlace,
  decoders: Decoders,
): Chunks {
  let skip = place.tarOffset - place.from.tarOffset;
  let missing = place.storedBytes;
  if (missing === 0) return;
  try {
    for await (const chunk of decode(source, place, decoders)) {
      const bytes = chunk.subarray(skip, skip + missing);
      skip = Math.max(0, skip - chunk.length);
      missing -= bytes.length;
      if (bytes.length > 0) yield bytes;
      if (missing === 0) return;
    }
  } catch (error) {
    if (!isEarlyEnd(error)) throw error;
  }
  const { storedBytes: want, name } = place;
  const got = want - missing;
  const tarOffset = place.tarOffset + got;
  throw new InputError({ kind: 'tar-truncated', tarOffset, want, got, name });
}

/** What a decoder says of a blob that ends, where more was expected of it. */
function isEarlyEnd(error: unknown): boolean {
  if (!(error instanceof InputError)) return false;
  const { kind } = error.problem;
  return kind === 'compression-truncated' || kind === 'trailing-bytes';
}

/** The tar from `place.from` on. */
async function* decode(source: ByteSource, place: EntryPlace, decoders: Decoders): Chunks {
  const pieces = readSpan(source, place.from.sourceOffset, place.sourceEnd);
  switch (place.compression) {
    case 'none':
      yield* bytesOf(pieces);
      return;
    case 'gzip':
      yield* inflate(pieces, place, decoders.engine);
      return;
    case 'zstd':
      yield* decodeFrom(await decoders.zstd(), pieces, place);
      return;
    case 'xz':
      yield* decodeFrom(await decoders.xz(), pieces, place);
  }
}

async function* bytesOf(pieces: AsyncIterable<SpanPiece>): Chunks {
  for await (const { bytes } of pieces) yield bytes;
}

async function* inflate(
  pieces: AsyncIterable<SpanPiece>,
  place: EntryPlace,
  engine: LayerEngine,
): Chunks {
  const { tarOffset, sourceOffset, bit, packedState } = place.from;
  const state = unpackState(packedState);
  const inflating = engine.startInflate({ tarOffset, sourceOffset, bit, state });
  try {
    for await (const { bytes, last } of pieces) yield* inflating.push(bytes, last);
  } finally {
    inflating.close();
  }
}

/** Decoders count from where they start; their problems are moved to where that is in the blob. */
async function* decodeFrom(
  decodeStream: StreamDecode,
  pieces: AsyncIterable<SpanPiece>,
  { from }: EntryPlace,
): Chunks {
  try {
    yield* decodeStream(bytesOf(pieces));
  } catch (error) {
    if (!(error instanceof InputError) || error.problem.kind !== 'compression-corrupt') throw error;
    const { problem } = error;
    throw new InputError({
      ...problem,
      sourceOffset: problem.sourceOffset + from.sourceOffset,
      tarOffset: problem.tarOffset + from.tarOffset,
    });
  }
}
