/** One fixture at least for every kind of problem a tar can have, and what is still read of it. */
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../src/core/problem.ts';
import type { HeaderFields } from '../../../fixtures/tar-builder.ts';
import { TarBuilder, base256, checksumField, tarHeader } from '../../../fixtures/tar-builder.ts';
import { engines } from './engines.ts';
import { entriesOf, indexTar } from './index-tar.ts';

const MiB = 1 << 20;
const BAD_SUM = { checksum: Buffer.from('012345\0 ') };

function rightSum(fields: HeaderFields): number {
  return parseInt(Buffer.from(checksumField(tarHeader(fields))).toString(), 8);
}

interface Case {
  title: string;
  tar: TarBuilder;
  names: string[];
  problems: Problem[];
}

const cases: Case[] = [
  {
    title: 'a bad checksum: the entry is lost, the search goes on',
    tar: new TarBuilder().file('one', '1').file('two', '2', BAD_SUM).file('three', '3').end(),
    names: ['one', 'three'],
    problems: [
      {
        kind: 'tar-checksum',
        tarOffset: 1024,
        want: 0o12345,
        got: rightSum({ name: 'two', size: 1 }),
      },
      { kind: 'tar-skipped', tarOffset: 1024, bytes: 1024 },
    ],
  },
  {
    title: 'a checksum that is no number',
    tar: new TarBuilder()
      .file('one')
      .file('two', '', { checksum: Buffer.from('zzzzzz\0 ') })
      .file('three')
      .end(),
    names: ['one', 'three'],
    problems: [
      { kind: 'tar-checksum', tarOffset: 512, want: -1, got: rightSum({ name: 'two' }) },
      { kind: 'tar-skipped', tarOffset: 512, bytes: 512 },
    ],
  },
  {
    title: 'a damaged stretch with zeros in it, and an extension before it',
    tar: new TarBuilder()
      .file('one')
      .gnuLong('L', 'name of two')
      .file('two', new Uint8Array(2000), BAD_SUM)
      .file('three')
      .end(),
    names: ['one', 'three'],
    problems: [
      { kind: 'tar-orphan-extension', tarOffset: 512, typeflag: 'L' },
      {
        kind: 'tar-checksum',
        tarOffset: 1536,
        want: 0o12345,
        got: rightSum({ name: 'two', size: 2000 }),
      },
      { kind: 'tar-skipped', tarOffset: 1536, bytes: 2560 },
    ],
  },
  {
    title: 'damage up to the end: the zeros there are the end',
    tar: new TarBuilder().file('one').raw(Buffer.alloc(1024, 'x')).zeroBlocks(4),
    names: ['one'],
    problems: [
      { kind: 'tar-checksum', tarOffset: 512, want: -1, got: 60736 },
      { kind: 'tar-skipped', tarOffset: 512, bytes: 1024 },
    ],
  },
  {
    title: 'damage up to the end, without zeros',
    tar: new TarBuilder().file('one').raw(Buffer.alloc(1000, 'x')),
    names: ['one'],
    problems: [
      { kind: 'tar-checksum', tarOffset: 512, want: -1, got: 60736 },
      { kind: 'tar-skipped', tarOffset: 512, bytes: 1000 },
      { kind: 'tar-no-end', tarOffset: 1512 },
    ],
  },
  {
    title: 'text',
    tar: new TarBuilder().raw('this is not a tar\n'.repeat(100)),
    names: [],
    problems: [{ kind: 'not-a-tar', tarOffset: 0, bytes: 1800 }],
  },
  {
    title: 'a few bytes',
    tar: new TarBuilder().raw('x'),
    names: [],
    problems: [{ kind: 'not-a-tar', tarOffset: 0, bytes: 1 }],
  },
  {
    title: 'no header in the first MiB: nobody looks further',
    tar: new TarBuilder().raw(Buffer.alloc(MiB, 'x')).file('one').end(),
    names: [],
    problems: [{ kind: 'not-a-tar', tarOffset: 0, bytes: MiB }],
  },
  {
    title: 'a first header behind less than a MiB of something else',
    tar: new TarBuilder()
      .raw(Buffer.alloc(MiB - 512, 'x'))
      .file('one')
      .end(),
    names: ['one'],
    problems: [
      { kind: 'tar-checksum', tarOffset: 0, want: -1, got: 60736 },
      { kind: 'tar-skipped', tarOffset: 0, bytes: MiB - 512 },
    ],
  },
  {
    title: 'a single zero block between entries',
    tar: new TarBuilder().file('one', '1').zeroBlocks(1).file('two', '2').end(),
    names: ['one', 'two'],
    problems: [{ kind: 'tar-lone-zero-block', tarOffset: 1024 }],
  },
  {
    title: 'a single zero block, then damage',
    tar: new TarBuilder().file('one').zeroBlocks(1).raw(Buffer.alloc(512, 'x')).file('two').end(),
    names: ['one', 'two'],
    problems: [
      { kind: 'tar-lone-zero-block', tarOffset: 512 },
      { kind: 'tar-checksum', tarOffset: 1024, want: -1, got: 60736 },
      { kind: 'tar-skipped', tarOffset: 1024, bytes: 512 },
    ],
  },
  {
    title: 'no end',
    tar: new TarBuilder().file('one', '1'),
    names: ['one'],
    problems: [{ kind: 'tar-no-end', tarOffset: 1024 }],
  },
  {
    title: 'an end in the padding of the last file',
    tar: new TarBuilder().header({ name: 'one', size: 3 }).raw('abc'),
    names: ['one'],
    problems: [{ kind: 'tar-no-end', tarOffset: 515 }],
  },
  {
    title: 'an end in the first end block',
    tar: new TarBuilder().file('one').raw(new Uint8Array(100)),
    names: ['one'],
    problems: [{ kind: 'tar-no-end', tarOffset: 612 }],
  },
  {
    title: 'entries behind the end',
    tar: new TarBuilder().file('one').end().zeroBlocks(3).file('hidden').end(),
    names: ['one'],
    problems: [{ kind: 'tar-trailing-data', tarOffset: 3072, bytes: 1536 }],
  },
  {
    title: 'a few bytes behind the end, the first of them zeros',
    tar: new TarBuilder().file('one').end().zeroBlocks(1).raw('\0\0x'),
    names: ['one'],
    problems: [{ kind: 'tar-trailing-data', tarOffset: 2048, bytes: 3 }],
  },
  {
    title: 'more than an eStargz index behind the end',
    tar: new TarBuilder().end().file('stargz.index.json', '{}').zeroBlocks(20).file('hidden').end(),
    names: [],
    problems: [{ kind: 'tar-trailing-data', tarOffset: 1024, bytes: 12_800 }],
  },
  {
    title: 'a file whose bytes end early',
    tar: new TarBuilder().file('one').header({ name: 'cut', size: 5000 }).raw(new Uint8Array(512)),
    names: ['one', 'cut'],
    problems: [{ kind: 'tar-truncated', tarOffset: 1536, want: 5000, got: 512, name: 'cut' }],
  },
  {
    title: 'a file whose bytes end early, behind an extension',
    tar: new TarBuilder().pax({ path: 'long', size: '5000' }).header({ name: 'cut' }).raw('abc'),
    names: ['long'],
    problems: [{ kind: 'tar-truncated', tarOffset: 1539, want: 5000, got: 3, name: 'long' }],
  },
  {
    title: 'something else whose bytes end early',
    tar: new TarBuilder().header({ name: 'label', typeflag: 'V', size: 5000 }).raw('abc'),
    names: ['label'],
    problems: [
      { kind: 'tar-type', tarOffset: 0, name: 'label', typeflag: 'V' },
      { kind: 'tar-truncated', tarOffset: 515, want: 5000, got: 3, name: 'label' },
    ],
  },
  {
    title: 'an extension that ends early',
    tar: new TarBuilder()
      .header({ name: 'PaxHeaders/x', typeflag: 'x', size: 600 })
      .raw('9 path=x\n'),
    names: [],
    problems: [{ kind: 'tar-truncated', tarOffset: 521, want: 600, got: 9, name: 'PaxHeaders/x' }],
  },
  {
    title: 'a header that ends early',
    tar: new TarBuilder().file('one').raw('two'),
    names: ['one'],
    problems: [{ kind: 'tar-truncated', tarOffset: 515, want: 512, got: 3, name: '' }],
  },
  {
    title: 'a size that is no number: the file is listed as empty',
    tar: new TarBuilder()
      .file('one', '', { size: Buffer.from('zzzzzzzzzzz\0') })
      .file('two')
      .end(),
    names: ['one', 'two'],
    problems: [{ kind: 'tar-number', tarOffset: 0, field: 'size', text: 'zzzzzzzzzzz' }],
  },
  {
    title: 'numbers that are none, or beyond 2^53',
    tar: new TarBuilder()
      .file('one', '', {
        mode: Buffer.from('99999999'),
        uid: Buffer.from('-1\0'),
        gid: Buffer.from('a'),
      })
      .file('two', '', { mtime: base256(1n << 62n, 12) })
      .end(),
    names: ['one', 'two'],
    problems: [
      { kind: 'tar-number', tarOffset: 0, field: 'mode', text: '99999999' },
      { kind: 'tar-number', tarOffset: 0, field: 'uid', text: '-1' },
      { kind: 'tar-number', tarOffset: 0, field: 'gid', text: 'a' },
      {
        kind: 'tar-number',
        tarOffset: 512,
        field: 'mtime',
        text: '\\x80\\x00\\x00\\x00@\\x00\\x00\\x00\\x00\\x00\\x00\\x00',
      },
    ],
  },
  {
    title: 'device numbers that no system has',
    tar: new TarBuilder().device('d', '3', Buffer.from('8'), base256(-1, 8)).end(),
    names: ['d'],
    problems: [
      { kind: 'tar-number', tarOffset: 0, field: 'devmajor', text: '8' },
      {
        kind: 'tar-number',
        tarOffset: 0,
        field: 'devminor',
        text: '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff',
      },
    ],
  },
  {
    title: 'a negative size, of a file and of an extension',
    tar: new TarBuilder()
      .header({ name: 'x', typeflag: 'x', size: base256(-512, 12) })
      .header({ name: 'one', size: base256(-1, 12) })
      .file('two')
      .end(),
    names: ['one', 'two'],
    problems: [
      { kind: 'tar-size', tarOffset: 0, name: 'x', size: -512 },
      { kind: 'tar-size', tarOffset: 512, name: 'one', size: -1 },
    ],
  },
  {
    title: 'types that container runtimes refuse',
    tar: new TarBuilder()
      .entry({ name: 'contiguous', typeflag: '7' }, 'abc')
      .entry({ name: 'label', typeflag: 'V' })
      .entry({ name: 'dump/', typeflag: 'D' }, 'Yx\0')
      .entry({ name: 'solaris', typeflag: 'X' }, 'abc')
      .entry({ name: 'odd', typeflag: '\x01' }, 'abc')
      .file('after')
      .end(),
    names: ['contiguous', 'label', 'dump/', 'solaris', 'odd', 'after'],
    problems: [
      { kind: 'tar-type', tarOffset: 0, name: 'contiguous', typeflag: '7' },
      { kind: 'tar-type', tarOffset: 1024, name: 'label', typeflag: 'V' },
      { kind: 'tar-type', tarOffset: 1536, name: 'dump/', typeflag: 'D' },
      { kind: 'tar-type', tarOffset: 2560, name: 'solaris', typeflag: 'X' },
      { kind: 'tar-type', tarOffset: 3584, name: 'odd', typeflag: '\x01' },
    ],
  },
  {
    title: 'a link that really has the bytes its size claims',
    tar: new TarBuilder()
      .entry({ name: 'h', typeflag: '1', link: 't' }, 'y'.repeat(600))
      .file('after')
      .entry({ name: 'd/', typeflag: '5' }, 'y')
      .end(),
    names: ['h', 'after', 'd/'],
    problems: [
      { kind: 'tar-link-body', tarOffset: 0, name: 'h', size: 600 },
      { kind: 'tar-link-body', tarOffset: 2048, name: 'd/', size: 1 },
    ],
  },
  {
    title: 'a link with a size, and damage behind it instead of the bytes',
    tar: new TarBuilder()
      .header({ name: 'h', typeflag: '1', link: 't', size: 600 })
      .raw(Buffer.alloc(512, 'y'))
      .file('after')
      .end(),
    names: ['h', 'after'],
    problems: [
      { kind: 'tar-checksum', tarOffset: 512, want: -1, got: 61240 },
      { kind: 'tar-skipped', tarOffset: 512, bytes: 512 },
    ],
  },
  {
    title: 'names that cannot be',
    tar: new TarBuilder()
      .file('')
      .dir('..')
      .file('a/../b')
      .pax({ path: 'n'.repeat(5000) })
      .file('short')
      .paxSparse01(Buffer.from('a\0b').toString(), 3, [[0, 3]], 'abc')
      .end(),
    names: ['', '..', 'a/../b', 'n'.repeat(5000), 'a\0b'],
    problems: [
      { kind: 'tar-name', tarOffset: 0, name: '', fault: 'empty' },
      { kind: 'tar-name', tarOffset: 512, name: '..', fault: 'dot-dot' },
      { kind: 'tar-name', tarOffset: 1024, name: 'a/../b', fault: 'dot-dot' },
      { kind: 'tar-name', tarOffset: 7168, name: 'n'.repeat(256), fault: 'too-long' },
      { kind: 'tar-name', tarOffset: 8704, name: 'a\0b', fault: 'nul' },
    ],
  },
  {
    title: 'extensions without an entry: before the end, a global header, the end of the input',
    tar: new TarBuilder()
      .pax({ path: 'x' })
      .entry({ name: 'g', typeflag: 'g' }, '')
      .file('one')
      .gnuLong('L', 'x')
      .gnuLong('K', 'x')
      .end(),
    names: ['one'],
    problems: [
      { kind: 'tar-orphan-extension', tarOffset: 0, typeflag: 'x' },
      { kind: 'tar-orphan-extension', tarOffset: 2048, typeflag: 'L' },
      { kind: 'tar-orphan-extension', tarOffset: 3072, typeflag: 'K' },
    ],
  },
  {
    title: 'an extension at the end of the input',
    tar: new TarBuilder().file('one').pax({ path: 'x' }),
    names: ['one'],
    problems: [
      { kind: 'tar-orphan-extension', tarOffset: 512, typeflag: 'x' },
      { kind: 'tar-no-end', tarOffset: 1536 },
    ],
  },
  {
    title: 'an extension that nobody would read: the header’s name counts',
    tar: new TarBuilder().gnuLong('L', 'x').gnuLong('L', 'n'.repeat(MiB)).file('short').end(),
    names: ['short'],
    problems: [
      { kind: 'tar-extension-size', tarOffset: 1024, typeflag: 'L', size: MiB + 1, limit: MiB },
    ],
  },
  {
    title: 'damaged PAX records: those before count',
    tar: new TarBuilder()
      .paxPayload('8 uid=7\n12 path=x\n8 gid=8\n')
      .file('short')
      .paxPayload('8 nothing')
      .file('two')
      .end(),
    names: ['short', 'two'],
    problems: [
      { kind: 'pax-record', tarOffset: 520, fault: 'no-newline', text: '12 path=x' },
      { kind: 'pax-record', tarOffset: 2048, fault: 'no-newline', text: '8 nothing' },
    ],
  },
  {
    title: 'PAX records whose content makes no sense',
    tar: new TarBuilder()
      .paxPayload('9 path=x\n11 pathxxx\n6 =xx\n12 path=a\0b\n99 x')
      .file('short')
      .pax({ uid: 'root', mtime: '1e9', size: '-1', gid: '9007199254740993' })
      .file('two')
      .entry({ name: 'g', typeflag: 'g' }, 'broken')
      .end(),
    names: ['x', 'two'],
    problems: [
      { kind: 'pax-record', tarOffset: 521, fault: 'no-equals', text: '11 pathxxx' },
      { kind: 'pax-record', tarOffset: 532, fault: 'empty-key', text: '6 =xx' },
      { kind: 'pax-record', tarOffset: 538, fault: 'nul', text: '12 path=a\0b' },
      { kind: 'pax-record', tarOffset: 550, fault: 'length', text: '99 x' },
      { kind: 'pax-record', tarOffset: 2073, fault: 'value', text: '11 size=-1' },
      { kind: 'pax-record', tarOffset: 2048, fault: 'value', text: '12 uid=root' },
      { kind: 'pax-record', tarOffset: 2084, fault: 'value', text: '24 gid=9007199254740993' },
      { kind: 'pax-record', tarOffset: 2060, fault: 'value', text: '13 mtime=1e9' },
      { kind: 'pax-record', tarOffset: 3584, fault: 'length', text: 'broken' },
    ],
  },
];

