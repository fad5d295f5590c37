import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPaxRecords } from '../../../../src/core/archive/tar/pax-records.ts';
import { paxPayload, paxRecord } from '../../../fixtures/tar-builder.ts';

function read(payload: string | Uint8Array) {
  const faults: [string, number][] = [];
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : payload;
  const records = readPaxRecords(bytes, (fault, at) => faults.push([fault, at]));
  const pairs = records.map(({ keyText, value }) => [
    keyText,
    Buffer.from(value).toString('latin1'),
  ]);
  return { pairs, faults };
}

describe('readPaxRecords', () => {
  it('reads values as bytes, with equals signs, newlines and NULs in them', () => {
    const payload = paxPayload([
      ['path', 'a=b\nc'],
      ['SCHILY.xattr.user.k', Uint8Array.of(0, 10, 255)],
      ['empty', ''],
    ]);
    expect(read(payload)).toEqual({
      pairs: [
        ['path', 'a=b\nc'],
        ['SCHILY.xattr.user.k', '\0\n\xff'],
        ['empty', ''],
      ],
      faults: [],
    });
  });

  it('counts the digits of the length in the length', () => {
    for (const length of [0, 1, 90, 91, 92, 93, 94, 988, 989, 990, 991, 9985, 9986]) {
      const value = 'v'.repeat(length);
      expect(read(paxRecord('k', value)).pairs).toEqual([['k', value]]);
    }
  });

  it.each([
    ['length', '99 path=short\n'],
    ['length', '0 a=b\n'],
    ['length', '2 a=b\n'],
    ['length', '-6 a=b\n'],
    ['length', ' 6 a=b\n'],
    ['length', '999999999999999999999 a=b\n'],
    ['length', '6'],
    ['length', '6a=b'],
    ['length', '\0\0\0'],
    ['no-newline', '6 a=bc'],
    ['no-newline', '5 a=b\n'],
  ])('stops at a broken frame (%s, %j) and keeps what came before', (fault, broken) => {
    const good = '9 path=x\n';
    expect(read(good + broken + good)).toEqual({ pairs: [['path', 'x']], faults: [[fault, 9]] });
  });

  it.each([
    ['no-equals', '11 pathxxx\n'],
    ['empty-key', '6 =xx\n'],
    ['nul', '8 a\0b=c\n'],
    ['nul', '12 path=a\0b\n'],
    ['nul', '14 linkpath=\0\n'],
    ['nul', '11 uname=\0\n'],
    ['nul', '11 gname=\0\n'],
  ])('leaves out a record with bad content (%s, %j) and goes on behind it', (fault, broken) => {
    const good = '9 path=x\n';
    expect(read(broken + good)).toEqual({ pairs: [['path', 'x']], faults: [[fault, 0]] });
  });

  it('reads back whatever was written', () => {
    const key = fc.stringMatching(/^[A-Za-z.]{1,30}$/);
    const pair = fc.tuple(
      key,
      fc.uint8Array({ maxLength: 200 }).map((b) => b.filter((x) => x !== 0)),
    );
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 20 }), (pairs) => {
        const want = pairs.map(([k, value]) => [k, Buffer.from(value).toString('latin1')]);
        expect(read(paxPayload(pairs))).toEqual({ pairs: want, faults: [] });
      }),
    );
  });

  it('ends, within bounds, for any bytes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('1', '9', ' ', '=', '\n', 'a', '\0'), maxLength: 60 }),
        (text) => {
          expect(read(text).pairs.length).toBeLessThanOrEqual(text.length / 5);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
