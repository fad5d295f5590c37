import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import { checkDigests, type CheckProgress } from '../../../src/core/layer/check-digests.ts';
import { digester } from '../../../src/wasm/digester.ts';
import { CountingSource } from '../../fixtures/counting-source.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { BLOBS, ENGINES, TAR } from './sample-layer.ts';

const member = 'blobs/sha256/abc';
const [[, wasm]] = ENGINES as [(typeof ENGINES)[0]];

const digestOf = (bytes: Uint8Array, algorithm = 'sha256') =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
const OTHER = digestOf(Buffer.from('something else'));

function check(blob: Uint8Array, digest?: string, diffId?: string, decoders = wasm) {
  return checkDigests(memorySource(blob), { member, digest, diffId }, { decoders, digester });
}

const small = new TarBuilder().file('a', 'content').end().bytes();

describe.each(ENGINES)('with the %s engine', (engineName, decoders) => {
  describe.each(Object.entries(BLOBS))('a layer stored as %s', (form, blob) => {
    const slow = engineName === 'TypeScript' && form === 'gzip';

    it.skipIf(slow)('that is what its image says has no problem', async () => {
      expect(await check(blob, digestOf(blob), digestOf(TAR), decoders)).toEqual([]);
      const sha512 = digestOf(blob, 'sha512');
      expect(await check(blob, sha512, digestOf(TAR, 'sha512'), decoders)).toEqual([]);
    });

    it.skipIf(slow)('with another digest is told, once', async () => {
      expect(await check(blob, OTHER, OTHER, decoders)).toEqual([
        { kind: 'digest-mismatch', part: 'layer', member, want: OTHER, got: digestOf(blob) },
      ]);
    });

    it.skipIf(slow)('with another diff ID is told', async () => {
      const problem = { kind: 'digest-mismatch', part: 'diff-id', member };
      const wrong = { ...problem, want: OTHER, got: digestOf(TAR) };
      expect(await check(blob, digestOf(blob), OTHER, decoders)).toEqual([wrong]);
      expect(await check(blob, undefined, OTHER, decoders)).toEqual([wrong]);
    });
  });

  it('what follows the end of the tar counts', async () => {
    const more = Buffer.concat([small, new Uint8Array(10_000), Buffer.from('more')]);
    expect(await check(more, undefined, digestOf(more), decoders)).toEqual([]);
    expect(await check(gzipSync(more), undefined, digestOf(more), decoders)).toEqual([]);
  });

  it.each([
    ['zeros', new Uint8Array(600)],
    ['something', Buffer.from('not gzip')],
    ['what may look like a member in a later piece', Buffer.alloc(3 << 20, gzipSync('member'))],
  ])('what follows the last gzip member does not: %s', async (_, behind) => {
    const blob = Buffer.concat([gzipSync(small), Buffer.from([0]), behind]);
    expect(await check(blob, digestOf(blob), digestOf(small), decoders)).toEqual([]);
  });
});

describe('a blob that cannot be decompressed', () => {
  const cut = gzipSync(TAR.subarray(0, 100_000)).subarray(0, 5000);
  const corrupt = Buffer.from(gzipSync(TAR.subarray(0, 3_000_000)));
  corrupt.fill(0xff, 1000, 1100);

  it.each([
    ['cut off', cut],
    ['corrupt', corrupt],
    ['bzip2', Buffer.from('BZh91AY&SY')],
  ])('has no diff ID that could be wrong: %s', async (_, blob) => {
    expect(await check(blob, digestOf(blob), OTHER)).toEqual([]);
    expect(await check(blob, undefined, OTHER)).toEqual([]);
  });

  it('is hashed to its end all the same', async () => {
    const [problem] = await check(corrupt, OTHER, OTHER);
    expect(problem).toMatchObject({ part: 'layer', got: digestOf(corrupt) });
  });
});

it('an empty blob is checked like any other', async () => {
  const empty = new Uint8Array(0);
  expect(await check(empty, digestOf(empty), digestOf(empty))).toEqual([]);
  expect(await check(empty, OTHER)).toHaveLength(1);
});

it('each byte is read once, and not at all where there is nothing to compare', async () => {
  for (const blob of Object.values(BLOBS)) {
    const source = new CountingSource(memorySource(blob));
    await checkDigests(
      source,
      { member, digest: OTHER, diffId: OTHER },
      { decoders: wasm, digester },
    );
    expect(source.bytesRead).toBe(blob.length);
    const unread = new CountingSource(memorySource(blob));
    await checkDigests(unread, { member }, { decoders: wasm, digester });
    expect(unread.reads).toEqual([]);
  }
});

it('digests of other kinds are named, and the rest is checked', async () => {
  const md5 = 'md5:d41d8cd98f00b204e9800998ecf8427e';
  expect(await check(small, md5, OTHER)).toEqual([
    { kind: 'digest-unsupported', part: 'layer', digest: md5 },
    { kind: 'digest-mismatch', part: 'diff-id', member, want: OTHER, got: digestOf(small) },
  ]);
  expect(await check(small, 'sha256:abc')).toMatchObject([{ kind: 'digest-unsupported' }]);
});

it('progress goes up to the end', async () => {
  const told: CheckProgress[] = [];
  const blob = BLOBS['gzip'] ?? TAR;
  const onProgress = (progress: CheckProgress) => told.push(progress);
  const options = { decoders: wasm, digester, onProgress };
  await checkDigests(memorySource(blob), { member, digest: OTHER, diffId: OTHER }, options);
  expect(told.length).toBeGreaterThan(3);
  expect(told.at(-1)).toEqual({ doneBytes: blob.length, totalBytes: blob.length });
});
