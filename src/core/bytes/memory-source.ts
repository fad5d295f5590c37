import type { ByteSource } from './byte-source.ts';
import { checkRange } from './check-range.ts';

/** A source over bytes that are there already. Each read gives a copy. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (start, end) =>
      new Promise((resolve) => {
        checkRange(start, end, bytes.length);
        resolve(new Uint8Array(bytes.subarray(start, end)));
      }),
  };
}
