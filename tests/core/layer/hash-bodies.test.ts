import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/byte-source.ts';
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import { hashBodies, type HashProgress } from '../../../src/core/layer/hash-bodies.ts';
import { findHash, type HashedBodies } from '../../../src/core/layer/hashed-bodies.ts';
import { indexLayer } from '../../../src/core/layer/index-layer.ts';
import { entryName, type LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { planHashing } from '../../../src/core/layer/plan-hashing.ts';
import { InputError } from '../../../src/core/problem.ts';
import { digester } from '../../../src/wasm/digester.ts';
import { CountingSource } from '../../fixtures/counting-source.ts';
import { indexOfRows, type RowText } from '../../fixtures/index-of-rows.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { BLOBS, ENGINES, FILES, noise, TAR } from './sample-layer.ts';

const MiB = 1 << 20;
const GiB = 2 ** 30;
const [[, decoders]] = ENGINES as [(typeof ENGINES)[0]];

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const all = (index: LayerIndex) => Uint32Array.from({ length: index.entryCount }, (_, i) => i);
const index = (blob: Uint8Array) => indexLayer(memorySource(blob), { decoders });

function hash(source: ByteSource, of: LayerIndex, entries = all(of)): Promise<HashedBodies> {
  return hashBodies(source, structuredClone(planHashing(of, entries)), { decoders, digester });
}

function namesOf(of: LayerIndex): Map<string, number> {
  return new Map(Array.from(all(of), (i) => [Buffer.from(entryName(of, i)).toString(), i]));
}

/** Hash by name of every entry that has one. */
function hashesOf(of: LayerIndex, hashed: HashedBodies): Map<string, string> {
  return new Map(
    [...namesOf(of)].flatMap(([name, i]): [string, string][] => {
      const hex = findHash(hashed, i);
      return hex === undefined ? [] : [[name, hex]];
    }),
  );
}

const WANTED = new Map([...FILES].map(([name, content]) => [name, sha256(content)]));

describe.each(ENGINES)('with the %s engine', (engineName, engine) => {
  it.each(Object.entries(BLOBS))(
    'every file of a layer stored as %s has its hash',
    async (form, blob) => {
      if (engineName === 'TypeScript' && form === 'gzip') return;
      const source = memorySource(blob);
      const of = await indexLayer(source, { decoders: engine });
      const plan = structuredClone(planHashing(of, all(of)));
      const hashed = await hashBodies(source, plan, { decoders: engine, digester });
      expect(hashesOf(of, hashed)).toEqual(WANTED);
      expect(hashed.problems).toEqual([]);
    },
  );
});

describe.each(Object.entries(BLOBS))('of a layer stored as %s', (_, blob) => {
  it('some files, asked for in any order and twice, have their hashes and no others', async () => {
    const of = await index(blob);
    const names = namesOf(of);
    const wanted = ['last.txt', 'some/3', 'first.txt', 'holes', 'some/3', 'some/4'];
    const entries = Uint32Array.from(wanted, (name) => names.get(name) ?? -1);
    const hashed = await hash(memorySource(blob), of, entries);
    const expected = [...new Set(wanted)].map((name) => [name, WANTED.get(name)]);
    expect(hashesOf(of, hashed)).toEqual(new Map(expected as [string, string][]));
  });
});

describe('what is read', () => {
  const entriesOf = (of: LayerIndex, ...names: string[]) =>
    Uint32Array.from(names, (name) => namesOf(of).get(name) ?? -1);

  it.each([
    ['plain', 20_000],
    ['gzip', 8 * MiB],
    ['gzip of many members', 5 * MiB],
    ['zstd of many frames', 8 * MiB],
  ])('leaves out what lies far between the files: %s', async (form, most) => {
    const blob = BLOBS[form] ?? TAR;
    const of = await index(blob);
    const source = new CountingSource(memorySource(blob));
    const hashed = await hash(source, of, entriesOf(of, 'first.txt', 'last.txt'));
    expect(hashesOf(of, hashed).size).toBe(2);
    expect(source.bytesRead).toBeLessThan(most);
  });

  it('goes over the layer once, and never back', async () => {
    for (const blob of Object.values(BLOBS)) {
      const of = await index(blob);
      const source = new CountingSource(memorySource(blob));
      await hash(source, of);
      source.reads.forEach(({ start }, i) => {
        expect(start).toBeGreaterThanOrEqual(source.reads[i - 1]?.end ?? 0);
      });
      expect(source.bytesRead).toBeLessThanOrEqual(blob.length);
    }
  });

  it('is nothing where there are only empty files', async () => {
    const blob = new TarBuilder().file('a').file('b').end().bytes();
    const of = await index(blob);
    const source = new CountingSource(memorySource(blob));
    const hashed = await hash(source, of);
    const empty = sha256(new Uint8Array(0));
    expect(hashesOf(of, hashed)).toEqual(
      new Map([
        ['a', empty],
        ['b', empty],
      ]),
    );
    expect(source.reads).toEqual([]);
  });

  it('is told as it goes on, up to the end', async () => {
    for (const blob of Object.values(BLOBS)) {
      const told: HashProgress[] = [];
      const of = await index(blob);
      const onProgress = (progress: HashProgress) => told.push(progress);
      await hashBodies(memorySource(blob), planHashing(of, all(of)), {
        ...{ decoders, digester, onProgress },
      });
      const done = told.map(({ doneBytes }) => doneBytes);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(done.at(-1)).toBe(told[0]?.totalBytes);
      expect(told[0]?.totalBytes).toBeGreaterThan(0);
    }
  });
});

describe('a damaged layer', () => {
  it('loses the hashes behind the place where it was cut off, and only these', async () => {
    for (const [form, blob] of Object.entries(BLOBS)) {
      const of = await index(blob);
      const cut = blob.subarray(0, Math.floor(0.8 * blob.length));
      const source = { ...memorySource(cut), size: blob.length };
      source.read = async (start, end) => {
        if (end > cut.length)
          throw new InputError({
            kind: 'source-short',
            sourceOffset: start,
            want: end - start,
            got: 0,
          });
        return memorySource(cut).read(start, end);
      };
      // As a file that was changed: that is no damage of the layer.
      await expect(hash(source, of), form).rejects.toThrow(InputError);
      const short = await index(cut);
      const hashed = await hash(memorySource(cut), short);
      const hashes = hashesOf(short, hashed);
      expect(hashes.get('first.txt'), form).toBe(WANTED.get('first.txt'));
      expect(hashes.get('big.bin'), form).toBe(WANTED.get('big.bin'));
      expect(hashes.size, form).toBeGreaterThan(3);
      for (const [name, hex] of hashes) expect(hex, `${form} ${name}`).toBe(WANTED.get(name));
      expect(hashes.has('last.txt')).toBe(false);
    }
  });

  it('has the hashes of what lies behind the damage, where decoding can start again', async () => {
    const files = [0, 1, 2].map((i) => noise(6 * MiB, i));
    const tar = new TarBuilder();
    files.forEach((content, i) => tar.file(`${i}`, content));
    const bytes = tar.end().bytes();
    const cuts = [0, 6 * MiB + 512, 12 * MiB + 1024];
    const members = cuts.map((at, i) => gzipSync(bytes.subarray(at, cuts[i + 1]), { level: 1 }));
    const sound = Buffer.concat(members);
    const of = await index(sound);
    const damaged = Buffer.from(sound);
    // Reserved flags in the first header.
    damaged[3] = 0xe0;
    const hashed = await hash(memorySource(damaged), of, Uint32Array.of(0, 2));
    expect(findHash(hashed, 0)).toBeUndefined();
    expect(findHash(hashed, 2)).toBe(sha256(files[2] ?? new Uint8Array(0)));
    expect(hashed.problems.map(({ kind }) => kind)).toEqual(['compression-corrupt']);
  });

  it('that is another one by now is refused', async () => {
    const of = await index(TAR);
    await expect(hash(memorySource(TAR.subarray(1)), of)).rejects.toMatchObject({
      problem: { kind: 'source-changed' },
    });
  });
});

describe('holes', () => {
  const sparse = (size: number) =>
    new TarBuilder()
      .file('before', 'x')
      .paxSparse10('sparse', size, [[size - 5, 5]], 'hello')
      .file('after', 'y')
      .end()
      .bytes();

  it('are hashed as zeros', async () => {
    const of = await index(sparse(3 * MiB));
    const hashed = await hash(memorySource(sparse(3 * MiB)), of);
    const content = Buffer.concat([new Uint8Array(3 * MiB - 5), Buffer.from('hello')]);
    expect(hashesOf(of, hashed).get('sparse')).toBe(sha256(content));
  });

  it('of terabytes cost a file its hash, and the others nothing', async () => {
    const blob = sparse(4096 * GiB);
    const of = await index(blob);
    const hashed = await hash(memorySource(blob), of);
    expect([...hashesOf(of, hashed).keys()]).toEqual(['before', 'after']);
    expect(hashed.problems).toEqual([
      { kind: 'holes-not-hashed', name: 'sparse', bytes: 4096 * GiB - 5, limit: 8 * GiB },
    ]);
  });

  it('of many files are bounded all together', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ name: `${i}`, size: GiB }));
    const of = indexOfRows(rows, (builder) => {
      rows.forEach((_, i) => {
        builder.addSegment(i, GiB, 0);
      });
    });
    const plan = planHashing(of, all(of));
    expect([...plan.entries]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(plan.problems).toHaveLength(4);
  });
});

describe('a plan', () => {
  it('leaves out what has no content', () => {
    const link: RowText = { name: 'link', link: 'x' };
    const of = indexOfRows(['d/', link, { name: 'f', size: 1 }]);
    expect([...planHashing(of, all(of)).entries]).toEqual([2]);
    expect([...planHashing(of, Uint32Array.of(77)).entries]).toEqual([]);
  });

  it('leaves out contents that overlap, so that no byte is hashed twice', () => {
    const rows = [0, 0, 4000, 100].map((bodyOffset, i) => ({
      name: `${i}`,
      size: 3000,
      bodyOffset,
    }));
    const of = indexOfRows(rows);
    expect([...planHashing(of, all(of)).entries]).toEqual([0, 2]);
  });
});
