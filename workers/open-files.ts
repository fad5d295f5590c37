import { blobSource } from '../src/core/bytes/blob-source.ts';
import type { Digester } from '../src/core/bytes/digester.ts';
import { openArchive } from '../src/core/image/open-archive.ts';
import type { Decoders } from '../src/core/layer/decoders.ts';
import { discardBytes } from './discard-bytes.ts';
import type { DroppedFile, OpenedFiles, OpenProgress, Tell } from './contract.ts';
import { UnpackedBlobs } from './unpacked-blobs.ts';

export interface OpenFilesOptions {
  decoders: Decoders;
  digester: Digester;
  onProgress: Tell<OpenProgress>;
}

/** Finds the images in files; what is compressed as a whole is unpacked into blobs. */
export async function openFiles(
  files: readonly DroppedFile[],
  options: OpenFilesOptions,
): Promise<OpenedFiles> {
  const blobs = new UnpackedBlobs();
  const dropped = files.map(({ path, file }) => ({ path, source: blobSource(file, discardBytes) }));
  const { archive, unpacked, indexes } = await openArchive(dropped, {
    ...options,
    makeBlob: blobs.make,
  });
  return {
    archive,
    unpacked: unpacked.map((file) => file && blobs.of(file)),
    indexes: indexes.map((index) => index?.buffer),
  };
}
