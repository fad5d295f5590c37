import { describe, expect, it } from 'vitest';
import { Xxh64 } from '../../../../src/core/bytes/xxh64.ts';
import type { Segments } from '../../../fixtures/tar-builder.ts';
import { TarBuilder, paxPayload } from '../../../fixtures/tar-builder.ts';
import { engines } from './engines.ts';
import { contentOf, entriesOf, indexTar, segmentsOf } from './index-tar.ts';

type Writer = 'gnuSparse' | 'paxSparse00' | 'paxSparse01' | 'paxSparse10';
const writers: Writer[] = ['gnuSparse', 'paxSparse00', 'paxSparse01', 'paxSparse10'];

interface Example {
  title: string;
  realSize: number;
  segments: Segments;
}

const examples: Example[] = [
  {
    title: 'a hole before, between and behind',
    realSize: 5000,
    segments: [
      [512, 3],
      [1024, 700],
    ],
  },
  { title: 'no hole', realSize: 700, segments: [[0, 700]] },
  { title: 'data up to the end', realSize: 2000, segments: [[1999, 1]] },
  { title: 'nothing but a hole', realSize: 100_000, segments: [] },
  { title: 'nothing at all', realSize: 0, segments: [] },
  {
    title: 'empty segments',
    realSize: 100,
    segments: [
      [0, 0],
      [10, 5],
      [15, 0],
      [20, 5],
      [100, 0],
    ],
  },
  {
    title: 'more segments than fit in one block',
    realSize: 200_000,
    segments: Array.from({ length: 300 }, (_, i) => [i * 600, 1 + (i % 5)] as const),
  },
];

/** Bytes to store, and what they are spread out to. */
function contents({ realSize, segments }: Example) {
  const data = segments.reduce((sum, [, length]) => sum + length, 0);
  const stored = Uint8Array.from({ length: data }, (_, i) => 1 + (i % 250));
  const spread = new Uint8Array(realSize);
  let at = 0;
  for (const [offset, length] of segments) {
    spread.set(stored.subarray(at, at + length), offset);
    at += length;
  }
  const hash = new Xxh64();
  hash.update(spread);
  return { stored, spread, fingerprint: hash.digest() };
}

const combined = writers.flatMap((writer) => examples.map((example) => ({ writer, ...example })));

describe.each(engines)('a sparse file, read by the $engineName', ({ engine }) => {
  it.each(combined)('is what it is spread out to: $writer, $title', ({ writer, ...example }) => {
    const { stored, spread, fingerprint } = contents(example);
    const builder = new TarBuilder();
    const tar = builder[writer]('sparse', example.realSize, example.segments, stored)
      .file('after', 'x')
      .end()
      .bytes();
    for (const cuts of [[], [700, 1300, 1301]]) {
      const index = indexTar(tar, { engine, cuts });
      const [file, after] = entriesOf(index);
      expect(file).toMatchObject({ name: 'sparse', size: example.realSize, fingerprint });
      expect(after).toMatchObject({ name: 'after', size: 1 });
      expect(Buffer.from(contentOf(index, tar, 0)).equals(spread)).toBe(true);
      expect(segmentsOf(index, 1)).toEqual([]);
      const kinds = index.problems.map(({ kind }) => kind);
      expect(kinds).toEqual(writer === 'gnuSparse' ? ['tar-type'] : []);
    }
  });

  it('keeps the segments that hold bytes, and one empty one where none does', () => {
    const tar = new TarBuilder()
      .paxSparse01(
        'a',
        100,
        [
          [0, 0],
          [10, 3],
          [20, 0],
        ],
        'abc',
      )
      .paxSparse01('b', 100, [], '')
      .end();
    const index = indexTar(tar.bytes(), { engine });
    expect(segmentsOf(index, 0)).toEqual([[10, 3]]);
    expect(segmentsOf(index, 1)).toEqual([[100, 0]]);
  });

  it('is known by a map without a version, and by the name in the record', () => {
    const tar = new TarBuilder()
      .pax({
        'GNU.sparse.map': '1,2',
        'GNU.sparse.numblocks': '1',
        'GNU.sparse.name': 'real',
        path: 'fake',
      })
      .file('x', 'ab', { size: 2 })
      .pax({ 'GNU.sparse.name': 'of no use', path: 'plain' })
      .file('x', 'ab')
      .end();
    const index = indexTar(tar.bytes(), { engine });
    // Without a real size the stored one is it, and the map does not fit.
    expect(entriesOf(index).map(({ name }) => name)).toEqual(['real', 'plain']);
    expect(index.problems.map(({ kind }) => kind)).toEqual(['sparse-map']);
  });

  const huge = { realSize: 2 ** 50, segments: [[2 ** 49, 3]] as Segments };

  it.each(writers)(
    'of a petabyte of holes is listed at once, without a fingerprint: %s',
    (writer) => {
      // Octal has no room for it.
      if (writer === 'gnuSparse') return;
      const tar = new TarBuilder()[writer]('huge', huge.realSize, huge.segments, 'abc').end();
      const [file] = entriesOf(indexTar(tar.bytes(), { engine }));
      expect(file).toMatchObject({ name: 'huge', size: 2 ** 50, fingerprint: 0n });
    },
  );

  it('gets no fingerprint once the holes of the layer are more than 4 GiB', () => {
    const tar = new TarBuilder()
      .paxSparse01('small', 1000, [[0, 3]], 'abc')
      .paxSparse01('too much', 5 * 2 ** 30, [[0, 3]], 'abc')
      .paxSparse01('small again', 1000, [[0, 3]], 'abc')
      .end();
    const taken = entriesOf(indexTar(tar.bytes(), { engine })).map(
      ({ fingerprint }) => fingerprint !== 0n,
    );
    expect(taken).toEqual([true, false, true]);
  });

  it('may have a map of a million empty segments', () => {
    const map = '1000000\n' + '0\n0\n'.repeat(1_000_000);
    const tar = new TarBuilder()
      .pax({
        'GNU.sparse.major': '1',
        'GNU.sparse.minor': '0',
        'GNU.sparse.name': 'zeros',
        'GNU.sparse.realsize': '0',
      })
      .file('x', new TarBuilder().padded(map).bytes())
      .file('after')
      .end();
    const index = indexTar(tar.bytes(), { engine });
    expect(index.problems).toEqual([]);
    expect(entriesOf(index)).toMatchObject([
      { name: 'zeros', size: 0, fingerprint: 0xef46db3751d8e999n },
      {},
    ]);
  });
});

