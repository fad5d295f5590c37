import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { previewContent } from '../../src/text/content-preview.ts';
import { joinPieces } from '../../src/text/escape-text.ts';
import { guessText } from '../../src/text/guess-text.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('a guess', () => {
  test.each([
    ['plain words', utf8('root:x:0:0\n'), 'ASCII', 'root:x:0:0\n'],
    ['UTF-8', utf8('naïve 日本 😀'), 'UTF-8', 'naïve 日本 😀'],
    ['UTF-16 with a mark, little end first', utf16le('\ufeffhej då'), 'UTF-16 LE', 'hej då'],
    ['UTF-16 with a mark, big end first', utf16be('\ufeffhej då'), 'UTF-16 BE', 'hej då'],
    ['UTF-16 without a mark', utf16le('[Unit]\r\n'), 'UTF-16 LE', '[Unit]\r\n'],
    ['UTF-16 without a mark, big end first', utf16be('[Unit]\r\n'), 'UTF-16 BE', '[Unit]\r\n'],
    ['Latin-1', latin1('Grüße aus Köln'), 'Windows-1252?', 'Grüße aus Köln'],
  ])('knows %s', (_, content, encoding, text) => {
    expect(guessText(content, false)).toEqual({ encoding, text, bytes: content.length });
  });

  test.each([
    ['a NUL in words', utf8('words\0and words')],
    ['an ELF header', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0)],
    ['control characters', Buffer.from([...latin1('Grü'), 1, 2])],
    ['mostly high bytes', Uint8Array.of(0x61, 0xff, 0xfe, 0xfd)],
    ['nothing but zeros', new Uint8Array(100)],
    ['UTF-16 with half a pair', utf16le('\ufeffa\ud83d')],
    [
      'little numbers of two bytes',
      Uint8Array.from({ length: 64 }, (__, i) => (i % 4 === 0 ? 1 : 0)),
    ],
  ])('takes %s for no text', (_, content) => {
    expect(guessText(content, false)).toBeUndefined();
  });

  test.each([
    ['UTF-8', utf8],
    ['UTF-16, little end first', (text: string) => utf16le(`\ufeff${text}`)],
    ['UTF-16, big end first', (text: string) => utf16be(`\ufeff${text}`)],
  ])('of the start of a %s text leaves out a character that is cut', (_, encode) => {
    const text = 'aé日😀b';
    const content = encode(text);
    for (let end = 4; end <= content.length; end++) {
      const guess = guessText(content.subarray(0, end), end < content.length);
      expect(text.startsWith(guess?.text ?? 'no text'), `${end} bytes`).toBe(true);
      expect(end - (guess?.bytes ?? 0)).toBeLessThan(4);
    }
  });

  test('of a whole UTF-8 text does not forgive a character that is cut', () => {
    const content = utf8('aé').subarray(0, 2);
    expect(guessText(content, false)?.encoding).not.toBe('UTF-8');
  });

  test('never throws, whatever the bytes, and never counts more than there are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.boolean(), (content, cut) => {
        expect(guessText(content, cut)?.bytes ?? 0).toBeLessThanOrEqual(content.length);
      }),
    );
  });
});

describe('a preview', () => {
  test('of text names its encoding, with what cannot be seen escaped', () => {
    const preview = previewContent(utf8('echo "\u202e"\n'));
    expect(preview).toMatchObject({ kind: 'text', encoding: 'UTF-8' });
    expect(preview.kind === 'text' && joinPieces(preview.pieces)).toBe('echo "\\u{202e}"\n');
  });

  test('of anything with a NUL or with other bytes is hex', () => {
    expect(previewContent(utf8('a\0b')).kind).toBe('hex');
    expect(previewContent(Uint8Array.of(0x61, 0xff)).kind).toBe('hex');
  });

  test('of what is mostly invisible is hex', () => {
    expect(previewContent(utf8('a\u200b'.repeat(2001))).kind).toBe('hex');
    expect(previewContent(utf8('a\u200b'.repeat(1000))).kind).toBe('text');
  });

  test('of nothing is empty', () => {
    expect(previewContent(new Uint8Array(0))).toEqual({ kind: 'empty' });
  });

  test('of the start of a long text is all of it but a character that is cut', () => {
    const start = utf8(`x${'é'.repeat(40_000)}`).subarray(0, 64 << 10);
    expect(previewContent(start, 1e9)).toMatchObject({
      kind: 'text',
      shownBytes: (64 << 10) - 1,
      totalBytes: 1e9,
    });
  });

  test('of long bytes stops at 4 KiB', () => {
    const preview = previewContent(new Uint8Array(5000), 1e9);
    expect(preview).toMatchObject({ kind: 'hex', shownBytes: 4096, totalBytes: 1e9 });
    expect(preview.kind === 'hex' && preview.lines.length).toBe(256);
  });
});
