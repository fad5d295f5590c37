import { expect, test } from 'vitest';
import { entryFacts } from '../../src/text/entry-facts.ts';
import { joinPieces } from '../../src/text/escape-text.ts';
import { indexOfRows, type RowText } from '../fixtures/index-of-rows.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

function factsOf(row: RowText, more?: Parameters<typeof indexOfRows>[1]) {
  const facts = entryFacts(indexOfRows(['first', row], more), 1);
  return Object.fromEntries(facts.map(({ label, value }) => [label, joinPieces(value)]));
}

test('a file has size, fingerprint and place', () => {
  expect(factsOf({ name: 'usr/bin/su', mode: 0o4755, uid: 1, gid: 2, size: 4096 })).toEqual({
    Name: 'usr/bin/su',
    Kind: 'File',
    Mode: '-rwsr-xr-x  4755',
    Owner: '1:2',
    Size: '4,096 bytes',
    Changed: '2023-11-14 22:13:20 UTC',
    Fingerprint: 'not taken',
    'Stored at': 'byte 1,024 of the tar',
  });
});

test('a link has a target and no content', () => {
  const facts = factsOf({ name: 'lib', link: 'usr/lib', mode: 0o777 });
  expect(facts).toMatchObject({ Kind: 'Symbolic link', 'Points to': 'usr/lib' });
  expect(facts).not.toHaveProperty('Size');
  expect(facts).not.toHaveProperty('Fingerprint');
});

test('a device has its numbers', () => {
  const facts = factsOf({ name: 'null', typeflag: 0x33 }, (b) => {
    b.addDevice(1, 1, 3);
  });
  expect(facts).toMatchObject({ Kind: 'Character device', Device: '1, 3' });
});

test('a sparse file says what is stored', () => {
  const facts = factsOf({ name: 'disk', size: 1e9 }, (b) => {
    b.addSegment(1, 0, 512);
    b.addSegment(1, 1e6, 1024);
  });
  expect(facts['Sparse']).toBe('1,536 bytes stored in 2 segments');
});

test('extended attributes have their own names, and values are inert', () => {
  const facts = factsOf({ name: 'a' }, (b) => {
    b.addRecord(0, utf8('SCHILY.xattr.user.other'), utf8('of another entry'));
    b.addRecord(1, utf8('SCHILY.xattr.user.mime_type'), utf8('text/plain'));
    b.addRecord(1, utf8('SCHILY.xattr.security.capability'), Uint8Array.of(1, 0, 0xff));
    b.addRecord(1, utf8('comment'), utf8('\u202e'));
  });
  expect(facts).toMatchObject({
    'user.mime_type': 'text/plain',
    'security.capability': '\\x01\\x00\\xff',
    comment: '\\u{202e}',
  });
  expect(facts).not.toHaveProperty('user.other');
});

test('a thousand attributes do not make a thousand lines', () => {
  const facts = entryFacts(
    indexOfRows(['a'], (b) => {
      for (let i = 0; i < 1000; i++) b.addRecord(0, utf8(`k${i}`), utf8('v'));
    }),
    0,
  );
  expect(facts.length).toBeLessThan(220);
  expect(facts.at(-1)).toMatchObject({ label: 'More', value: [{ text: '800 attributes' }] });
});

test('an unknown kind says its type', () => {
  expect(factsOf({ name: 'a', typeflag: 0x56 })['Kind']).toBe('Unknown kind (type V)');
});
