import { gzipSync } from 'node:zlib';
import * as Comlink from 'comlink';
import { describe, expect, test, vi } from 'vitest';
import type { Decoders } from '../../src/core/layer/decoders.ts';
import { openLayerIndex } from '../../src/core/layer/layer-index-binary.ts';
import { entryName } from '../../src/core/layer/layer-index.ts';
import { locateEntry } from '../../src/core/layer/read-entry.ts';
import { createTwinEngine } from '../../src/core/layer/twin-engine.ts';
import type { Outcome } from '../../src/core/problem.ts';
import type { IndexProgress } from '../../workers/contract.ts';
import { createLayerWorker } from '../../workers/layer.ts';
import { TarBuilder } from '../fixtures/tar-builder.ts';

const unused = () => Promise.reject(new Error('not needed here'));
const decoders: Decoders = { engine: createTwinEngine(), zstd: unused, xz: unused };
const worker = createLayerWorker(() => Promise.resolve(decoders));

const tar = new TarBuilder().dir('etc/').file('etc/hosts', '127.0.0.1 localhost\n').end().bytes();
const blob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const ignore = () => undefined;

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(JSON.stringify(outcome.problem));
}

describe('index', () => {
  test('gives the buffer of the index', async () => {
    const index = openLayerIndex(valueOf(await worker.index(blob(gzipSync(tar)), ignore)));
    expect(index.compression).toBe('gzip');
    expect(index.problems).toEqual([]);
    expect(
      Array.from({ length: 2 }, (_, i) => Buffer.from(entryName(index, i)).toString()),
    ).toEqual(['etc/', 'etc/hosts']);
  });

  test('tells the progress, and how it ended last of all', async () => {
    const seen: IndexProgress[] = [];
    const file = blob(gzipSync(tar));
    await worker.index(file, (progress) => seen.push(progress));
    expect(seen.at(-1)).toEqual({
      stage: 'index',
      doneBytes: file.size,
      totalBytes: file.size,
      tarBytes: tar.length,
      entries: 2,
    });
  });

  test('gives what can be read of a damaged layer, with its problems', async () => {
    const cut = gzipSync(tar).subarray(0, -12);
    const index = openLayerIndex(valueOf(await worker.index(blob(cut), ignore)));
    expect(index.entryCount).toBeGreaterThan(0);
    expect(index.problems.map(({ kind }) => kind)).toContain('compression-truncated');
  });

  test('gives the problem where nothing can be read', async () => {
    const outcome = await worker.index(blob(new Uint8Array(5000).fill(7)), ignore);
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'not-a-tar' } });
  });

  test('gives the problem of a file that is gone', async () => {
    const gone = blob(tar);
    vi.spyOn(gone, 'slice').mockReturnValue({
      arrayBuffer: () => Promise.reject(new DOMException('it was deleted', 'NotReadableError')),
    } as unknown as Blob);
    expect(await worker.index(gone, ignore)).toMatchObject({
      ok: false,
      problem: { kind: 'source-changed', detail: 'it was deleted' },
    });
  });

  test('closes the channel to the page when it is done, well or badly', async () => {
    const release = vi.fn();
    const listener = Object.assign(vi.fn(), { [Comlink.releaseProxy]: release });
    await worker.index(blob(tar), listener);
    expect(release).toHaveBeenCalledOnce();
    const [releasedAt = 0] = release.mock.invocationCallOrder;
    expect(listener).toHaveBeenCalled();
    for (const toldAt of listener.mock.invocationCallOrder) {
      expect(toldAt).toBeLessThan(releasedAt);
    }
    await worker.index(blob(new Uint8Array(5000).fill(7)), listener);
    expect(release).toHaveBeenCalledTimes(2);
  });
});

describe('read', () => {
  test('gives the content of a file', async () => {
    const file = blob(gzipSync(tar));
    const index = openLayerIndex(valueOf(await worker.index(file, ignore)));
    const content = valueOf(await worker.read(file, locateEntry(index, 1), 1000));
    expect(Buffer.from(content).toString()).toBe('127.0.0.1 localhost\n');
  });

  test('refuses more than the limit', async () => {
    const index = openLayerIndex(valueOf(await worker.index(blob(tar), ignore)));
    expect(await worker.read(blob(tar), locateEntry(index, 1), 19)).toMatchObject({
      ok: false,
      problem: { kind: 'too-big-to-hold', name: 'etc/hosts', size: 20, limit: 19 },
    });
  });
});

describe('a fault of our own', () => {
  test('is an outcome as well, and the next call loads again', async () => {
    let tries = 0;
    const flaky = createLayerWorker(() =>
      tries++ === 0 ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(decoders),
    );
    expect(await flaky.index(blob(tar), ignore)).toMatchObject({
      ok: false,
      problem: { kind: 'internal', message: 'Failed to fetch' },
    });
    expect(await flaky.index(blob(tar), ignore)).toMatchObject({ ok: true });
    expect(await flaky.index(blob(tar), ignore)).toMatchObject({ ok: true });
    expect(tries).toBe(2);
  });

  test('that is no Error is told in words', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is tested
    const odd = createLayerWorker(() => Promise.reject('just words'));
    expect(await odd.index(blob(tar), ignore)).toMatchObject({
      problem: { kind: 'internal', message: 'just words' },
    });
  });

  test('does not stop a preload, nor come out of it', async () => {
    await expect(worker.preload()).resolves.toBeUndefined();
    await expect(createLayerWorker(unused).preload()).resolves.toBeUndefined();
  });
});

test('preload loads every format that loads later', async () => {
  const zstd = vi.fn(unused);
  const xz = vi.fn(unused);
  await createLayerWorker(() => Promise.resolve({ ...decoders, zstd, xz })).preload();
  expect(zstd).toHaveBeenCalledOnce();
  expect(xz).toHaveBeenCalledOnce();
});
