import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/byte-source.ts';
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import { indexLayer, type LayerProgress } from '../../../src/core/layer/index-layer.ts';
import { entryName, type LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { locateEntry, readEntry } from '../../../src/core/layer/read-entry.ts';
import { InputError, type Problem } from '../../../src/core/problem.ts';
import { CountingSource } from '../../fixtures/counting-source.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { skippableFrame, zstdBomb, zstdFrame } from '../../fixtures/zstd-frames.ts';
import { BLOBS, ENGINES, FILES, noise, TAR } from './sample-layer.ts';
import { rowsOf } from './sample-rows.ts';

const KiB = 1 << 10;
const MiB = 1 << 20;
const [[, wasm]] = ENGINES as [(typeof ENGINES)[0]];

const index = (blob: Uint8Array, decoders = wasm) => indexLayer(memorySource(blob), { decoders });

async function problemOf(indexing: Promise<LayerIndex>): Promise<Problem> {
  try {
    await indexing;
  } catch (error) {
    if (error instanceof InputError) return error.problem;
    throw error;
  }
  throw new Error('an index was made');
}

function names({ entryCount, ...rest }: LayerIndex): string[] {
  return Array.from({ length: entryCount }, (_, i) =>
    Buffer.from(entryName({ entryCount, ...rest }, i)).toString(),
  );
}

describe.each(ENGINES)('with the %s engine', (_, decoders) => {
  const plain = index(TAR, decoders);

  it.each(Object.entries(BLOBS))(
    'gives the same entries for the layer stored as %s',
    async (form, blob) => {
      const indexed = await index(blob, decoders);
      expect(indexed.problems).toEqual([]);
      expect(names(indexed)).toEqual(['some/', ...FILES.keys(), 'link', 'hard']);
      expect(rowsOf(indexed)).toEqual(rowsOf(await plain));
      expect(indexed.sourceBytes).toBe(blob.length);
      expect(indexed.tarBytes).toBe(TAR.length);
      expect(indexed.compression).toBe(form.split(' ')[0]?.replace('plain', 'none'));
      // The biggest file of a plain tar is jumped over.
      const taken = form === 'plain' ? FILES.size - 1 : FILES.size;
      expect([...indexed.fingerprint].filter((print) => print !== 0n)).toHaveLength(taken);
    },
  );

  it('gives an index without entries for an empty blob, which is an empty layer', async () => {
    const source = new CountingSource(memorySource(new Uint8Array(0)));
    const indexed = await indexLayer(source, { decoders });
    expect(indexed).toMatchObject({ entryCount: 0, sourceBytes: 0, tarBytes: 0, problems: [] });
    expect(source.reads).toEqual([]);
  });
});

describe('progress', () => {
  it('reports how far it is, in pieces of at most a MiB', async () => {
    for (const [form, blob] of Object.entries(BLOBS)) {
      const longest = form === 'plain' ? blob.length : MiB;
      const heard: LayerProgress[] = [];
      await indexLayer(memorySource(blob), {
        decoders: wasm,
        onProgress: (progress) => heard.push(progress),
      });
      heard.forEach(({ doneBytes, totalBytes, tarBytes, entries }, i) => {
        const before = heard[i - 1] ?? { doneBytes: 0, tarBytes: 0, entries: 0 };
        expect(totalBytes).toBe(blob.length);
        expect(doneBytes - before.doneBytes).toBeLessThanOrEqual(longest);
        expect(doneBytes).toBeGreaterThanOrEqual(before.doneBytes);
        expect(tarBytes).toBeGreaterThanOrEqual(before.tarBytes);
        expect(entries).toBeGreaterThanOrEqual(before.entries);
      });
      expect(heard.at(-1)).toMatchObject({ doneBytes: blob.length });
      expect(heard.pop()).toHaveProperty('entries', [...FILES].length + 3);
    }
  });
});

describe('a plain tar', () => {
  const big = new TarBuilder()
    .file('small', noise(1000, 1))
    .file('big', new Uint8Array(30 * MiB))
    .file('middling', noise(700 * KiB, 2))
    .file('bigger', new Uint8Array(40 * MiB))
    .file('last', noise(2000, 3))
    .end()
    .bytes();

  it('is not read where nobody needs the bytes: big bodies are jumped over', async () => {
    const source = new CountingSource(memorySource(big));
    const indexed = await indexLayer(source, { decoders: wasm });
    expect(names(indexed)).toEqual(['small', 'big', 'middling', 'bigger', 'last']);
    expect(indexed.problems).toEqual([]);
    expect(indexed.tarBytes).toBe(big.length);
    expect(source.bytesRead).toBeLessThan(8 * MiB);
    // What was not read has no fingerprint; everything else has.
    expect([...indexed.fingerprint].map((print) => print !== 0n)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(await readEntry(source, locateEntry(indexed, 4), wasm)).toEqual(noise(2000, 3));
  });

  it('counts what was jumped over as done', async () => {
    const heard: LayerProgress[] = [];
    await indexLayer(memorySource(big), {
      decoders: wasm,
      onProgress: (progress) => heard.push(progress),
    });
    expect(heard.at(-1)).toEqual({
      doneBytes: big.length,
      totalBytes: big.length,
      tarBytes: big.length,
      entries: 5,
    });
  });

  it('that ends inside a body that is jumped over says so', async () => {
    const cut = big.subarray(0, 20 * MiB);
    const indexed = await index(cut);
    expect(names(indexed)).toEqual(['small', 'big']);
    expect(indexed.tarBytes).toBe(cut.length);
    expect(indexed.problems).toContainEqual({
      kind: 'tar-truncated',
      tarOffset: cut.length,
      want: 30 * MiB,
      got: cut.length - (indexed.bodyOffset[1] ?? 0),
      name: 'big',
    });
  });
});

describe('seek points', () => {
  it('of zstd are frames, the first one and others at least 1 MiB of tar apart', async () => {
    const frames = Buffer.concat(
      Array.from({ length: TAR.length / 200_000 }, (_, i) =>
        zstdFrame(TAR.subarray(i * 200_000, (i + 1) * 200_000)),
      ),
    );
    const blob = Buffer.concat([skippableFrame(new Uint8Array(5)), frames]);
    const { tarOffset, sourceOffset, stateEnd } = (await index(blob)).seekPoints;
    expect([tarOffset[0], sourceOffset[0]]).toEqual([0, 13]);
    expect(tarOffset.length).toBeGreaterThan(10);
    tarOffset.forEach((offset, i) => {
      expect(offset).toBe(i * 1_200_000);
      expect(blob.readUInt32LE(sourceOffset[i])).toBe(0xfd2fb528);
      expect(stateEnd[i]).toBe(0);
    });
  });

  it('are none for plain tars', async () => {
    expect((await index(TAR)).seekPoints.tarOffset).toHaveLength(0);
  });
});

describe('input that is no layer', () => {
  it('is refused by name when it is bzip2', async () => {
    const problem = await problemOf(index(Buffer.from('BZh91AY&SY')));
    expect(problem).toEqual({ kind: 'compression-unsupported', compression: 'bzip2' });
  });

  it('is refused when it is no tar, in whatever form', async () => {
    const text = Buffer.from('Hello, this is a text and no tar.\n'.repeat(100));
    for (const blob of [text, gzipSync(text), zstdFrame(text)]) {
      expect(await problemOf(index(blob))).toMatchObject({ kind: 'not-a-tar' });
    }
  });

  it('is refused when it only starts like a compressed one', async () => {
    expect(await problemOf(index(Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3, 4, 5)))).toMatchObject({
      kind: 'compression-corrupt',
      compression: 'zstd',
    });
    expect(await problemOf(index(Buffer.of(0x28, 0xb5, 0x2f, 0xfd)))).toMatchObject({
      kind: 'compression-truncated',
      compression: 'zstd',
    });
    expect(await problemOf(index(Buffer.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4)))).toMatchObject({
      kind: 'compression-truncated',
      compression: 'xz',
    });
    const numbers = readFileSync(new URL('../../fixtures/xz/check-crc64.xz', import.meta.url));
    expect(await problemOf(index(numbers))).toMatchObject({ kind: 'not-a-tar' });
  });
});

