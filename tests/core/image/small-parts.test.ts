/** JSON, base64, digests and media types, each by itself. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../../src/core/image/decode-base64.ts';
import { checkableAlgorithm, parseDigest } from '../../../src/core/image/digest.ts';
import { joinNames, nameProblems } from '../../../src/core/image/image-names.ts';
import { anyCaseFieldOf, fieldOf, textMapOf } from '../../../src/core/image/json-value.ts';
import { statedCompression } from '../../../src/core/image/media-type.ts';
import { parseJson } from '../../../src/core/image/parse-json.ts';

describe('JSON', () => {
  const parse = (text: string) => parseJson(Buffer.from(text));

  test('is parsed as usual', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual({ value: JSON.parse(text) as unknown });
      }),
    );
  });

  test('may have a byte order mark, and bytes that are no UTF-8', () => {
    expect(parse('\uFEFF[1]')).toEqual({ value: [1] });
    expect(parseJson(Buffer.from([0x22, 0xff, 0xc3, 0x22]))).toEqual({ value: '\uFFFD\uFFFD' });
  });

  test('may be nested 64 levels deep, whatever brackets are in its texts', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}"\\"[[["${']'.repeat(levels)}`;
    expect(parse(nested(64))).toHaveProperty('value');
    expect(parse(nested(65))).toHaveProperty('reason');
    expect(parse(`"${'['.repeat(1000)}"`)).toHaveProperty('value');
    expect(parse('{"a":'.repeat(1_000_000))).toHaveProperty('reason');
  });

  test('that is none gives a reason', () => {
    for (const text of ['', 'x', '{', '[1,]', 'undefined']) {
      expect(parse(text)).toHaveProperty('reason');
    }
  });
});

test('only fields of its own count for an object', () => {
  expect(fieldOf({}, 'toString')).toBeUndefined();
  expect(fieldOf({ a: null }, 'a')).toBeUndefined();
  expect(fieldOf([1], '0')).toBeUndefined();
  expect(fieldOf(null, 'a')).toBeUndefined();
  expect(anyCaseFieldOf({ repoTags: 1 }, 'RepoTags')).toBe(1);
  expect(anyCaseFieldOf({ repotags: 1, RepoTags: 2 }, 'RepoTags')).toBe(2);
  expect(textMapOf({ a: 'b', c: 1 })).toEqual({ a: 'b' });
});

test('base64 is decoded as Node does it, and refused where it is none', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(decodeBase64(text)).toEqual(bytes);
      expect(decodeBase64(text.replace(/=+$/, ''))).toEqual(bytes);
    }),
  );
  for (const text of ['a', 'ab!c', 'a===', 'ä']) expect(decodeBase64(text)).toBeUndefined();
});

test('digests have an algorithm and a text that is no path', () => {
  const hex = 'a'.repeat(64);
  expect(parseDigest(`sha256:${hex}`)).toEqual({ algorithm: 'sha256', encoded: hex });
  expect(parseDigest('sha256+b64u:LC-_=')).toEqual({ algorithm: 'sha256+b64u', encoded: 'LC-_=' });
  for (const text of [
    '',
    'sha256',
    'sha256:',
    ':x',
    'SHA256:x',
    'a:b/c',
    'a:../b',
    'a:b c',
    `a:${hex.repeat(9)}`,
  ]) {
    expect(parseDigest(text), text).toBeUndefined();
  }
});

test('SHA-256 and SHA-512 of the right length can be checked', () => {
  const algorithmOf = (text: string) => {
    const digest = parseDigest(text);
    return digest && checkableAlgorithm(digest);
  };
  expect(algorithmOf(`sha256:${'a'.repeat(64)}`)).toBe('sha256');
  expect(algorithmOf(`sha512:${'0'.repeat(128)}`)).toBe('sha512');
  for (const text of ['sha256:abc', `sha256:${'A'.repeat(64)}`, `md5:${'a'.repeat(32)}`]) {
    expect(algorithmOf(text), text).toBeUndefined();
  }
});

test.each([
  ['application/vnd.oci.image.layer.v1.tar', 'none'],
  ['application/vnd.oci.image.layer.v1.tar+gzip', 'gzip'],
  ['application/vnd.oci.image.layer.v1.tar+zstd', 'zstd'],
  ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', 'gzip'],
  ['application/vnd.docker.image.rootfs.diff.tar', 'none'],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'gzip'],
  ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', 'gzip'],
  ['application/vnd.oci.image.layer.v1.tar+gzip+encrypted', undefined],
  ['application/vnd.in-toto+json', undefined],
  ['', undefined],
])('%s is stored as %s', (mediaType, stated) => {
  expect(statedCompression(mediaType)).toBe(stated);
});

test('names that say the same are one, and bare tags go where there are full names', () => {
  expect(joinNames(['docker.io/library/a:1'], ['a:1', 'b:1'])).toEqual([
    'docker.io/library/a:1',
    'b:1',
  ]);
  expect(joinNames(['1'], ['a:1'])).toEqual(['a:1']);
  expect(joinNames(['1'], [])).toEqual(['1']);
});

test('names that can be none are told', () => {
  const good = ['a', 'a:1', 'docker.io/library/a_b-c.d:1.0', 'localhost:5000/x@sha256:abc', 'A__b'];
  expect(nameProblems(good)).toEqual([]);
  const bad = ['<none>:<none>', 'a b', '-a', 'a-', 'ä', 'a\u202eb', '', 'a'.repeat(600)];
  expect(nameProblems(bad)).toHaveLength(bad.length);
});
