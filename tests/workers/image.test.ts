import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as Comlink from 'comlink';
import { describe, expect, test, vi } from 'vitest';
import type { Digester } from '../../src/core/bytes/digester.ts';
import type { Decoders } from '../../src/core/layer/decoders.ts';
import { findHash } from '../../src/core/layer/hashed-bodies.ts';
import { openLayerIndex } from '../../src/core/layer/layer-index-binary.ts';
import { entryName } from '../../src/core/layer/layer-index.ts';
import { planHashing } from '../../src/core/layer/plan-hashing.ts';
import { locateEntry } from '../../src/core/layer/read-entry.ts';
import { createTwinEngine } from '../../src/core/layer/twin-engine.ts';
import type { Outcome } from '../../src/core/problem.ts';
import { digester } from '../../src/wasm/digester.ts';
import type {
  CheckProgress,
  HashProgress,
  IndexProgress,
  SaveProgress,
} from '../../workers/contract.ts';
import { createImageWorker } from '../../workers/image.ts';
import { TarBuilder } from '../fixtures/tar-builder.ts';

const unused = () => Promise.reject(new Error('not needed here'));
const offline: Digester = { start: unused };
const decoders: Decoders = { engine: createTwinEngine(), zstd: unused, xz: unused };
const worker = createImageWorker(() => Promise.resolve(decoders), digester);

const tar = new TarBuilder().dir('etc/').file('etc/hosts', '127.0.0.1 localhost\n').end().bytes();
const blob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
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

describe('save', () => {
  const files = { small: 'a few words', empty: '' };
  const archive = () => {
    const builder = new TarBuilder();
    for (const [name, text] of Object.entries(files)) builder.file(name, text);
    return builder.file('big', 'big '.repeat(3_000_000)).end().bytes();
  };

  test('gives the content of a file of any size, as a blob', async () => {
    const file = blob(gzipSync(archive(), { level: 1 }));
    const index = openLayerIndex(valueOf(await worker.index(file, ignore)));
    const saved = async (entry: number) =>
      valueOf(await worker.save(file, locateEntry(index, entry), ignore)).text();
    expect(await saved(0)).toBe('a few words');
    expect(await saved(1)).toBe('');
    expect((await saved(2)) === 'big '.repeat(3_000_000)).toBe(true);
  });

  test('tells the progress, and the whole size last of all', async () => {
    const file = blob(archive());
    const index = openLayerIndex(valueOf(await worker.index(file, ignore)));
    const seen: SaveProgress[] = [];
    await worker.save(file, locateEntry(index, 2), (progress) => seen.push(progress));
    const size = 12_000_000;
    expect(seen.at(-1)).toEqual({ stage: 'save', doneBytes: size, totalBytes: size });
  });

  test('gives the problem of a file that ends early', async () => {
    const cut = blob(archive().subarray(0, 5_000_000));
    const index = openLayerIndex(valueOf(await worker.index(cut, ignore)));
    const place = locateEntry(index, 2);
    expect(await worker.save(cut, place, ignore)).toMatchObject({
      ok: false,
      problem: { kind: 'tar-truncated', name: 'big' },
    });
  });

  test('refuses what no disk has room for, before it begins', async () => {
    const index = openLayerIndex(valueOf(await worker.index(blob(tar), ignore)));
    const place = { ...locateEntry(index, 1), size: 2 ** 50 };
    const reading = vi.spyOn(Blob.prototype, 'slice');
    const outcome = await worker.save(blob(tar), place, ignore);
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'too-big-to-hold' } });
    expect(reading).not.toHaveBeenCalled();
    reading.mockRestore();
  });
});

describe('hash', () => {
  test('gives the SHA-256 of the files that are asked for', async () => {
    const file = blob(gzipSync(tar));
    const index = openLayerIndex(valueOf(await worker.index(file, ignore)));
    const seen: HashProgress[] = [];
    const plan = planHashing(index, Uint32Array.of(1));
    const hashed = valueOf(await worker.hash(file, plan, (progress) => seen.push(progress)));
    expect(findHash(hashed, 1)).toBe(sha256('127.0.0.1 localhost\n'));
    expect(seen.at(-1)).toMatchObject({ stage: 'hash' });
    expect(seen.map(({ doneBytes, totalBytes }) => totalBytes - doneBytes).at(-1)).toBe(0);
  });
});

describe('check', () => {
  const packed = gzipSync(tar);
  const right = { digest: `sha256:${sha256(packed)}`, diffId: `sha256:${sha256(tar)}` };

  test('finds nothing wrong with a layer that is what it should be', async () => {
    const seen: CheckProgress[] = [];
    const want = { member: 'blob', ...right };
    const outcome = await worker.check(blob(packed), want, (progress) => seen.push(progress));
    expect(outcome).toEqual({ ok: true, value: [] });
    const totalBytes = packed.length;
    expect(seen.at(-1)).toEqual({ stage: 'check', doneBytes: totalBytes, totalBytes });
  });

  test('tells of a layer that is another', async () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const want = { member: 'blobs/x', ...right, digest };
    expect(valueOf(await worker.check(blob(packed), want, ignore))).toEqual([
      {
        kind: 'digest-mismatch',
        part: 'layer',
        member: 'blobs/x',
        want: digest,
        got: right.digest,
      },
    ]);
  });
});

describe('a fault of our own', () => {
  test('is an outcome as well, and the next call loads again', async () => {
    let tries = 0;
    const load = () =>
      tries++ === 0 ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(decoders);
    const flaky = createImageWorker(load, digester);
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
    const odd = createImageWorker(() => Promise.reject('just words'), digester);
    expect(await odd.index(blob(tar), ignore)).toMatchObject({
      problem: { kind: 'internal', message: 'just words' },
    });
  });

  test('does not stop a preload, nor come out of it', async () => {
    await expect(worker.preload()).resolves.toBeUndefined();
    await expect(createImageWorker(unused, offline).preload()).resolves.toBeUndefined();
  });
});

test('preload loads every format, and the hashes, that load later', async () => {
  const zstd = vi.fn(unused);
  const xz = vi.fn(unused);
  const start = vi.fn(unused);
  await createImageWorker(() => Promise.resolve({ ...decoders, zstd, xz }), { start }).preload();
  expect(zstd).toHaveBeenCalledOnce();
  expect(xz).toHaveBeenCalledOnce();
  expect(start).toHaveBeenCalledWith('sha256');
});
