/** Opens an archive as the page would: the archive or the problem for which it is refused. */
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import type { ByteSource } from '../../src/core/bytes/byte-source.ts';
import type { BlobPlace, ImageArchive } from '../../src/core/image/image.ts';
import { openArchive } from '../../src/core/image/open-archive.ts';
import { InputError, type Problem } from '../../src/core/problem.ts';
import { memorySink } from '../fixtures/memory-sink.ts';
import { nodeDigester } from '../fixtures/node-digester.ts';
import { wasmDecoders } from './engines.ts';

export interface OpenedBytes {
  archive: ImageArchive;
  read: (place: BlobPlace) => Promise<Uint8Array>;
}

export async function openBytes(bytes: Uint8Array, path = 'dropped.tar'): Promise<OpenedBytes> {
  const source: ByteSource = memorySource(bytes);
  const { archive, unpacked } = await openArchive([{ path, source }], {
    decoders: wasmDecoders,
    digester: nodeDigester,
    makeBlob: memorySink,
  });
  return {
    archive,
    read: ({ file, start, end }) => (unpacked[file]?.source ?? source).read(start, end),
  };
}

export async function tryOpen(bytes: Uint8Array): Promise<OpenedBytes | Problem> {
  try {
    return await openBytes(bytes);
  } catch (error) {
    if (error instanceof InputError) return error.problem;
    throw error;
  }
}
