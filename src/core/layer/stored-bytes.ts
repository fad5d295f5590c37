/** The stored bytes of an entry: decompressed from the nearest seek point on, and cut out of what comes. */
import type { ByteSource } from '../bytes/byte-source.ts';
import { InputError } from '../problem.ts';
import { type Chunks, decodeTar } from './decode-tar.ts';
import type { Decoders } from './decoders.ts';
import type { EntryPlace } from './entry-place.ts';
import { readSpan } from './read-span.ts';

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
    const pieces = readSpan(source, place.from.sourceOffset, place.sourceEnd);
    for await (const chunk of decodeTar(pieces, place, decoders)) {
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
