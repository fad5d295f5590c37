/** Where an archive that is compressed as a whole is unpacked to. Who opens it provides this: core knows neither blobs nor disks. */
import type { ByteSource } from '../bytes/byte-source.ts';

export interface UnpackedFile {
  readonly source: ByteSource;
}

export interface UnpackedSink {
  /** Takes the next bytes. They are only valid during the call, or until the promise is settled. */
  write(chunk: Uint8Array): void | Promise<void>;
  /** All is there; what was written can be read. */
  finish(): UnpackedFile | Promise<UnpackedFile>;
}

export type MakeBlob = () => UnpackedSink;
