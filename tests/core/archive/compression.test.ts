import { describe, expect, it } from 'vitest';
import { SNIFF_BYTES, sniffCompression } from '../../../src/core/archive/compression.ts';

const sniff = (...bytes: number[]) => sniffCompression(Uint8Array.from(bytes));

describe('sniffCompression', () => {
  it('knows the formats by their magic bytes', () => {
    expect(sniff(0x1f, 0x8b, 0x08, 0, 0, 0)).toBe('gzip');
    expect(sniff(0x28, 0xb5, 0x2f, 0xfd, 4, 0)).toBe('zstd');
    expect(sniff(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)).toBe('xz');
    expect(sniff(0x42, 0x5a, 0x68, 0x39)).toBe('bzip2');
  });

  it('takes each of the sixteen skippable frames for zstd, and their neighbours not', () => {
    for (let low = 0; low < 16; low++) expect(sniff(0x50 + low, 0x2a, 0x4d, 0x18)).toBe('zstd');
    expect(sniff(0x4f, 0x2a, 0x4d, 0x18)).toBe('none');
    expect(sniff(0x60, 0x2a, 0x4d, 0x18)).toBe('none');
    expect(sniff(0xd0, 0x2a, 0x4d, 0x18)).toBe('none');
  });

  it('takes everything else for a plain tar: names, gzip with another method, a magic cut short', () => {
    expect(sniffCompression(new TextEncoder().encode('etc/os-release'))).toBe('none');
    expect(sniff(0x1f, 0x8b, 0x07, 0)).toBe('none');
    expect(sniff(0x1f, 0x8b)).toBe('none');
    expect(sniff(0xfd, 0x37, 0x7a, 0x58, 0x5a)).toBe('none');
    expect(sniff()).toBe('none');
  });

  it('sees no more in a longer head than in the bytes it asks for', () => {
    const xz = Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04);
    expect(sniffCompression(xz.subarray(0, SNIFF_BYTES))).toBe('xz');
    expect(sniffCompression(xz.subarray(0, SNIFF_BYTES - 1))).toBe('none');
  });
});
