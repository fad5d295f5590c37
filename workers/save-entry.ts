import type { ByteSource } from '../src/core/bytes/byte-source.ts';
import type { Decoders } from '../src/core/layer/decoders.ts';
import { type EntryPlace, streamEntry } from '../src/core/layer/read-entry.ts';
import { InputError } from '../src/core/problem.ts';
import { BlobParts } from './blob-parts.ts';
import type { SaveProgress, Tell } from './contract.ts';

/** The holes of a sparse file cost its maker nothing, but a disk is filled with them as with anything else. */
const MOST_SAVED = 64 * 2 ** 30;

/** The content of a file, of any size there is a disk for. */
export async function saveEntry(
  source: ByteSource,
  place: EntryPlace,
  decoders: Decoders,
  tell: Tell<SaveProgress>,
): Promise<Blob> {
  const { name, size } = place;
  if (size > MOST_SAVED) {
    throw new InputError({ kind: 'too-big-to-hold', name, size, limit: MOST_SAVED });
  }
  const parts = new BlobParts();
  let doneBytes = 0;
  for await (const chunk of streamEntry(source, place, decoders)) {
    await parts.write(chunk);
    doneBytes += chunk.length;
    tell({ stage: 'save', doneBytes, totalBytes: size });
  }
  return parts.finish();
}
