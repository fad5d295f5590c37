/**
 * An archive that is compressed as a whole is decompressed once, chunk by chunk, to where its members can be reached at will. What
 * comes before damage is kept, and the damage told; what would fill a disk is cut off.
 */
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeTar } from '../layer/decode-tar.ts';
import type { Decoders } from '../layer/decoders.ts';
import { readSpan, type SpanPiece } from '../layer/read-span.ts';
import { type Compression, InputError, type Problem } from '../problem.ts';
import type { UnpackedFile, UnpackedSink } from './unpacked-sink.ts';

const GiB = 2 ** 30;
/** Enough for any image: what compresses better than 200 to 1 throughout is made to. */
const MOST_RATIO = 200;
const MOST_BYTES = 64 * GiB;

export interface UnpackOptions {
  readonly decoders: Decoders;
  /** Bytes of the compressed file that are done. */
  readonly onProgress?: ((doneBytes: number) => void) | undefined;
}

export interface Unpacked {
  readonly file: UnpackedFile;
  readonly problems: readonly Problem[];
}

export async function unpackArchive(
  source: ByteSource,
  compression: Compression,
  sink: UnpackedSink,
  { decoders, onProgress }: UnpackOptions,
): Promise<Unpacked> {
  const limit = unpackLimit(source.size);
  const problems: Problem[] = [];
  let bytes = 0;
  try {
    const onProblem = (problem: Problem) => problems.push(problem);
    const chunks = decodeWhole(source, compression, decoders, { onProgress, onProblem });
    for await (const chunk of chunks) {
      if (bytes + chunk.length > limit) {
        problems.push({ kind: 'unpack-limit', sourceBytes: source.size, limit });
        break;
      }
      await sink.write(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    problems.push(error.problem);
  }
  return { file: await sink.finish(), problems };
}

/** How much a file of some size may be unpacked to. */
export function unpackLimit(sourceBytes: number): number {
  return Math.min(MOST_BYTES, GiB + MOST_RATIO * sourceBytes);
}

interface DecodeListeners {
  onProgress?: ((doneBytes: number) => void) | undefined;
  onProblem?: ((problem: Problem) => void) | undefined;
}

/** The tar in a file that is compressed as a whole. */
export async function* decodeWhole(
  source: ByteSource,
  compression: Compression,
  decoders: Decoders,
  { onProgress, onProblem }: DecodeListeners = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const from = { tarOffset: 0, sourceOffset: 0, bit: 0, packedState: new Uint8Array(0) };
  const pieces = counted(readSpan(source, 0, source.size), onProgress);
  yield* decodeTar(pieces, { compression, from, onProblem }, decoders);
}

async function* counted(
  pieces: AsyncIterable<SpanPiece>,
  onProgress: ((doneBytes: number) => void) | undefined,
): AsyncGenerator<SpanPiece, void, void> {
  let done = 0;
  for await (const piece of pieces) {
    yield piece;
    done += piece.bytes.length;
    onProgress?.(done);
  }
}

/** What a decoder says of its input; that the input cannot be read, or the output not be kept, is another matter. */
function isDamage(error: unknown): error is InputError {
  if (!(error instanceof InputError)) return false;
  const { kind } = error.problem;
  return (
    kind === 'compression-corrupt' || kind === 'compression-truncated' || kind === 'trailing-bytes'
  );
}
