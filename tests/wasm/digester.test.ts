import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DigestAlgorithm } from '../../src/core/bytes/digester.ts';
import { digester } from '../../src/wasm/digester.ts';

const ALGORITHMS: DigestAlgorithm[] = ['sha256', 'sha512'];

describe.each(ALGORITHMS)('%s', (algorithm) => {
  const native = (bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex');

  it('is what Node says, however the bytes are cut', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const hasher = await digester.start(algorithm);
        for (const part of parts) hasher.update(part);
        expect(hasher.hex()).toBe(native(Buffer.concat(parts)));
      }),
    );
  });

  it('is right for more than fits into its memory at once', async () => {
    const bytes = randomBytes(3_000_017);
    const hasher = await digester.start(algorithm);
    hasher.update(bytes.subarray(0, 1));
    hasher.update(bytes.subarray(1));
    expect(hasher.hex()).toBe(native(bytes));
  });

  it('keeps hashes apart that are made at the same time', async () => {
    const contents = Array.from({ length: 12 }, (_, i) => randomBytes(40_000 + i));
    const hashers = await Promise.all(contents.map(() => digester.start(algorithm)));
    for (let at = 0; at < 41_000; at += 999) {
      hashers.forEach((hasher, i) => {
        hasher.update(contents[i]?.subarray(at, at + 999) ?? new Uint8Array(0));
      });
    }
    expect(hashers.map((hasher) => hasher.hex())).toEqual(contents.map(native));
  });

  it('starts anew after one that was given up', async () => {
    (await digester.start(algorithm)).update(randomBytes(100));
    const hasher = await digester.start(algorithm);
    expect(hasher.hex()).toBe(native(new Uint8Array(0)));
  });

  it('takes nothing more once it is given', async () => {
    const hasher = await digester.start(algorithm);
    hasher.hex();
    const other = await digester.start(algorithm);
    expect(() => {
      hasher.update(randomBytes(10));
    }).toThrow('already given');
    expect(() => hasher.hex()).toThrow('already given');
    expect(other.hex()).toBe(native(new Uint8Array(0)));
  });
});
