import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listingText } from '../../../src/core/report/listing-text.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

describe('a path in a listing', () => {
  it.each<[string, number[] | string, string]>([
    ['plain text is as it is', '/usr/bin/x', '/usr/bin/x'],
    ['a backslash is two', '/a\\b', '/a\\\\b'],
    ['a name that looks escaped can be told apart', '/\\xff', '/\\\\xff'],
    ['a lone byte is escaped', [0x2f, 0xff], '/\\xff'],
    ['what stands around it stays', [0xc3, 0xbc, 0xfe, 0xe2, 0x82, 0xac], 'ü\\xfe€'],
    ['a character cut short is escaped byte by byte', [0xe2, 0x82], '\\xe2\\x82'],
    ['a surrogate is no character', [0xed, 0xa0, 0x80], '\\xed\\xa0\\x80'],
    ['nor is an overlong one', [0xc0, 0xaf, 0xe0, 0x80, 0xaf], '\\xc0\\xaf\\xe0\\x80\\xaf'],
    ['nor one behind the last', [0xf4, 0x90, 0x80, 0x80], '\\xf4\\x90\\x80\\x80'],
    ['characters outside of the first plane are', '/😀', '/😀'],
    ['a byte order mark stays', '\ufeffx', '\ufeffx'],
    ['control characters are left to JSON', '/new\nline', '/new\nline'],
    ['nothing is nothing', '', ''],
  ])('%s', (_, bytes, text) => {
    expect(listingText(Buffer.from(bytes as string))).toBe(text);
  });

  it('may be as long as names can be', () => {
    const long = '€ü\\a'.repeat(100_000);
    expect(listingText(Buffer.from(long))).toBe(long.replaceAll('\\', '\\\\'));
    expect(listingText(new Uint8Array(1 << 20).fill(0x61))).toHaveLength(1 << 20);
  });

  it('of UTF-8 is what a strict decoder gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(listingText(Buffer.from(text))).toBe(text.replaceAll('\\', '\\\\'));
      }),
    );
  });

  it('can be turned back into its bytes, and takes for text all that a strict decoder does', () => {
    const byte = fc.oneof(
      fc.nat(255),
      fc.constantFrom(0x5c, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 12 }), (numbers) => {
        const bytes = Uint8Array.from(numbers);
        const text = listingText(bytes);
        expect([...unescape(text)]).toEqual(numbers);
        expect(/\\x/.test(text.replaceAll('\\\\', ''))).toBe(!isUtf8(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function unescape(text: string): Buffer {
  const parts = text.split(/(\\\\|\\x[0-9a-f]{2})/);
  return Buffer.concat(
    parts.map((part) => {
      if (part === '\\\\') return Buffer.from('\\');
      return /^\\x/.test(part) ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part);
    }),
  );
}
