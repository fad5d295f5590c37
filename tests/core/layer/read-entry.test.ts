import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import { indexLayer } from '../../../src/core/layer/index-layer.ts';
import { entryName, type LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { locateEntry, readEntry, streamEntry } from '../../../src/core/layer/read-entry.ts';
import { InputError, type Problem } from '../../../src/core/problem.ts';
import { CountingSource } from '../../fixtures/counting-source.ts';
import { NUMBERS } from '../../fixtures/decode-all.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { zstdFrame } from '../../fixtures/zstd-frames.ts';
import { BLOBS, ENGINES, FILES, noise, TAR } from './sample-layer.ts';

function entryOf(index: LayerIndex, name: string): number {
  for (let i = 0; i < index.entryCount; i++) {
    if (Buffer.from(entryName(index, i)).toString() === name) return i;
  }
  throw new Error(`no entry ${name}`);
}

async function problemOf(work: () => unknown): Promise<Problem> {
  try {
    await work();
  } catch (error) {
    if (error instanceof InputError) return error.problem;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The twin has no points inside a gzip member: what stands far behind its start takes it a second. */
const FEW = ['first.txt', 'empty', 'holes'];
const [[, wasm]] = ENGINES as [(typeof ENGINES)[0]];

describe.each(ENGINES)('with the %s engine', (engineName, decoders) => {
  describe.each(Object.entries(BLOBS))('a layer stored as %s', (form, blob) => {
    const indexing = indexLayer(memorySource(blob), { decoders });
    const slow = engineName === 'TypeScript' && form.startsWith('gzip');

    it('gives every file its content, whole and in chunks', { timeout: 30_000 }, async () => {
      const index = await indexing;
      for (const [name, content] of FILES) {
        if (slow && !FEW.includes(name)) continue;
        const place = structuredClone(locateEntry(index, entryOf(index, name)));
        const whole = await readEntry(memorySource(blob), place, decoders);
        expect(Buffer.compare(whole, content), name).toBe(0);
        const chunks: Buffer[] = [];
        for await (const chunk of streamEntry(memorySource(blob), place, decoders)) {
          chunks.push(Buffer.from(chunk));
        }
        expect(Buffer.compare(Buffer.concat(chunks), content), name).toBe(0);
      }
    });

    const hasPoints = form !== 'zstd in one frame' && !slow;
    it.runIf(hasPoints)('needs one read for a small file, and none for an empty one', async () => {
      const index = await indexing;
      for (const [name, reads] of [
        ['last.txt', 1],
        ['first.txt', 1],
        ['some/9', 1],
        ['empty', 0],
      ] as const) {
        const source = new CountingSource(memorySource(blob));
        await readEntry(source, locateEntry(index, entryOf(index, name)), decoders);
        expect(source.reads, name).toHaveLength(reads);
      }
    });
  });
});

describe('how much is read', () => {
  const spanOf = async (form: string, name: string) => {
    const blob = BLOBS[form] ?? TAR;
    const index = await indexLayer(memorySource(blob), { decoders: wasm });
    const source = new CountingSource(memorySource(blob));
    const place = locateEntry(index, entryOf(index, name));
    await readEntry(source, place, wasm);
    return { index, source, place };
  };

  it('is one span of gzip: from the point before a file to the point behind it', async () => {
    const { index, source, place } = await spanOf('gzip', 'some/9');
    const { tarOffset, sourceOffset } = index.seekPoints;
    expect(tarOffset.length).toBeGreaterThan(3);
    const behind = tarOffset.findIndex((offset) => offset >= place.tarOffset + place.storedBytes);
    expect(source.reads).toHaveLength(1);
    expect(source.reads[0]?.start).toBe(place.from.sourceOffset);
    expect(source.reads[0]?.end).toBe((sourceOffset[behind] ?? NaN) + 1024);
    expect(source.bytesRead).toBeLessThan(5 << 20);
  });

  it('goes on over several spans where a file does, in windows where they are long', async () => {
    const { source, place } = await spanOf('gzip', 'big.bin');
    expect(place.sourceEnd - place.from.sourceOffset).toBeGreaterThan(8 << 20);
    expect(source.reads.length).toBeGreaterThan(3);
    expect(source.reads[0]?.start).toBe(place.from.sourceOffset);
    expect(Math.max(...source.reads.map(({ end }) => end))).toBeLessThanOrEqual(place.sourceEnd);
  });

  it('is the frames of zstd that hold the file', async () => {
    const { index, source, place } = await spanOf('zstd of many frames', 'some/9');
    const starts = [...index.seekPoints.sourceOffset];
    expect(starts.length).toBeGreaterThan(10);
    expect(starts).toContain(source.reads[0]?.start);
    expect(starts).toContain(source.reads[0]?.end);
    expect(source.bytesRead).toBeLessThan(place.storedBytes + 3_100_000);
  });

  it('is nothing but the file itself where nothing is compressed', async () => {
    const { source, place } = await spanOf('plain', 'last.txt');
    expect(source.reads).toEqual([{ start: place.tarOffset, end: place.tarOffset + 10_000 }]);
  });

  it('stops early when whoever reads has had enough', async () => {
    const blob = BLOBS['gzip'] ?? TAR;
    const index = await indexLayer(memorySource(blob), { decoders: wasm });
    const source = new CountingSource(memorySource(blob));
    for await (const chunk of streamEntry(
      source,
      locateEntry(index, entryOf(index, 'big.bin')),
      wasm,
    )) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(source.bytesRead).toBeLessThan(1 << 20);
  });
});

describe('a layer stored as xz', () => {
  const blob = readFileSync(new URL('../../fixtures/xz/layer.tar.xz', import.meta.url));

  it('gives a file its content, from the start of the blob on', async () => {
    const source = new CountingSource(memorySource(blob));
    const index = await indexLayer(source, { decoders: wasm });
    expect(index).toMatchObject({ compression: 'xz', entryCount: 2, problems: [] });
    source.reads.length = 0;
    const content = await readEntry(source, locateEntry(index, 1), wasm);
    expect(Buffer.compare(content, NUMBERS)).toBe(0);
    expect(source.reads).toEqual([{ start: 0, end: blob.length }]);
  });
});

describe('damage that only reading meets', () => {
  it('is told with offsets in the blob, not in the span', async () => {
    const content = noise(3_000_000, 5);
    const tar = new TarBuilder().file('file', content).end().bytes();
    const frames = [0, 1_200_000, 2_400_000].map((at) =>
      zstdFrame(tar.subarray(at, at + 1_200_000), 100_000),
    );
    const blob = Buffer.concat(frames);
    const index = await indexLayer(memorySource(blob), { decoders: wasm });
    // As if the file began in the second frame, whose third block is damaged.
    const second = frames[0]?.length ?? 0;
    const damaged = Uint8Array.from(blob);
    damaged[second + 14 + 2 * 100_003] = 0b110;
    const from = { tarOffset: 1_200_000, sourceOffset: second, bit: 0, packedState: Buffer.of() };
    const place = { ...locateEntry(index, 0), tarOffset: 1_300_000, storedBytes: 1_000_000, from };
    const problem = await problemOf(() => readEntry(memorySource(damaged), place, wasm));
    expect(problem).toEqual({
      kind: 'compression-corrupt',
      compression: 'zstd',
      sourceOffset: second + 14 + 2 * 100_003,
      tarOffset: 1_400_000,
      reason: 'damaged data',
    });
  });
});

describe('what has no content', () => {
  it.each([
    ['some/', '5'],
    ['link', '2'],
    ['hard', '1'],
  ])('is refused: %s', async (name, typeflag) => {
    const index = await indexLayer(memorySource(TAR), { decoders: wasm });
    const problem = await problemOf(() => locateEntry(index, entryOf(index, name)));
    expect(problem).toEqual({ kind: 'no-content', name, typeflag });
  });

  it('is refused for entries that are not there', async () => {
    const index = await indexLayer(memorySource(TAR), { decoders: wasm });
    for (const entry of [-1, index.entryCount, 1.5, NaN]) {
      expect(await problemOf(() => locateEntry(index, entry))).toMatchObject({
        kind: 'no-content',
      });
    }
  });
});

describe('limits', () => {
  it('refuses to hold a file above the limit before it reads or allocates anything', async () => {
    const index = await indexLayer(memorySource(TAR), { decoders: wasm });
    const source = new CountingSource(memorySource(TAR));
    const place = locateEntry(index, entryOf(index, 'last.txt'));
    expect(await problemOf(() => readEntry(source, place, wasm, 9999))).toEqual({
      kind: 'too-big-to-hold',
      name: 'last.txt',
      size: 10_000,
      limit: 9999,
    });
    expect(source.reads).toHaveLength(0);
    expect(await readEntry(source, place, wasm, 10_000)).toHaveLength(10_000);
  });

  it('streams the holes of a file of eight terabytes without holding them', async () => {
    const tar = new TarBuilder()
      .paxSparse10('huge', 2 ** 43, [[2 ** 42, 3]], 'abc')
      .end()
      .bytes();
    const index = await indexLayer(memorySource(tar), { decoders: wasm });
    const place = locateEntry(index, 0);
    expect(place.size).toBe(2 ** 43);
    expect(await problemOf(() => readEntry(memorySource(tar), place, wasm))).toMatchObject({
      kind: 'too-big-to-hold',
      size: 2 ** 43,
    });
    const seen = new Set<ArrayBuffer>();
    let bytes = 0;
    for await (const chunk of streamEntry(memorySource(tar), place, wasm)) {
      seen.add(chunk.buffer);
      bytes += chunk.length;
      if (bytes > 100e6) break;
    }
    expect(seen.size).toBe(1);
  });
});

describe('a layer that ends early', () => {
  const content = Buffer.from('0123456789'.repeat(1000));
  const tar = new TarBuilder()
    .file('cut', content)
    .bytes()
    .subarray(0, 512 + 700);

  it.each(ENGINES)(
    'gives what there is and says what is missing, with the %s engine',
    async (_, decoders) => {
      for (const blob of [tar, gzipSync(tar), gzipSync(tar).subarray(0, -9), zstdFrame(tar)]) {
        const index = await indexLayer(memorySource(blob), { decoders });
        const place = locateEntry(index, 0);
        expect(await problemOf(() => readEntry(memorySource(blob), place, decoders))).toEqual({
          kind: 'tar-truncated',
          tarOffset: 512 + 700,
          want: 10_000,
          got: 700,
          name: 'cut',
        });
        let got = 0;
        const problem = await problemOf(async () => {
          for await (const chunk of streamEntry(memorySource(blob), place, decoders))
            got += chunk.length;
        });
        expect(problem).toMatchObject({ kind: 'tar-truncated' });
        expect(got).toBe(700);
      }
    },
  );

  it('before the content even starts is no other matter', async () => {
    const short = tar.subarray(0, 512);
    const index = await indexLayer(memorySource(short), { decoders: wasm });
    const problem = await problemOf(() =>
      readEntry(memorySource(short), locateEntry(index, 0), wasm),
    );
    expect(problem).toMatchObject({ kind: 'tar-truncated', want: 10_000, got: 0 });
  });

  it('or is another one than was indexed is not read at all', async () => {
    const index = await indexLayer(memorySource(TAR), { decoders: wasm });
    const source = new CountingSource(memorySource(TAR.subarray(0, -512)));
    expect(await problemOf(() => readEntry(source, locateEntry(index, 1), wasm))).toEqual({
      kind: 'source-changed',
      sourceOffset: 0,
      detail: `${TAR.length - 512} bytes long, not ${TAR.length}`,
    });
    expect(source.reads).toHaveLength(0);
  });
});

describe('a place that makes no sense', () => {
  it('is an index-format problem, whatever is wrong with the seek point', async () => {
    const blob = BLOBS['gzip'] ?? TAR;
    const index = await indexLayer(memorySource(blob), { decoders: wasm });
    const place = locateEntry(index, entryOf(index, 'last.txt'));
    const damaged = { ...place, from: { ...place.from, packedState: Uint8Array.of(1, 2, 3) } };
    const problem = await problemOf(() => readEntry(memorySource(blob), damaged, wasm));
    expect(problem).toMatchObject({ kind: 'index-format' });
  });
});
