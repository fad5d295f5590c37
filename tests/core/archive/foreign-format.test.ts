import { expect, test } from 'vitest';
import { recogniseForeignFormat } from '../../../src/core/archive/foreign-format.ts';

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each([
  ['zip', 'PK\x03\x04\x14\0'],
  ['zip', 'PK\x05\x06\0\0'],
  ['7z', '7z\xbc\xaf\x27\x1c\0'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['jpeg', '\xff\xd8\xff\xe0'],
  ['gif', 'GIF89a'],
  ['pdf', '%PDF-1.7\n'],
  ['elf', '\x7fELF\x02\x01'],
  ['html', '\n <!DOCTYPE html><html>'],
  ['html', '\xef\xbb\xbf<html lang="en">'],
  ['json', '{\n  "schemaVersion": 2'],
  ['json', '[{"Config":'],
  ['json', '{}'],
  ['lfs-pointer', 'version https://git-lfs.github.com/spec/v1\n'],
])('knows %s', (format, start) => {
  expect(recogniseForeignFormat(latin1(start))).toBe(format);
});

test.each([[''], ['P'], ['\0\0\0\0'], ['plain text'], ['<htmlish'], ['{ not json']])(
  'says nothing of %j',
  (start) => {
    expect(recogniseForeignFormat(latin1(start))).toBeUndefined();
  },
);