describe('damage', () => {
  const tar = new TarBuilder()
    .file('one', noise(5000, 1))
    .file('two', noise(5000, 2))
    .end()
    .bytes();

  it('in zstd becomes a problem; what was decoded before it is kept', async () => {
    const frame = zstdFrame(tar, 1000);
    const indexed = await index(frame.subarray(0, 14 + 7 * 1003));
    expect(names(indexed)).toEqual(['one', 'two']);
    expect(indexed.tarBytes).toBe(7000);
    expect(indexed.problems.map(({ kind }) => kind)).toEqual([
      'compression-truncated',
      'tar-truncated',
    ]);
    expect(indexed.fingerprint[0]).not.toBe(0n);
    expect(indexed.fingerprint[1]).toBe(0n);
  });

  it('behind the last frame is reported', async () => {
    const frame = zstdFrame(tar);
    const indexed = await index(Buffer.concat([frame, Buffer.from('garbage')]));
    expect(indexed.problems).toEqual([
      { kind: 'trailing-bytes', compression: 'zstd', sourceOffset: frame.length, bytes: 7 },
    ]);
  });

  it(
    'of any kind gives an index or a problem, never a hang or a crash',
    { timeout: 60_000 },
    async () => {
      const blobs = [tar, gzipSync(tar), zstdFrame(tar, 700), Buffer.from('')];
      const damage = fc.record({
        blob: fc.constantFrom(...blobs.slice(0, 3)),
        length: fc.double({ min: 0, max: 1, noNaN: true }),
        bytes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        engine: fc.constantFrom(...ENGINES),
      });
      await fc.assert(
        fc.asyncProperty(damage, async ({ blob, length, bytes, engine: [, decoders] }) => {
          const damaged = Uint8Array.from(
            blob.subarray(0, 1 + Math.floor(length * (blob.length - 1))),
          );
          for (const [at, value] of bytes) damaged[at % damaged.length] = value;
          const outcome = await index(damaged, decoders).catch((error: unknown) => error);
          if (outcome instanceof InputError) return;
          const indexed = outcome as LayerIndex;
          for (let i = 0; i < indexed.entryCount; i++) {
            try {
              await readEntry(memorySource(damaged), locateEntry(indexed, i), decoders, MiB);
            } catch (error) {
              if (!(error instanceof InputError)) throw error;
            }
          }
        }),
        { numRuns: 400 },
      );
    },
  );

  it('of the source itself is passed on', async () => {
    const gone = new InputError({ kind: 'source-changed', sourceOffset: 0, detail: 'moved' });
    const source: ByteSource = {
      size: TAR.length,
      read: (start, end) =>
        start < MiB ? memorySource(TAR).read(start, end) : Promise.reject(gone),
    };
    await expect(indexLayer(source, { decoders: wasm })).rejects.toBe(gone);
    const zstd = zstdFrame(TAR);
    const zstdSource: ByteSource = {
      size: zstd.length,
      read: (start, end) =>
        start < MiB ? memorySource(zstd).read(start, end) : Promise.reject(gone),
    };
    await expect(indexLayer(zstdSource, { decoders: wasm })).rejects.toBe(gone);
  });
});

describe('a bomb', () => {
  it('is indexed all the same, in little memory, and called one', { timeout: 60_000 }, async () => {
    const bytes = 9000 * (128 << 10);
    const blob = Buffer.concat([
      zstdFrame(new TarBuilder().header({ name: 'zeros', size: bytes }).bytes()),
      zstdBomb(9000),
      zstdFrame(new TarBuilder().file('after', 'x').end().bytes()),
    ]);
    const before = process.memoryUsage().arrayBuffers;
    const indexed = await index(blob);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
    expect(names(indexed)).toEqual(['zeros', 'after']);
    expect(indexed.problems).toEqual([
      { kind: 'compression-bomb', sourceBytes: blob.length, tarBytes: bytes + 512 + 4 * 512 },
    ]);
  });
});
