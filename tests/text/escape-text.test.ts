import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutName, splitPath } from '../../src/text/split-path.ts';
import { decodeName } from '../../src/text/decode-name.ts';
import { escapeContent, escapeLabel, escapeText, joinPieces } from '../../src/text/escape-text.ts';
import { unescapeText } from '../../src/text/unescape-text.ts';

const shown = (text: string) => joinPieces(escapeText(text));
const decoded = (...bytes: number[]) => joinPieces(decodeName(Uint8Array.from(bytes)));

describe('names', () => {
  test.each([
    ['etc/hosts', 'etc/hosts'],
    ['naïve/日本語/עברית/😀', 'naïve/日本語/עברית/😀'],
    ['a b', 'a b'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['a\u2066b\u2069', 'a\\u{2066}b\\u{2069}'],
    ['\x1b[31m', '\\x1b[31m'],
    ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
    ['\x7f\x80', '\\x7f\\u{80}'],
    ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
    ['no-break\u00a0space', 'no-break\\u{a0}space'],
    [' a  b ', '\\x20a  b\\x20'],
    ['\u{e0041}\u3164', '\\u{e0041}\\u{3164}'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['back\\slash', 'back\\\\slash'],
    ['\\x1b', '\\\\x1b'],
    ['', ''],
  ])('%j is shown as %s', (name, expected) => {
    expect(shown(name)).toBe(expected);
  });

  test('say which part of them is an escape', () => {
    expect(escapeText('a\x00\x01b')).toEqual([
      { text: 'a', escaped: false },
      { text: '\\x00\\x01', escaped: true },
      { text: 'b', escaped: false },
    ]);
  });

  test('with lone surrogates stay text', () => {
    expect(shown('a\ud800b')).toBe('a\\u{d800}b');
  });
});

describe('names as bytes', () => {
  test('that are UTF-8 are text', () => {
    expect(joinPieces(decodeName(new TextEncoder().encode('naïve/日本')))).toBe('naïve/日本');
  });

  test('that are not are told byte by byte', () => {
    expect(decoded(0x61, 0xff, 0xfe, 0x62)).toBe('a\\xff\\xfeb');
    // Latin-1, a cut character, one byte too many, an overlong slash, a surrogate, a code point too high.
    expect(decoded(0x63, 0x61, 0x66, 0xe9)).toBe('caf\\xe9');
    expect(decoded(0xe6, 0x97)).toBe('\\xe6\\x97');
    expect(decoded(0xc3, 0xa9, 0xa9)).toBe('é\\xa9');
    expect(decoded(0xc0, 0xaf)).toBe('\\xc0\\xaf');
    expect(decoded(0xed, 0xa0, 0x80)).toBe('\\xed\\xa0\\x80');
    expect(decoded(0xf4, 0x90, 0x80, 0x80)).toBe('\\xf4\\x90\\x80\\x80');
  });

  test('with a byte order mark show it', () => {
    expect(decoded(0xef, 0xbb, 0xbf, 0x61)).toBe('\\u{feff}a');
  });

  test('that differ look different, and can be typed back from what is shown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect([...unescapeText(joinPieces(decodeName(bytes)))]).toEqual([...bytes]);
      }),
      { numRuns: 2000 },
    );
  });

  test('never show anything that cannot be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(joinPieces(decodeName(bytes))).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u);
      }),
    );
  });
});

describe('what is typed', () => {
  const typed = (text: string) => [...unescapeText(text)];

  test('is UTF-8 with the escapes of names', () => {
    expect(typed('é\\xff\\u{202e}\\n\\\\')).toEqual([
      0xc3, 0xa9, 0xff, 0xe2, 0x80, 0xae, 0x0a, 0x5c,
    ]);
  });

  test('may have backslashes that are no escapes', () => {
    expect(new TextDecoder().decode(unescapeText('a\\q\\x1\\u{}'))).toBe('a\\q\\x1\\u{}');
  });

  test('may name a character that does not exist', () => {
    expect(new TextDecoder().decode(unescapeText('\\u{ffffff}'))).toBe('\ufffd');
  });
});

describe('paths', () => {
  const parts = (path: string) => {
    const { folder, base } = splitPath(new TextEncoder().encode(path));
    return [joinPieces(folder), joinPieces(base)];
  };

  test('are split before their own name', () => {
    expect(parts('usr/bin/sh')).toEqual(['usr/bin/', 'sh']);
    expect(parts('usr/lib/')).toEqual(['usr/', 'lib/']);
    expect(parts('usr/')).toEqual(['', 'usr/']);
    expect(parts('/')).toEqual(['', '/']);
    expect(parts('//')).toEqual(['/', '/']);
    expect(parts('')).toEqual(['', '']);
  });

  test('of megabytes are cut', () => {
    const [folder, base] = parts(`${'a/'.repeat(500_000)}${'b'.repeat(500_000)}`);
    expect(folder).toBe(`${'a/'.repeat(100)}…`);
    expect(base).toBe(`${'b'.repeat(200)}…`);
  });

  test('are never cut inside of a character', () => {
    const name = new TextEncoder().encode('aé'.repeat(10));
    expect(joinPieces(cutName(name, 5))).toBe('aéa…');
    expect(joinPieces(cutName(name, 6))).toBe('aéaé…');
  });
});

test('content keeps its lines, tabs and backslashes, and shows everything else', () => {
  expect(joinPieces(escapeContent('a\r\n\tb\\n\rc\u202ed\n'))).toBe('a\r\n\tb\\n\\rc\\u{202e}d\n');
});

test('labels keep their backslashes', () => {
  expect(escapeLabel('\\xff\u202e')).toBe('\\xff\\u{202e}');
});
