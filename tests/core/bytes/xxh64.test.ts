import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Xxh64 } from '../../../src/core/bytes/xxh64.ts';

function xxh64(...pieces: Uint8Array[]): string {
  const hash = new Xxh64();
  for (const piece of pieces) hash.update(piece);
  return hash.digest().toString(16).padStart(16, '0');
}

describe('Xxh64', () => {
  it.each([
    // From the xxHash documentation and its bindings.
    ['', 'ef46db3751d8e999'],
    ['a', 'd24ec4f1a98c6e5b'],
    ['abc', '44bc2cf5ad770999'],
    ['Nobody inspects the spammish repetition', 'fbcea83c8a378bf1'],
  ])('gives the known value of %j', (text, want) => {
    expect(xxh64(Buffer.from(text))).toBe(want);
  });

  // Half of each is what `zstd --check` puts behind its frame, which is an implementation by others.
  it.each([
    [4, '97d64826b3796197'],
    [8, '47dd830cd6a97e3c'],
    [13, '99e537b2551a8066'],
    [31, 'abe8072d294ea6d2'],
    [32, '3f41e028d069026d'],
    [33, '7933ccec71e8374f'],
    [100, '058883c866898460'],
    [1000, 'b867bc4dbe0776a7'],
  ])('gives what libzstd gives for %i bytes', (length, want) => {
    const bytes = Uint8Array.from({ length }, (_, i) => i * i * 31 + i * 7 + (i >> 3) + length);
    expect(xxh64(bytes)).toBe(want);
  });

  it('gives the same however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), fc.nat(300), (bytes, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const cut = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
        expect(xxh64(...cut)).toBe(xxh64(bytes));
      }),
    );
  });

  it.each([0, 1, 31, 32, 65_536, 200_001])('takes %i zeros at once', (count) => {
    const hash = new Xxh64();
    hash.update(Buffer.from('before'));
    hash.updateZeros(count);
    hash.update(Buffer.from('behind'));
    const want = xxh64(Buffer.from('before'), new Uint8Array(count), Buffer.from('behind'));
    expect(hash.digest().toString(16).padStart(16, '0')).toBe(want);
  });

  it('can be asked in between, and started anew', () => {
    const hash = new Xxh64();
    hash.update(Buffer.from('a'));
    expect(hash.digest()).toBe(0xd24ec4f1a98c6e5bn);
    hash.update(Buffer.from('bc'));
    expect(hash.digest()).toBe(0x44bc2cf5ad770999n);
    hash.reset();
    expect(hash.digest()).toBe(0xef46db3751d8e999n);
  });
});
