import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../../src/core/layer/index-builder.ts';
import type { LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { createTwinEngine } from '../../../src/core/layer/twin-engine.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { entriesOf } from '../archive/tar/index-tar.ts';
import { gzipMember } from './gzip-member.ts';

const engine = createTwinEngine();

function indexGzip(
  gzip: Uint8Array,
  piece = gzip.length,
  builder = new IndexBuilder(),
): LayerIndex {
  const pass = engine.startPass('gzip', builder);
  for (let at = 0; at < gzip.length && !pass.done; at += piece) {
    pass.push(gzip.subarray(at, at + piece));
  }
  pass.finish();
  return builder.seal({ compression: 'gzip', sourceBytes: gzip.length, tarBytes: pass.tarBytes });
}

const tar = new TarBuilder()
  .file('a', 'a'.repeat(3000))
  .pax({ path: 'long' })
  .file('b', 'b'.repeat(700))
  .dir('c/')
  .end()
  .bytes();

describe('the twin’s pass over gzip', () => {
  it('gives the rows of the tar inside, wherever members and pieces are cut', () => {
    const plain = indexGzip(gzipSync(tar));
    expect(entriesOf(plain).map(({ name }) => name)).toEqual(['a', 'long', 'c/']);
    const members = Buffer.concat(
      [0, 512, 700, 3000].map((at, i, all) => gzipMember(tar.subarray(at, all[i + 1]))),
    );
    for (const piece of [1, 37, 999, 65_536]) {
      const index = indexGzip(members, piece);
      expect(entriesOf(index)).toEqual(entriesOf(plain));
      expect(index.problems).toEqual([]);
      expect(index.tarBytes).toBe(tar.length);
    }
  });

  it('makes a seek point of every member, from which the rest can be inflated', () => {
    const cuts = [0, 512, 700, 3000];
    const parts = cuts.map((at, i) => gzipMember(tar.subarray(at, cuts[i + 1])));
    const gzip = Buffer.concat(parts);
    const { seekPoints } = indexGzip(gzip, 100);
    expect(Array.from(seekPoints.tarOffset)).toEqual(cuts);
    expect(seekPoints.states).toHaveLength(0);
    seekPoints.sourceOffset.forEach((sourceOffset, i) => {
      const tarOffset = cuts[i] ?? 0;
      const inflate = engine.startInflate({
        tarOffset,
        sourceOffset,
        bit: 0,
        state: new Uint8Array(0),
      });
      const chunks = Array.from(inflate.push(gzip.subarray(sourceOffset), true), (chunk) =>
        Buffer.from(chunk),
      );
      expect(Buffer.concat(chunks).equals(tar.subarray(tarOffset))).toBe(true);
    });
  });

  it('compares checksum and length of every member, and goes on', () => {
    const head = tar.subarray(0, 1000);
    const gzip = Buffer.concat([
      gzipMember(head, { headerChecksum: 'bad' }),
      gzipMember(tar.subarray(1000, 2000), { crcOff: 1 }),
      gzipMember(tar.subarray(2000), { lengthOff: -1 }),
    ]);
    const index = indexGzip(gzip);
    expect(index.entryCount).toBe(3);
    const ends = [
      gzipMember(head, { headerChecksum: 'good' }),
      gzipMember(tar.subarray(1000, 2000)),
    ].map(({ length }) => length);
    const second = (ends[0] ?? 0) + (ends[1] ?? 0);
    expect(index.problems).toMatchObject([
      { kind: 'gzip-header-checksum', sourceOffset: 10 },
      { kind: 'gzip-checksum', sourceOffset: second - 8, tarOffset: 2000 },
      { kind: 'gzip-length', sourceOffset: gzip.length - 8, tarOffset: tar.length },
    ]);
    expect(index.problems[2]).toMatchObject({ want: tar.length - 2001, got: tar.length - 2000 });
  });

  it('accepts zeros behind the last member, and tells of anything else', () => {
    const gzip = gzipSync(tar);
    expect(indexGzip(Buffer.concat([gzip, Buffer.alloc(700)])).problems).toEqual([]);
    for (const piece of [1, 10_000]) {
      const behind = Buffer.concat([gzip, Buffer.from('\0\0garbage')]);
      expect(indexGzip(behind, piece).problems).toEqual([
        { kind: 'trailing-bytes', compression: 'gzip', sourceOffset: gzip.length + 2, bytes: 7 },
      ]);
    }
  });

  it('gives what could be read of a stream that is cut short', () => {
    const gzip = gzipMember(tar, { level: 0 });
    const cut = gzip.subarray(0, 2000);
    const index = indexGzip(cut, 300);
    expect(entriesOf(index).map(({ name, fingerprint }) => [name, fingerprint])).toEqual([
      ['a', 0n],
    ]);
    expect(index.problems.map(({ kind }) => kind)).toEqual([
      'compression-truncated',
      'tar-truncated',
    ]);
  });

  it('gives what could be read of a stream that is damaged', () => {
    const gzip = gzipMember(tar.subarray(0, 4096), {});
    const bad = Buffer.concat([gzip, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 7])]);
    const index = indexGzip(bad, 5);
    expect(entriesOf(index).map(({ name }) => name)).toEqual(['a']);
    expect(index.problems[0]).toEqual({
      kind: 'compression-corrupt',
      compression: 'gzip',
      sourceOffset: bad.length - 1,
      tarOffset: 4096,
      reason: 'invalid block type',
    });
  });

  it('stops when what is inflated is no tar', () => {
    const builder = new IndexBuilder();
    const pass = engine.startPass('gzip', builder);
    pass.push(gzipSync(Buffer.alloc(3 << 20, 'no tar')));
    expect(pass.done).toBe(true);
    pass.finish();
    const { problems } = builder.seal({
      compression: 'gzip',
      sourceBytes: 1,
      tarBytes: pass.tarBytes,
    });
    expect(problems).toEqual([{ kind: 'not-a-tar', tarOffset: 0, bytes: 1 << 20 }]);
  });
});

