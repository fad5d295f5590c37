import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import { firstBytes } from '../../../src/core/layer/first-bytes.ts';
import { indexLayer } from '../../../src/core/layer/index-layer.ts';
import { locateEntry, readEntry } from '../../../src/core/layer/read-entry.ts';
import { CountingSource } from '../../fixtures/counting-source.ts';
import { type Segments, TarBuilder } from '../../fixtures/tar-builder.ts';
import { ENGINES, noise } from './sample-layer.ts';

const [[, decoders]] = ENGINES as [(typeof ENGINES)[0]];

/** The first `bytes` of the only file of a tar, and how many bytes of the tar were read for them. */
async function readFirst(tar: Uint8Array<ArrayBuffer>, bytes: number) {
  const index = await indexLayer(memorySource(tar), { decoders });
  const whole = locateEntry(index, 0);
  const place = structuredClone(firstBytes(whole, bytes));
  const source = new CountingSource(memorySource(tar));
  const content = await readEntry(source, place, decoders, bytes);
  return { content: Buffer.from(content), place, whole, bytesRead: source.bytesRead };
}

describe('the first bytes of a plain file', () => {
  const content = Buffer.from(noise(3_000_000, 1));
  const tar = new TarBuilder().file('long', content).end().bytes();

  it('are read without the rest', async () => {
    const { content: start, bytesRead } = await readFirst(tar, 1000);
    expect(start.equals(content.subarray(0, 1000))).toBe(true);
    expect(bytesRead).toBe(1000);
  });

  it('are all of it where there are no more', async () => {
    const { content: all, place, whole } = await readFirst(tar, 3_000_000);
    expect(all.equals(content)).toBe(true);
    expect(place).toEqual(whole);
  });
});

describe('the first bytes of a sparse file', () => {
  const segments: Segments = [
    [100, 50],
    [1000, 20],
    [5000, 30],
  ];
  const stored = noise(100, 2);
  const full = Buffer.alloc(1 << 20);
  full.set(stored.subarray(0, 50), 100);
  full.set(stored.subarray(50, 70), 1000);
  full.set(stored.subarray(70), 5000);
  const tar = new TarBuilder().paxSparse10('sparse', full.length, segments, stored).end().bytes();

  it.each([
    ['in a hole', 60],
    ['where data starts', 100],
    ['in data', 120],
    ['where data ends', 150],
    ['in a hole between data', 700],
    ['in the last data', 5001],
    ['behind all data', 100_000],
    ['at its end', 1 << 20],
  ])('that end %s are the same bytes', async (_, bytes) => {
    const { content, place } = await readFirst(tar, bytes);
    expect(content.equals(full.subarray(0, bytes))).toBe(true);
    expect(place.size).toBe(bytes);
    const kept = segments.reduce(
      (sum, [offset, length]) => sum + Math.min(length, Math.max(0, bytes - offset)),
      0,
    );
    expect(place.storedBytes).toBe(kept);
  });
});
