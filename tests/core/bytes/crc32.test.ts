import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/core/bytes/crc32.ts';

describe('crc32', () => {
  it('gives the check value of the standard', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it('gives what zlib puts behind gzip, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(500), (bytes, cut) => {
        const gzip = gzipSync(bytes);
        const got = crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)));
        expect(got).toBe(gzip.readUInt32LE(gzip.length - 8));
      }),
    );
  });
});