describe.each(engines)('a tar with something wrong, read by the $engineName', ({ engine }) => {
  it.each(cases)('tells: $title', ({ tar, names, problems }) => {
    const index = indexTar(tar.bytes(), { engine });
    expect(index.problems).toEqual(problems);
    expect(entriesOf(index).map(({ name }) => name)).toEqual(names);
  });

  it.each(cases)('tells the same byte by byte: $title', ({ tar, problems }) => {
    const bytes = tar.bytes();
    // A byte at a time for the first blocks, then what is quick.
    const cuts = Array.from({ length: 20_000 }, (_, i) => (i < 4000 ? i + 1 : i * 37));
    expect(indexTar(bytes, { engine, cuts }).problems).toEqual(problems);
  });

  it('takes no offence at an eStargz index behind the end', () => {
    const tar = new TarBuilder().file('one').end().file('stargz.index.json', '{"version":1}').end();
    const index = indexTar(tar.bytes(), { engine });
    expect(index.problems).toEqual([]);
    expect(index.entryCount).toBe(1);
  });

  it('gives a file that ends early no fingerprint', () => {
    const tar = new TarBuilder().header({ name: 'cut', size: 5 }).raw('abc').bytes();
    expect(entriesOf(indexTar(tar, { engine }))).toMatchObject([{ size: 5, fingerprint: 0n }]);
  });

  it('believes no size of a link where a header or a zero block follows', () => {
    const tar = new TarBuilder()
      .dir('d/', { size: 600 })
      .symlink('s', 't', { size: 8 })
      .hardlink('h', 't', { size: base256(1n << 62n, 12) })
      .header({ name: 'p', typeflag: '6', size: 3 })
      .end();
    const index = indexTar(tar.bytes(), { engine });
    expect(entriesOf(index).map(({ name, size }) => `${name} ${size}`)).toEqual([
      'd/ 0',
      's 0',
      'h 0',
      'p 0',
    ]);
    expect(index.problems.map(({ kind }) => kind)).toEqual(['tar-number']);
  });

  it('reads whatever bytes there are to an end', () => {
    const good = new TarBuilder()
      .file('a', 'x'.repeat(700))
      .pax({ path: 'b' })
      .file('c')
      .end()
      .bytes();
    for (let at = 0; at < good.length; at += 5) {
      const damaged = good.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const index = indexTar(damaged, { engine });
      expect(index.entryCount).toBeGreaterThanOrEqual(1);
      expect(index.tarBytes).toBe(good.length);
    }
  });

  it('reads a tar cut anywhere up to the cut', () => {
    const whole = new TarBuilder()
      .file('a', 'xyz')
      .pax({ path: 'long' })
      .file('b', 'x')
      .dir('c/')
      .end();
    const bytes = whole.bytes();
    for (let length = 1; length < 3 * 512; length++) {
      const index = indexTar(bytes.subarray(0, length), { engine });
      expect(index.entryCount).toBe(length < 512 ? 0 : 1);
      expect(index.problems).toHaveLength(1);
    }
  });
});