describe('the twin’s pass over a tar', () => {
  it('stops at the limit of entries, having told so', () => {
    const many = new TarBuilder();
    for (let i = 0; i < 9000; i++) many.dir(`d${i}/`);
    const builder = new IndexBuilder({ entries: 100 });
    const pass = engine.startPass('tar', builder);
    pass.push(many.end().bytes());
    expect(pass.done).toBe(true);
    pass.finish();
    const index = builder.seal({ compression: 'none', sourceBytes: 1, tarBytes: pass.tarBytes });
    expect(index.entryCount).toBe(100);
    expect(index.problems).toEqual([
      { kind: 'too-many-entries', tarOffset: 4096 * 512, limit: 100 },
    ]);
  });

  it('counts entries and bytes while it goes on', () => {
    const pass = engine.startPass('tar', new IndexBuilder());
    pass.push(tar.subarray(0, 600));
    expect([pass.entries, pass.tarBytes, pass.skippable]).toEqual([1, 600, 3072 - 88]);
    expect(() => {
      pass.skip(3072);
    }).toThrow(RangeError);
    pass.skip(3072 - 88);
    expect([pass.tarBytes, pass.skippable]).toEqual([3584, 0]);
    pass.push(tar.subarray(3584));
    pass.finish();
    expect([pass.entries, pass.tarBytes]).toEqual([3, tar.length]);
  });

  it('takes no row without room for it', () => {
    // Each takes a fifth of the batch's room for names.
    const tar = new TarBuilder();
    const name = 'n'.repeat(900_000);
    for (let i = 0; i < 8; i++) tar.gnuLong('L', name + String(i)).file('x');
    const builder = new IndexBuilder();
    const pass = engine.startPass('tar', builder);
    pass.push(tar.end().bytes());
    pass.finish();
    const index = builder.seal({ compression: 'none', sourceBytes: 1, tarBytes: 1 });
    expect(
      entriesOf(index)
        .map((entry) => entry.name.slice(-1))
        .join(''),
    ).toBe('01234567');
  });
});