const map10 = (map: string, size = 10): TarBuilder =>
  new TarBuilder()
    .pax({
      'GNU.sparse.major': '1',
      'GNU.sparse.minor': '0',
      'GNU.sparse.name': 'sparse',
      'GNU.sparse.realsize': String(size),
    })
    .file('GNUSparseFile.0/sparse', new TarBuilder().padded(map).raw('abc').bytes());

const records = (fields: Record<string, string>): TarBuilder =>
  new TarBuilder()
    .pax(Object.entries(fields).map(([key, value]) => [`GNU.sparse.${key}`, value] as const))
    .file('sparse', 'abc');

const broken: { reason: RegExp; tar: TarBuilder; stored?: number }[] = [
  { reason: /negative/, tar: records({ map: '-1,3', numblocks: '1', size: '10' }) },
  {
    reason: /overlap/,
    tar: new TarBuilder().paxSparse01(
      'sparse',
      10,
      [
        [5, 2],
        [4, 1],
      ],
      'abc',
    ),
  },
  {
    reason: /overlap/,
    tar: new TarBuilder().paxSparse00(
      'sparse',
      10,
      [
        [5, 2],
        [6, 1],
      ],
      'abc',
    ),
  },
  {
    reason: /overlap/,
    tar: new TarBuilder().gnuSparse(
      'sparse',
      10,
      [
        [5, 2],
        [4, 1],
      ],
      'abc',
    ),
  },
  { reason: /ends at 11/, tar: new TarBuilder().paxSparse01('sparse', 10, [[8, 3]], 'abc') },
  { reason: /ends at 11/, tar: new TarBuilder().gnuSparse('sparse', 10, [[8, 3]], 'abc') },
  { reason: /ends at 11/, tar: map10('1\n8\n3\n'), stored: 515 },
  {
    reason: /hold 2 bytes, stored are 3/,
    tar: new TarBuilder().paxSparse01('sparse', 10, [[5, 2]], 'abc'),
  },
  { reason: /hold 4 bytes, stored are 3/, tar: map10('1\n5\n4\n'), stored: 515 },
  { reason: /real size is negative/, tar: records({ map: '0,0', numblocks: '1', size: '-1' }) },
  { reason: /real size is not/, tar: records({ map: '0,3', numblocks: '1', size: 'big' }) },
  { reason: /number of segments is not/, tar: records({ map: '0,3', size: '3' }) },
  { reason: /2 segments announced/, tar: records({ map: '0,3', numblocks: '2', size: '3' }) },
  { reason: /1 segments announced/, tar: records({ map: '0,3,', numblocks: '1', size: '3' }) },
  { reason: /offset or length is not/, tar: records({ map: '0,x', numblocks: '1', size: '3' }) },
  { reason: /take turns/, tar: records({ numbytes: '3', offset: '0', numblocks: '1' }) },
  { reason: /version 2\.0/, tar: records({ major: '2', minor: '0', map: '0,3' }) },
  { reason: /not a number/, tar: map10('1\nx\n3\n'), stored: 515 },
  { reason: /not a number/, tar: map10('\n'), stored: 515 },
  { reason: /not a number/, tar: map10('1\n'), stored: 515 },
  { reason: /too big/, tar: map10('9'.repeat(20) + '\n'), stored: 515 },
  { reason: /does not fit/, tar: map10('9'.repeat(15) + '\n' + '0\n'.repeat(248)), stored: 515 },
  {
    reason: /not a GNU header/,
    tar: new TarBuilder().entry({ name: 'sparse', typeflag: 'S' }, 'abc'),
  },
  {
    reason: /offset or length is not/,
    tar: new TarBuilder().entry(
      { name: 'sparse', typeflag: 'S', format: 'gnu', patch: { 386: Buffer.from('x'.repeat(24)) } },
      'abc',
    ),
  },
  {
    reason: /real size is not/,
    tar: new TarBuilder().entry(
      { name: 'sparse', typeflag: 'S', format: 'gnu', patch: { 483: Buffer.from('zzz\0') } },
      'abc',
    ),
  },
];

