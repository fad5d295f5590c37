import { describe, expect, it } from 'vitest';
import { parseByteRange } from '../../scripts/byte-range.mjs';

describe('parseByteRange', () => {
  it.each([
    ['bytes=0-0', [0, 1]],
    ['bytes=2-4', [2, 5]],
    ['bytes=7-', [7, 10]],
    ['bytes=7-999', [7, 10]],
    ['bytes=-3', [7, 10]],
    ['bytes=-99', [0, 10]],
  ])('reads %s', (header, range) => {
    expect(parseByteRange(header, 10)).toEqual(range);
  });

  it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('cannot satisfy %s of ten bytes', (header) => {
    expect(parseByteRange(header, 10)).toBe('unsatisfiable');
  });

  it.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=4-2',
    'bytes=0-1,3-4',
    'lines=0-1',
    'bytes=a-b',
  ])('ignores %s', (header) => {
    expect(parseByteRange(header, 10)).toBeUndefined();
  });

  it('has no range to give of an empty file', () => {
    expect(parseByteRange('bytes=0-', 0)).toBe('unsatisfiable');
    expect(parseByteRange('bytes=-1', 0)).toBe('unsatisfiable');
  });
});
