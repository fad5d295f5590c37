/** Archives that are compressed as a whole. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { OpenProgress } from '../../../src/core/image/open-archive.ts';
import { unpackLimit } from '../../../src/core/image/unpack-archive.ts';
import { openArchive } from '../../../src/core/image/open-archive.ts';
import { createTwinEngine } from '../../../src/core/layer/twin-engine.ts';
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { nodeDigester } from '../../fixtures/node-digester.ts';
import { zstdFrame } from '../../fixtures/zstd-frames.ts';
import { allProblems, only, openAll, wasm } from './open.ts';
import { tarOf, usualLayout } from './sample-images.ts';

const TAR = tarOf([...usualLayout(), { name: 'more', content: Buffer.alloc(3_000_000, 'abc') }]);
const GZIP = new Uint8Array(gzipSync(TAR));
const ENGINES = [
  ['WebAssembly', wasm],
  ['TypeScript', { ...wasm, engine: createTwinEngine() }],
] as const;

describe.each(ENGINES)('with the %s engine', (_, decoders) => {
  const kindsOf = async (bytes: Uint8Array) =>
    allProblems(await openAll({ 'x.tar.gz': bytes }, { decoders })).map(({ kind }) => kind);

  test('a sound one says nothing', async () => {
    expect(await kindsOf(GZIP)).toEqual([]);
    expect(await kindsOf(zstdFrame(TAR))).toEqual([]);
  });

  test('bytes behind the end are told, and how many', async () => {
    const bytes = Buffer.concat([GZIP, Buffer.from('garbage')]);
    const opened = await openAll({ x: bytes }, { decoders });
    expect(only(opened).present).toBe(true);
    expect(opened.problems).toEqual([
      { kind: 'trailing-bytes', compression: 'gzip', sourceOffset: GZIP.length, bytes: 7 },
    ]);
    expect(await kindsOf(Buffer.concat([GZIP, Buffer.alloc(100)]))).toEqual([]);
  });

  test('a checksum that does not fit is told, and so is a length', async () => {
    const wrong = Uint8Array.from(GZIP);
    wrong[wrong.length - 7] = (wrong[wrong.length - 7] ?? 0) ^ 1;
    const opened = await openAll({ x: wrong }, { decoders });
    expect(opened.problems).toMatchObject([
      { kind: 'gzip-checksum', sourceOffset: GZIP.length - 8, tarOffset: TAR.length },
    ]);
    wrong[wrong.length - 1] = 7;
    expect(await kindsOf(wrong)).toEqual(['gzip-checksum', 'gzip-length']);
  });

  test('one that is cut gives what was there', async () => {
    for (const bytes of [GZIP.subarray(0, -20), zstdFrame(TAR, 100_000).subarray(0, -20)]) {
      const opened = await openAll({ x: bytes }, { decoders });
      expect(only(opened).present).toBe(true);
      expect(opened.problems[0]).toMatchObject({ kind: 'compression-truncated' });
    }
  });

  test('one that is damaged at its start is refused for the damage', async () => {
    const damaged = Uint8Array.from(GZIP);
    damaged.fill(0xff, 10, 40);
    await expect(openAll({ x: damaged }, { decoders })).rejects.toMatchObject({
      problem: { kind: 'compression-corrupt' },
    });
  });
});

test('progress goes on to the end, first of unpacking, then of looking', async () => {
  const seen: OpenProgress[] = [];
  await openAll({ 'a.tar.gz': GZIP, 'b.tar': TAR }, { onProgress: (now) => seen.push(now) });
  const totalBytes = GZIP.length + TAR.length;
  expect(seen.every((now) => now.totalBytes === totalBytes)).toBe(true);
  expect(seen[0]?.stage).toBe('unpack');
  expect(seen.at(-1)).toEqual({ stage: 'archive', doneBytes: totalBytes, totalBytes });
});

test('what would fill a disk is cut off', async () => {
  const zeros = new Uint8Array(gzipSync(new Uint8Array(1 << 20)));
  const start = tarOf(usualLayout()).subarray(0, -1024);
  const bomb = new TarBuilder().header({ name: 'blobs/zeros', size: 8 ** 11 - 1 }).bytes();
  const members = [gzipSync(start), gzipSync(bomb), ...Array<Uint8Array>(1500).fill(zeros)];
  const bytes = Buffer.concat(members);
  let written = 0;
  const kept: Buffer[] = [];
  const limit = unpackLimit(bytes.length);
  const { archive } = await openArchive([{ path: 'x', source: memorySource(bytes) }], {
    decoders: wasm,
    digester: nodeDigester,
    makeBlob: () => ({
      write(chunk) {
        // The beginning is enough for what is read of it.
        if (written < 1 << 20) kept.push(Buffer.from(chunk));
        written += chunk.length;
      },
      finish: () => ({ source: memorySource(Buffer.concat(kept)) }),
    }),
  });
  expect(written).toBeLessThanOrEqual(limit);
  expect(only(archive).present).toBe(true);
  expect(archive.problems).toContainEqual({
    kind: 'unpack-limit',
    sourceBytes: bytes.length,
    limit,
  });
});

test('the limit grows with the file, up to 64 GiB', () => {
  expect(unpackLimit(0)).toBe(2 ** 30);
  expect(unpackLimit(1e6)).toBe(2 ** 30 + 2e8);
  expect(unpackLimit(1e12)).toBe(2 ** 36);
});