describe.each(engines)('a sparse file with a bad map, read by the $engineName', ({ engine }) => {
  it.each(broken)('is listed with its stored bytes: $reason', ({ reason, tar, stored }) => {
    const bytes = tar.file('after', 'x').end().bytes();
    const index = indexTar(bytes, { engine });
    const [file, after] = entriesOf(index);
    expect(file).toMatchObject({ name: 'sparse', size: stored ?? 3 });
    expect(after).toMatchObject({ name: 'after', size: 1 });
    expect(index.sparse.entry).toHaveLength(0);
    const [problem, ...others] = index.problems.filter(({ kind }) => kind === 'sparse-map');
    expect(problem).toMatchObject({
      name: 'sparse',
      reason: expect.stringMatching(reason) as string,
    });
    expect(others).toEqual([]);
  });

  it('is listed where the input ends in the map', () => {
    const segments = Array.from({ length: 30 }, (_, i) => [i * 10, 1] as const);
    const gnu = new TarBuilder().gnuSparse('gnu', 1000, segments, 'x'.repeat(30)).bytes();
    const index = indexTar(gnu.subarray(0, 600), { engine });
    expect(entriesOf(index)).toMatchObject([{ name: 'gnu', size: 30, fingerprint: 0n }]);
    expect(index.problems).toMatchObject([
      { kind: 'tar-type' },
      { kind: 'tar-truncated', tarOffset: 600, want: 512, got: 88, name: 'gnu' },
      { kind: 'sparse-map', reason: 'the input ends in the map' },
    ]);
    const pax = new TarBuilder().paxSparse10('pax', 1000, segments, 'x'.repeat(30)).bytes();
    const cut = indexTar(pax.subarray(0, 1536 + 100), { engine });
    expect(entriesOf(cut)).toMatchObject([{ name: 'pax', size: 542, fingerprint: 0n }]);
    expect(cut.problems.map(({ kind }) => kind)).toEqual(['tar-truncated', 'sparse-map']);
  });

  it('is no directory: the map does not count there', () => {
    const payload = paxPayload({
      'GNU.sparse.map': '0,3',
      'GNU.sparse.numblocks': '1',
      'GNU.sparse.size': '3',
    });
    const index = indexTar(new TarBuilder().paxPayload(payload).dir('d/').end().bytes(), {
      engine,
    });
    expect(entriesOf(index)).toMatchObject([{ name: 'd/', size: 0 }]);
    expect(index.problems).toEqual([
      { kind: 'sparse-map', tarOffset: 1024, name: 'd/', reason: 'not a file' },
    ]);
  });

  it('ends after a million segments in the layer', () => {
    const segments = Array.from({ length: 60_000 }, (_, i) => [i * 2, 1] as const);
    const stored = new Uint8Array(60_000);
    let tar = new TarBuilder();
    for (let i = 0; i < 17; i++) tar = tar.paxSparse10(`file ${i}`, 120_000, segments, stored);
    const index = indexTar(tar.end().bytes(), { engine });
    expect(index.entryCount).toBe(17);
    expect(index.sparse.entry).toHaveLength(960_000);
    expect(index.problems).toMatchObject([{ kind: 'sparse-map', name: 'file 16' }]);
  });
});
