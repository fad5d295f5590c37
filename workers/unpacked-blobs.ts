/** Where an archive that is compressed as a whole is unpacked to: blobs of the browser, which survive this worker. */
import { blobSource } from '../src/core/bytes/blob-source.ts';
import type { MakeBlob, UnpackedFile } from '../src/core/image/unpacked-sink.ts';
import { discardBytes } from './discard-bytes.ts';
import { BlobParts } from './blob-parts.ts';

export class UnpackedBlobs {
  readonly #blobs = new Map<UnpackedFile, Blob>();

  readonly make: MakeBlob = () => {
    const parts = new BlobParts();
    return {
      write: (chunk) => parts.write(chunk),
      finish: async () => {
        const blob = await parts.finish();
        const file = { source: blobSource(blob, discardBytes) };
        this.#blobs.set(file, blob);
        return file;
      },
    };
  };

  of(file: UnpackedFile): Blob {
    const blob = this.#blobs.get(file);
    if (blob === undefined) throw new Error('unpacked to somewhere else');
    return blob;
  }
}
