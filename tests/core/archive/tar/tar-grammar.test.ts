import { describe, expect, it } from 'vitest';
import type { Format } from '../../../fixtures/tar-builder.ts';
import { TarBuilder, base256, checksumField, tarHeader } from '../../../fixtures/tar-builder.ts';
import { engines } from './engines.ts';
import type { Entry } from './index-tar.ts';
import { contentOf, entriesOf, indexTar, recordsOf } from './index-tar.ts';

describe.each(engines)('a tar, read by the $engineName', ({ engine }) => {
  const index = (tar: TarBuilder) => indexTar(tar.bytes(), { engine });
  const names = (tar: TarBuilder) => entriesOf(index(tar)).map(({ name }) => name);
  const first = (tar: TarBuilder): Entry => {
    const [entry] = entriesOf(index(tar));
    if (entry === undefined) throw new Error('no entry');
    return entry;
  };

  it('gives a row for every entry, with all its fields', () => {
    const tar = new TarBuilder()
      .dir('etc/', { mode: 0o1777, uid: 7, gid: 8, mtime: 9 })
      .file('etc/hosts', 'localhost', { mode: 0o104644, uid: 0o7777777, mtime: 0o77777777777 })
      .symlink('etc/link', 'hosts')
      .hardlink('etc/hard', 'etc/hosts')
      .device('dev/null', '3', 1, 3)
      .device('dev/sda', '4', 8, 0)
      .header({ name: 'fifo', typeflag: '6' })
      .end();
    const got = index(tar);
    expect(got.problems).toEqual([]);
    const rows = entriesOf(got).map((e) => [
      e.typeflag,
      e.name,
      e.link,
      e.size,
      e.mode,
      e.bodyOffset,
    ]);
    expect(rows).toEqual([
      ['5', 'etc/', '', 0, 0o1777, 512],
      ['0', 'etc/hosts', '', 9, 0o4644, 1024],
      ['2', 'etc/link', 'hosts', 0, 0o777, 2048],
      ['1', 'etc/hard', 'etc/hosts', 0, 0o644, 2560],
      ['3', 'dev/null', '', 0, 0o644, 3072],
      ['4', 'dev/sda', '', 0, 0o644, 3584],
      ['6', 'fifo', '', 0, 0o644, 4096],
    ]);
    const [dir, file] = entriesOf(got);
    expect([dir?.uid, dir?.gid, dir?.mtime]).toEqual([7, 8, 9]);
    expect([file?.uid, file?.mtime]).toEqual([0o7777777, 0o77777777777]);
    expect(Array.from(got.devices.entry)).toEqual([4, 5]);
    expect(Array.from(got.devices.major)).toEqual([1, 8]);
    expect(Array.from(got.devices.minor)).toEqual([3, 0]);
  });

  it('takes a fingerprint of every file, the empty one too, and of nothing else', () => {
    const tar = new TarBuilder().file('a', 'abc').file('empty').dir('d/').hardlink('h', 'a').end();
    const fingerprints = entriesOf(index(tar)).map(({ fingerprint }) => fingerprint);
    expect(fingerprints).toEqual([0x44bc2cf5ad770999n, 0xef46db3751d8e999n, 0n, 0n]);
  });

  it('reads an empty tar, and one of no bytes at all, without complaint', () => {
    for (const tar of [new TarBuilder(), new TarBuilder().end(), new TarBuilder().zeroBlocks(1)]) {
      const got = index(tar);
      expect(got.entryCount).toBe(0);
      expect(got.problems).toEqual([]);
    }
  });

  it('takes one zero block and then the end of the input as the end', () => {
    expect(index(new TarBuilder().file('a').zeroBlocks(1)).problems).toEqual([]);
  });

  it.each<[Format, string]>([
    ['ustar', 'some/prefix/name'],
    ['star', 'some/prefix/name'],
    ['v7', 'name'],
  ])('puts the prefix of a %s header before the name', (format, want) => {
    const prefix = 'some/prefix';
    const tar = new TarBuilder().file('name', 'x', { format, prefix }).end();
    expect(first(tar).name).toBe(want);
  });

  it('reads names that fill their fields', () => {
    const tar = new TarBuilder()
      .file('n'.repeat(100), '', { prefix: 'p'.repeat(155) })
      .symlink('s', 'l'.repeat(100))
      .end();
    const [long, link] = entriesOf(index(tar));
    expect(long?.name).toBe(`${'p'.repeat(155)}/${'n'.repeat(100)}`);
    expect(link?.link).toBe('l'.repeat(100));
  });

  it('takes the times of a star header for no prefix', () => {
    const times = { 476: Buffer.from('14000000000\0') };
    const tar = new TarBuilder().file('n', '', {
      format: 'star',
      prefix: 'p'.repeat(131),
      patch: times,
    });
    expect(first(tar).name).toBe(`${'p'.repeat(131)}/n`);
  });

  it('takes the times of a GNU header for no prefix, but a prefix that old Go put there', () => {
    const times = { 345: Buffer.from('14000000000\0' + '14000000001\0') };
    const gnu = new TarBuilder().file('n', '', { format: 'gnu', patch: times });
    const oldGo = new TarBuilder().file('n', '', { format: 'gnu', prefix: 'some/dir' });
    const latin = new TarBuilder().file('n', '', {
      format: 'gnu',
      prefix: Uint8Array.of(0x2f, 0xe9),
    });
    expect([first(gnu).name, first(oldGo).name, first(latin).name]).toEqual([
      'n',
      'some/dir/n',
      'n',
    ]);
  });

  it('keeps names as the bytes they are', () => {
    const name = Uint8Array.of(0xff, 0x2f, 0x0a, 0x80, 0x2f);
    const got = index(new TarBuilder().dir(name).end());
    expect(Array.from(got.pool)).toEqual(Array.from(name));
  });

  it('keeps absolute names, dots and double slashes as they are', () => {
    const odd = ['/etc/passwd', './a//b/./c', './', '.', '/', '...', 'a..b', '..a', 'a../b'];
    const tar = odd.reduce((all, name) => all.file(name), new TarBuilder()).end();
    expect(names(tar)).toEqual(odd);
    expect(index(tar).problems).toEqual([]);
  });

  it('takes a NUL type as a file, or a directory where the name ends with a slash', () => {
    const tar = new TarBuilder()
      .file('f', 'x', { typeflag: '', format: 'v7' })
      .file('d/', '', { typeflag: '', format: 'v7' })
      .pax({ path: 'long/' })
      .file('short', '', { typeflag: '' })
      .file('slash/', 'x')
      .end();
    const types = entriesOf(index(tar)).map(({ name, typeflag }) => name + typeflag);
    expect(types).toEqual(['f0', 'd/5', 'long/5', 'slash/0']);
  });

  it('reads numbers in base-256, negative ones too', () => {
    const tar = new TarBuilder()
      .file('f', 'abc', {
        size: base256(3, 12),
        uid: base256(4294967294, 8),
        gid: base256(-2, 8),
        mtime: base256(-1, 12),
      })
      .end();
    expect(first(tar)).toMatchObject({
      size: 3,
      uid: 4294967294,
      gid: -2,
      mtime: -1,
      mtimeNanos: 0,
    });
    expect(index(tar).problems).toEqual([]);
  });

  it('accepts a checksum of signed bytes', () => {
    const block = tarHeader({ name: Buffer.from('é', 'latin1') });
    block.set(checksumField(block, true), 148);
    const got = index(new TarBuilder().raw(block).end());
    expect(got.entryCount).toBe(1);
    expect(got.problems).toEqual([]);
  });

  describe('PAX', () => {
    it('puts the record’s value in place of the header’s', () => {
      const tar = new TarBuilder()
        .pax({
          path: 'ü/long',
          size: '3',
          uid: '5000000000',
          gid: '-1',
          mtime: '-1.25',
          uname: 'x',
        })
        .file('short', 'abc', { size: 0, uid: 1, gid: 1, mtime: 1 })
        .file('after', 'x', { uid: 1 })
        .end();
      const [entry, after] = entriesOf(index(tar));
      expect(entry).toMatchObject({ name: 'ü/long', size: 3, uid: 5000000000, gid: -1 });
      expect(entry).toMatchObject({ mtime: -2, mtimeNanos: 750000000 });
      expect(after).toMatchObject({ name: 'after', uid: 1, size: 1 });
      expect(index(tar).problems).toEqual([]);
    });

    it('gives long link targets to links alone', () => {
      const tar = new TarBuilder()
        .pax({ linkpath: 'a/target' })
        .symlink('s', 'short')
        .pax({ linkpath: 'a/target' })
        .file('f', 'x', { link: 'left over' })
        .end();
      expect(entriesOf(index(tar)).map(({ link }) => link)).toEqual(['a/target', '']);
    });

    it('takes an empty value as none, and the last of several', () => {
      const tar = new TarBuilder()
        .pax([
          ['path', 'first'],
          ['path', ''],
          ['uid', '1'],
          ['uid', '2'],
        ])
        .file('header')
        .end();
      expect(first(tar)).toMatchObject({ name: 'header', uid: 2 });
    });

    it('keeps extended attributes and unknown records as raw bytes with their entry', () => {
      const capability = Uint8Array.of(1, 0, 0, 2, 0, 0x20, 10, 0);
      const tar = new TarBuilder()
        .file('plain')
        .pax([
          ['SCHILY.xattr.security.capability', capability],
          ['mtime', '1.5'],
          ['SCHILY.xattr.user.empty', ''],
          ['comment', 'twice'],
          ['comment', 'the last'],
        ])
        .file('f')
        .end();
      const got = index(tar);
      expect(recordsOf(got, 0)).toEqual([]);
      expect(recordsOf(got, 1)).toEqual([
        ['SCHILY.xattr.security.capability', Buffer.from(capability).toString('latin1')],
        ['SCHILY.xattr.user.empty', ''],
        ['comment', 'the last'],
      ]);
    });

    it('forgets a first header when a second one comes', () => {
      const tar = new TarBuilder()
        .pax({ path: 'first', uid: '7' })
        .pax({ gid: '8' })
        .file('f')
        .end();
      expect(first(tar)).toMatchObject({ name: 'f', uid: 0, gid: 8 });
      expect(index(tar).problems).toEqual([]);
    });

    it('lists no global header and applies none', () => {
      const tar = new TarBuilder()
        .entry(
          { name: 'pax_global_header', typeflag: 'g' },
          '52 comment=0123456789012345678901234567890123456789\n',
        )
        .file('f')
        .end();
      expect(names(tar)).toEqual(['f']);
      expect(recordsOf(index(tar), 0)).toEqual([]);
      expect(index(tar).problems).toEqual([]);
    });

    it('gives a name of several blocks', () => {
      const path = 'directory/'.repeat(200) + 'f';
      const tar = new TarBuilder().pax({ path }).file('short', 'x').file('after').end();
      expect(names(tar)).toEqual([path, 'after']);
    });
  });

  describe('GNU long names', () => {
    it('stand in for name and link target', () => {
      const name = 'n'.repeat(700);
      const link = 'l'.repeat(600);
      const tar = new TarBuilder()
        .gnuLong('K', link)
        .gnuLong('L', name)
        .symlink('short', 'short', { format: 'gnu' })
        .file('after')
        .end();
      const [entry, after] = entriesOf(index(tar));
      expect(entry).toMatchObject({ name, link });
      expect(after).toMatchObject({ name: 'after', link: '' });
    });

    it('beat a PAX path, before it or behind it, and the last one counts', () => {
      const tar = new TarBuilder()
        .gnuLong('L', 'first')
        .gnuLong('L', 'gnu')
        .pax({ path: 'pax', uid: '7' })
        .file('header')
        .pax({ path: 'pax' })
        .gnuLong('L', 'gnu')
        .file('header')
        .end();
      expect(names(tar)).toEqual(['gnu', 'gnu']);
      expect(first(tar).uid).toBe(7);
    });

    it('end at the first NUL', () => {
      expect(names(new TarBuilder().gnuLong('L', 'abc\0def').file('x').end())).toEqual(['abc']);
    });

    it('say nothing when empty', () => {
      const tar = new TarBuilder().gnuLong('L', '').file('x').end();
      expect(names(tar)).toEqual(['x']);
    });
  });

  it('finds the bytes of each file where it says', () => {
    const tar = new TarBuilder()
      .file('a', 'first')
      .pax({ path: 'b' })
      .file('x', 'second'.repeat(200))
      .gnuLong('L', 'c')
      .file('x', 'third')
      .end();
    const bytes = tar.bytes();
    const contents = [0, 1, 2].map((i) => Buffer.from(contentOf(index(tar), bytes, i)).toString());
    expect(contents).toEqual(['first', 'second'.repeat(200), 'third']);
  });

  it('reads on with the same result when bodies are skipped, but takes no fingerprint of them', () => {
    const tar = new TarBuilder()
      .file('a', 'x'.repeat(5000))
      .pax({ path: 'b' })
      .file('x', 'y')
      .paxSparse01('sparse', 1000, [[10, 3]], 'abc')
      .file('empty')
      .entry({ name: 'V', typeflag: 'V' }, 'label')
      .end()
      .bytes();
    const whole = entriesOf(indexTar(tar, { engine }));
    const skipped = entriesOf(indexTar(tar, { engine, skip: true }));
    expect(skipped.map((entry) => ({ ...entry, fingerprint: 0n }))).toEqual(
      whole.map((entry) => ({ ...entry, fingerprint: 0n })),
    );
    expect(skipped.map(({ fingerprint }) => fingerprint !== 0n)).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
  });
});
