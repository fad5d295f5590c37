import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTarNumber } from '../../../../src/core/archive/tar/tar-number.ts';
import { base256, octal } from '../../../fixtures/tar-builder.ts';

const read = (text: string) => readTarNumber(Buffer.from(text, 'latin1'));

describe('readTarNumber', () => {
  it.each([
    ['0000644\0', 0o644],
    ['   644 \0', 0o644],
    ['644     ', 0o644],
    ['\0\0 644\0', 0o644],
    ['77777777', 0o77777777],
    ['        ', 0],
    ['\0\0\0\0\0\0\0\0', 0],
    // What stands behind a NUL is left over.
    ['644\0zzz\0', 0o644],
  ])('reads octal %j', (text, want) => {
    expect(read(text)).toBe(want);
  });

  it.each(['zzzzzzz\0', '0000648\0', '-000644\0', '6 4\0', '0x1ff\0', '\x7f\0'])(
    'reads no number from %j',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );

  it.each([
    ['\x80\0\0\0\xff\xff\xff\xfe', 4294967294],
    ['\xff\xff\xff\xff\xff\xff\xff\xff', -1],
    ['\xff\xff\xff\xff\xff\xff\xfc\x18', -1000],
    ['\x80\0\0\0\0\0\0\0', 0],
    ['\x80\x1f\xff\xff\xff\xff\xff\xff', Number.MAX_SAFE_INTEGER],
    ['\xff\xe0\0\0\0\0\0\x01', -Number.MAX_SAFE_INTEGER],
  ])('reads base-256 %j', (text, want) => {
    expect(read(text)).toBe(want);
  });

  it.each([
    '\x80\x20\0\0\0\0\0\0',
    '\x80\0\0\0\x40\0\0\0\0\0\0\0',
    '\xbf\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff',
    '\xc0\0\0\0\0\0\0\0\0\0\0\0',
  ])('refuses %j, which is beyond what a count can be', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('reads back whatever was written', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(8, 12), (value, length) => {
        if (length === 12) expect(readTarNumber(base256(value, length))).toBe(value);
        const small = Math.abs(value) % 8 ** (length - 1);
        expect(readTarNumber(octal(small, length))).toBe(small);
      }),
    );
  });
});
