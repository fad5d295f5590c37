import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Xxh64 } from '../../../../src/core/bytes/xxh64.ts';
import { entryName } from '../../../../src/core/layer/layer-index.ts';
import type { Format } from '../../../fixtures/tar-builder.ts';
import { TarBuilder, base256 } from '../../../fixtures/tar-builder.ts';
import { engines } from './engines.ts';
import { contentOf, entriesOf, indexTar, recordsOf } from './index-tar.ts';

interface Written {
  how: 'header' | 'pax' | 'gnu';
  format: Format;
  typeflag: string;
  name: Uint8Array;
  link: string;
  mode: number;
  uid: number;
  gid: number;
  mtime: number;
  nanos: number;
  content: Uint8Array;
  xattr: Uint8Array;
}

// No NUL, no slash at either end, nothing that reads as a `..` component.
const nameByte = fc.integer({ min: 1, max: 255 }).filter((byte) => byte !== 0x2e && byte !== 0x2f);
const name = fc
  .uint8Array({ minLength: 1, maxLength: 30 })
  .chain((seed) =>
    fc.tuple(...Array.from(seed, () => nameByte)).map((bytes) => Uint8Array.from(bytes)),
  );

const entry: fc.Arbitrary<Written> = fc
  .record({
    how: fc.constantFrom('header' as const, 'pax' as const, 'gnu' as const),
    format: fc.constantFrom<Format>('ustar', 'gnu', 'star', 'v7'),
    typeflag: fc.constantFrom('0', '0', '0', '5', '2', '1', '6'),
    name: fc.tuple(name, fc.integer({ min: 1, max: 12 })).map(([part, times]) =>
      // Up to 372 bytes, which takes an extension.
      Buffer.concat(
        Array.from({ length: times }, (_, i) =>
          i === 0 ? part : Buffer.concat([Buffer.from('/'), part]),
        ),
      ),
    ),
    link: fc.stringMatching(/^[a-z]{1,200}$/),
    mode: fc.integer({ min: 0, max: 0o7777 }),
    uid: fc.integer({ min: 0, max: 2 ** 32 }),
    gid: fc.integer({ min: 0, max: 0o7777777 }),
    mtime: fc.integer({ min: -1e12, max: 1e12 }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
    content: fc.uint8Array({ maxLength: 1500 }),
    xattr: fc.uint8Array({ maxLength: 40 }),
  })
  .map((it) => ({ ...it, content: it.typeflag === '0' ? it.content : new Uint8Array(0) }));

/** What of it can be written the way it is to be. */
function write(tar: TarBuilder, it: Written): void {
  const small = { mode: it.mode, gid: it.gid, typeflag: it.typeflag };
  const isLink = it.typeflag === '1' || it.typeflag === '2';
  if (it.how === 'pax') {
    tar.pax([
      ['path', it.name],
      ...(isLink ? [['linkpath', it.link] as const] : []),
      ['uid', String(it.uid)],
      ['mtime', paxTime(it.mtime, it.nanos)],
      ['size', String(it.content.length)],
      ['SCHILY.xattr.user.x', it.xattr],
    ]);
    tar.entry(
      { ...small, name: 'short', link: isLink ? 'short' : '', size: 0, format: 'ustar' },
      it.content,
    );
    return;
  }
  const whole = { uid: base256(it.uid, 8), mtime: base256(it.mtime, 12) };
  const format = it.how === 'gnu' ? 'gnu' : it.format;
  if (it.how === 'gnu') {
    tar.gnuLong('L', it.name);
    if (isLink) tar.gnuLong('K', it.link);
  }
  const fits = it.how === 'header';
  tar.entry(
    {
      ...small,
      ...whole,
      format,
      name: fits ? it.name.subarray(0, 100) : 'short',
      link: isLink ? (fits ? it.link.slice(0, 100) : 'short') : '',
    },
    it.content,
  );
}

/** Decimal, the sign of the whole before it. */
function paxTime(seconds: number, nanos: number): string {
  if (nanos === 0) return String(seconds);
  const total = BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
  const size = total < 0n ? -total : total;
  const fraction = (size % 1_000_000_000n).toString().padStart(9, '0');
  return `${total < 0n ? '-' : ''}${size / 1_000_000_000n}.${fraction}`;
}

function expected(it: Written) {
  const fits = it.how === 'header';
  const isLink = it.typeflag === '1' || it.typeflag === '2';
  const hash = new Xxh64();
  hash.update(it.content);
  return {
    name: Buffer.from(fits ? it.name.subarray(0, 100) : it.name).toString('latin1'),
    typeflag: it.typeflag,
    link: isLink ? (fits ? it.link.slice(0, 100) : it.link) : '',
    mode: it.mode,
    uid: it.uid,
    gid: it.gid,
    size: it.content.length,
    mtime: it.mtime,
    mtimeNanos: it.how === 'pax' ? it.nanos : 0,
    bodyOffset: undefined,
    fingerprint: it.typeflag === '0' ? hash.digest() : 0n,
    content: Buffer.from(it.content).toString('latin1'),
    records:
      it.how === 'pax' ? [['SCHILY.xattr.user.x', Buffer.from(it.xattr).toString('latin1')]] : [],
  };
}

describe.each(engines)('whatever is written, read by the $engineName', ({ engine }) => {
  it('comes back, wherever the tar is cut', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 8 }),
        fc.array(fc.nat(20_000), { maxLength: 8 }),
        (entries, places) => {
          const tar = new TarBuilder();
          for (const it of entries) write(tar, it);
          const bytes = tar.end().bytes();
          const cuts = places.map((place) => place % bytes.length).sort((a, b) => a - b);
          const index = indexTar(bytes, { engine, cuts });
          const got = entriesOf(index).map((row, i) => ({
            ...row,
            bodyOffset: undefined,
            name: Buffer.from(entryName(index, i)).toString('latin1'),
            content: Buffer.from(contentOf(index, bytes, i)).toString('latin1'),
            records: recordsOf(index, i),
          }));
          expect(got).toEqual(entries.map(expected));
          expect(index.problems).toEqual([]);
          expect(index.tarBytes).toBe(bytes.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is read to an end when damaged, with the same result wherever it is cut', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 4 }),
        flips,
        fc.nat(),
        (entries, changes, place) => {
          const tar = new TarBuilder();
          for (const it of entries) write(tar, it);
          const bytes = tar.end().bytes();
          for (const [at, mask] of changes) {
            bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ mask;
          }
          const whole = indexTar(bytes, { engine });
          const cut = indexTar(bytes, { engine, cuts: [place % bytes.length] });
          expect(entriesOf(cut)).toEqual(entriesOf(whole));
          expect(cut.problems).toEqual(whole.problems);
          expect(whole.tarBytes).toBe(bytes.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('ends for any bytes behind a good header', () => {
    const blocks = fc.array(
      fc.oneof(
        fc.uint8Array({ minLength: 512, maxLength: 512 }),
        fc.constant(new Uint8Array(512)),
        fc
          .constantFrom('x', 'g', 'L', 'K', '0', '5', 'S', '1')
          .map((typeflag) =>
            new TarBuilder().header({ name: 'h', typeflag, size: 512, format: 'gnu' }).bytes(),
          ),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(blocks, fc.nat(511), (parts, short) => {
        const bytes = Buffer.concat([new TarBuilder().file('first').bytes(), ...parts]);
        const index = indexTar(bytes.subarray(0, bytes.length - short), { engine });
        expect(index.entryCount).toBeLessThanOrEqual(1 + parts.length);
      }),
      { numRuns: 300 },
    );
  });
});
