import { describe, expect, it } from 'vitest';
import { parsePaxNumber, parsePaxTime } from '../../../../src/core/archive/tar/pax-number.ts';

describe('parsePaxNumber', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    ['+7', 7],
    ['-1000', -1000],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('reads %j', (text, want) => {
    expect(parsePaxNumber(text)).toBe(want);
  });

  it.each(['', ' 1', '1 ', '1.5', '0x1', '1e3', '--1', 'Infinity', '9007199254740992', '1\n'])(
    'reads no number from %j',
    (text) => {
      expect(parsePaxNumber(text)).toBeUndefined();
    },
  );
});

describe('parsePaxTime', () => {
  it.each([
    ['1600000000', 1600000000, 0],
    ['1600000000.123456789', 1600000000, 123456789],
    ['1.5', 1, 500000000],
    ['1.', 1, 0],
    ['0.0000000019', 0, 1],
    ['-1000', -1000, 0],
    ['-1.25', -2, 750000000],
    // The sign is the fraction's too, though zero has none.
    ['-0.5', -1, 500000000],
    ['-0.0', 0, 0],
    ['253402300799', 253402300799, 0],
  ])('reads %j', (text, seconds, nanos) => {
    expect(parsePaxTime(text)).toEqual({ seconds, nanos });
  });

  it.each(['', '.5', '1.5.', '1.-5', '1e9', '999xxx9324.4', '99999999999999999999'])(
    'reads no time from %j',
    (text) => {
      expect(parsePaxTime(text)).toBeUndefined();
    },
  );
});
