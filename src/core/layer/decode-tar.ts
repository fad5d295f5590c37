/** The tar in a blob, from any place on where decompression can start. */
import { type Compression, InputError, type Problem } from '../problem.ts';
import type { Decoders, LayerEngine, StreamDecode } from './decoders.ts';
import type { SeekPoint } from './inflate-start.ts';
import type { SpanPiece } from './read-span.ts';
import { unpackState } from './seek-point-state.ts';

export type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;

export interface DecodeStart {
  compression: Compression;
  from: SeekPoint;
  /** Hears of what is wrong with gzip and does not keep the rest from being decoded. */
  onProblem?: ((problem: Problem) => void) | undefined;
}

/** Decodes `pieces`, which start at `from`. A chunk is only valid until the next one is asked for. */
export async function* decodeTar(
  pieces: AsyncIterable<SpanPiece>,
  { compression, from, onProblem }: DecodeStart,
  decoders: Decoders,
): Chunks {
  switch (compression) {
    case 'none':
      yield* bytesOf(pieces);
      return;
    case 'gzip':
      yield* inflate(pieces, from, decoders.engine, onProblem);
      return;
    case 'zstd':
      yield* decodeFrom(await decoders.zstd(), pieces, from);
      return;
    case 'xz':
      yield* decodeFrom(await decoders.xz(), pieces, from);
  }
}

async function* bytesOf(pieces: AsyncIterable<SpanPiece>): Chunks {
  for await (const { bytes } of pieces) yield bytes;
}

async function* inflate(
  pieces: AsyncIterable<SpanPiece>,
  { tarOffset, sourceOffset, bit, packedState }: SeekPoint,
  engine: LayerEngine,
  onProblem: DecodeStart['onProblem'],
): Chunks {
  const state = unpackState(packedState);
  const inflating = engine.startInflate({ tarOffset, sourceOffset, bit, state }, onProblem);
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
  from: SeekPoint,
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
