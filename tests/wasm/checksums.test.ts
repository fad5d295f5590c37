import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/core/bytes/crc32.ts';
import { Xxh64 } from '../../src/core/bytes/xxh64.ts';
import { compileEngine, instantiateEngine } from '../../src/wasm/layer-engine/engine-instance.ts';

const { exports, memory, chunkAt, chunkBytes } = instantiateEngine(await compileEngine());
const noise = createHash('shake256', { outputLength: chunkBytes }).update('x').digest();

describe('crc32', () => {
  // 24,576 is where the sparse fold takes over from the tables.
  it.each([0, 1, 15, 16, 17, 4018, 24_575, 24_576, 24_577, 24_591, 24_592, 100_003, 262_144])(
    'agrees with the table version on %i bytes',
    (bytes) => {
      memory.set(noise.subarray(0, bytes), chunkAt);
      expect(exports.crc32(0, chunkAt, bytes) >>> 0).toBe(crc32(noise.subarray(0, bytes)));
    },
  );

  it('goes on from any cut', () => {
    memory.set(noise, chunkAt);
    const want = crc32(noise);
    fc.assert(
      fc.property(fc.nat({ max: chunkBytes }), (cut) => {
        const first = exports.crc32(0, chunkAt, cut);
        expect(exports.crc32(first, chunkAt + cut, chunkBytes - cut) >>> 0).toBe(want);
      }),
    );
  });
});

describe('xxh64', () => {
  it.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
  ])('gives the published value of "%s"', (text, want) => {
    expect(fingerprint([Buffer.from(text)])).toBe(want);
  });

  it('agrees with its twin, however the bytes are cut', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, (list) => {
        const twin = new Xxh64();
        for (const piece of list) twin.update(piece);
        expect(fingerprint(list)).toBe(twin.digest());
      }),
    );
  });
});

function fingerprint(pieces: readonly Uint8Array[]): bigint {
  exports.hashStart();
  for (const piece of pieces) {
    memory.set(piece, chunkAt);
    exports.hashUpdate(chunkAt, piece.length);
  }
  return BigInt.asUintN(64, exports.hashFinish());
}
