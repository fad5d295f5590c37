import { describe, expect, test } from 'vitest';
import { formatBytes, formatExactBytes } from '../../src/text/format-bytes.ts';
import { formatDuration } from '../../src/text/format-duration.ts';
import { formatMode, formatOctalMode, formatPathMode } from '../../src/text/format-mode.ts';
import { formatCount } from '../../src/text/format-number.ts';
import { formatPercent } from '../../src/text/format-percent.ts';
import { formatExactTime, formatTime } from '../../src/text/format-time.ts';
import { hexDump } from '../../src/text/hex-dump.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [23_400_000, '23.4 MB'],
  [1e12, '1.0 TB'],
  [Number.MAX_SAFE_INTEGER, '9.0 PB'],
  [1e22, '10,000 EB'],
])('%d bytes are %s', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});

test('exact bytes and counts have their plural', () => {
  expect(formatExactBytes(1)).toBe('1 byte');
  expect(formatExactBytes(1_234_567)).toBe('1,234,567 bytes');
  expect(formatCount(1, 'entry', 'entries')).toBe('1 entry');
  expect(formatCount(1000, 'entry', 'entries')).toBe('1,000 entries');
  expect(formatCount(0, 'problem')).toBe('0 problems');
});

test.each([
  [0, '0.0 s'],
  [0.0002, '1 ms'],
  [0.034, '34 ms'],
  [0.096, '0.1 s'],
  [0.44, '0.4 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.4, '59 s'],
  [59.6, '1 min 0 s'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('%d seconds are %s', (seconds, expected) => {
  expect(formatDuration(seconds)).toBe(expected);
});

test.each([
  [0, '1970-01-01 00:00:00'],
  [-1, '1969-12-31 23:59:59'],
  [1_700_000_000, '2023-11-14 22:13:20'],
  [253_402_300_800, '+010000-01-01 00:00:00'],
  [8_640_000_000_001, '@8640000000001'],
  [-9e15, '@-9000000000000000'],
  [Number.NaN, '@NaN'],
])('%d is %s', (seconds, expected) => {
  expect(formatTime(seconds)).toBe(expected);
});

test('exact times have the fraction that is there', () => {
  expect(formatExactTime(1_700_000_000, 250_000_000)).toBe('2023-11-14 22:13:20.25 UTC');
  expect(formatExactTime(1_700_000_000, 1)).toBe('2023-11-14 22:13:20.000000001 UTC');
  expect(formatExactTime(0, 0)).toBe('1970-01-01 00:00:00 UTC');
});

describe('percent', () => {
  test.each([
    [0, 1, '0.0 %'],
    [1, 1, '100.0 %'],
    [0.5, 1, '50.0 %'],
    [0.29, 1, '29.0 %'],
    [0.984_123, 2, '98.41 %'],
    [0.57, 0, '57 %'],
  ])('%d is to %d digits %s', (share, digits, expected) => {
    expect(formatPercent(share, digits)).toBe(expected);
  });

  test('of what is not whole never look whole', () => {
    expect(formatPercent(0.999_999)).toBe('99.9 %');
    expect(formatPercent(0.999_999, 2)).toBe('99.99 %');
  });
});

describe('modes', () => {
  test.each([
    ['dir', 0o755, 'drwxr-xr-x', '0755'],
    ['file', 0o4755, '-rwsr-xr-x', '4755'],
    ['file', 0o4644, '-rwSr--r--', '4644'],
    ['file', 0o2755, '-rwxr-sr-x', '2755'],
    ['dir', 0o1777, 'drwxrwxrwt', '1777'],
    ['dir', 0o1776, 'drwxrwxrwT', '1776'],
    ['hardlink', 0, 'h---------', '0000'],
    ['symlink', 0o777, 'lrwxrwxrwx', '0777'],
    ['char', 0o666, 'crw-rw-rw-', '0666'],
    ['block', 0o660, 'brw-rw----', '0660'],
    ['fifo', 0o600, 'prw-------', '0600'],
    ['other', 0o007, '?------rwx', '0007'],
  ] as const)('a %s with %o is %s', (kind, mode, letters, octal) => {
    expect(formatMode(kind, mode)).toBe(letters);
    expect(formatOctalMode(mode)).toBe(octal);
  });

  test('of a hard link are those of a file, and of what is removed there are none', () => {
    expect(formatPathMode('hardlink', 0o4755)).toBe('-rwsr-xr-x');
    expect(formatPathMode('dir', 0o755)).toBe('drwxr-xr-x');
    expect(formatPathMode('whiteout', 0o644)).toBe('');
    expect(formatPathMode('opaque', 0o755)).toBe('drwxr-xr-x');
  });
});

test('a hex dump has sixteen bytes a line', () => {
  expect(hexDump(Uint8Array.from({ length: 18 }, (_, i) => i + 0x3a))).toEqual([
    {
      offset: '00000000',
      hex: '3a 3b 3c 3d 3e 3f 40 41 42 43 44 45 46 47 48 49',
      ascii: ':;<=>?@ABCDEFGHI',
    },
    { offset: '00000010', hex: '4a 4b'.padEnd(47), ascii: 'JK' },
  ]);
  expect(hexDump(Uint8Array.of(0, 0x1f, 0x7f, 0xff))[0]?.ascii).toBe('....');
});
