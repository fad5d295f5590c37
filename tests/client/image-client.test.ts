import { afterEach, describe, expect, test, vi } from 'vitest';
import { type EntryPlace, type HashPlan, ImageClient } from '../../src/client/image-client.ts';
import type { ImageArchive } from '../../src/core/image/image.ts';
import type { ImageWorker, IndexProgress, OpenedFiles } from '../../workers/contract.ts';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import { signal, turn } from './echo-pool.ts';
import { fakeWorkers } from './fake-worker.ts';
import { noRejectionIsLost } from './no-rejection-is-lost.ts';

noRejectionIsLost();

const layer = new Blob(['a layer']);
const place = { name: 'a', size: 3 } as EntryPlace;
const never = () => new Promise<never>(() => undefined);
const answers =
  <T>(value: T) =>
  () =>
    Promise.resolve({ ok: true as const, value });
const progress = (doneBytes: number): IndexProgress => ({
  stage: 'index',
  doneBytes,
  totalBytes: 100,
  tarBytes: 0,
  entries: 0,
});
const clients: ImageClient[] = [];

function clientOf(handlers: Partial<ImageWorker>, size = 1) {
  const { workers, start } = fakeWorkers(() => handlers);
  const client = new ImageClient({ start, size });
  clients.push(client);
  return { client, workers };
}

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
});

describe('open', () => {
  const archive: ImageArchive = { form: 'docker-archive', images: [], problems: [] };
  const files = ['zero', 'one'].map((text) => ({ path: text, file: new File([text], text) }));
  const at = (file: number, start: number, end: number) => ({ file, start, end, member: 'x' });

  async function opened(unpacked: OpenedFiles['unpacked'], indexes: OpenedFiles['indexes'] = []) {
    const { client } = clientOf({ open: answers({ archive, unpacked, indexes }) });
    const outcome = await client.open(files, { signal: signal() });
    if (!outcome.ok) throw new Error(outcome.problem.kind);
    return outcome.value;
  }

  test('gives the images, and a blob for every place in the files', async () => {
    const { archive: images, blobOf } = await opened([undefined, undefined]);
    expect(images).toEqual(archive);
    expect(await blobOf(at(0, 0, 4)).text()).toBe('zero');
    expect(await blobOf(at(1, 1, 3)).text()).toBe('ne');
  });

  test('gives the index of a file that is one layer, and of no part of it', async () => {
    const { buffer } = indexOfRows(['etc/', 'etc/hosts']);
    const { indexOf } = await opened([undefined, undefined], [undefined, buffer]);
    expect(indexOf?.(at(1, 0, 3))?.entryCount).toBe(2);
    expect(indexOf?.(at(1, 1, 3))).toBeUndefined();
    expect(indexOf?.(at(0, 0, 4))).toBeUndefined();
  });

  test('takes the blob from what a file was unpacked to, where it was', async () => {
    const { blobOf } = await opened([undefined, new Blob(['ONE, unpacked'])]);
    expect(await blobOf(at(0, 1, 4)).text()).toBe('ero');
    expect(await blobOf(at(1, 5, 13)).text()).toBe('unpacked');
  });

  test('hands the files over with their paths', async () => {
    const open = vi.fn<ImageWorker['open']>(answers({ archive, unpacked: [], indexes: [] }));
    const { client } = clientOf({ open });
    await client.open(files, { signal: signal() });
    expect(open.mock.lastCall?.[0].map(({ path }) => path)).toEqual(['zero', 'one']);
  });

  test('passes a problem on', async () => {
    const problem = { kind: 'no-image', holds: 'nothing', detail: '' } as const;
    const { client } = clientOf({ open: () => Promise.resolve({ ok: false, problem }) });
    expect(await client.open(files, { signal: signal() })).toEqual({ ok: false, problem });
  });
});

describe('index', () => {
  test('opens the buffer that comes back', async () => {
    const { buffer } = indexOfRows(['etc/', 'etc/hosts']);
    const { client } = clientOf({ index: answers(buffer) });
    const outcome = await client.index(layer, { signal: signal() });
    expect(outcome).toMatchObject({ ok: true, value: { entryCount: 2 } });
  });

  test('gives a problem for a buffer that is no index', async () => {
    const { client } = clientOf({ index: answers(new ArrayBuffer(64)) });
    const outcome = await client.index(layer, { signal: signal() });
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'index-format' } });
  });

  test('passes the problem of the worker on', async () => {
    const problem = { kind: 'not-a-tar', tarOffset: 0, bytes: 9 } as const;
    const { client } = clientOf({ index: () => Promise.resolve({ ok: false, problem }) });
    expect(await client.index(layer, { signal: signal() })).toEqual({ ok: false, problem });
  });

  test('begins with the biggest of the layers that are asked for at once', async () => {
    const sizes: number[] = [];
    const { client } = clientOf({
      index: (blob) => {
        sizes.push(blob.size);
        return answers(indexOfRows(['a']).buffer)();
      },
    });
    const layers = ['some', 'a big layer', 'tiny', 'middling'].map((text) => new Blob([text]));
    await Promise.all(layers.map((blob) => client.index(blob, { signal: signal() })));
    expect(sizes).toEqual([11, 8, 4, 4]);
  });

  test('tells the progress in order, and nothing once the answer is there', async () => {
    const { buffer } = indexOfRows(['a']);
    let late: (progress: IndexProgress) => void = () => undefined;
    const { client } = clientOf({
      index: async (_layer, tell) => {
        late = tell;
        for (const done of [10, 20, 30]) tell(progress(done));
        await turn();
        return { ok: true, value: buffer };
      },
    });
    const seen: number[] = [];
    await client.index(layer, {
      signal: signal(),
      onProgress: ({ doneBytes }) => seen.push(doneBytes),
    });
    expect(seen).toEqual([10, 20, 30]);
    late(progress(40));
    await turn();
    expect(seen).toEqual([10, 20, 30]);
  });

  test('tells nothing more after an abort, and ends the worker', async () => {
    const { client, workers } = clientOf({
      index: (_layer, tell) => {
        tell(progress(10));
        tell(progress(20));
        return never();
      },
    });
    const abort = new AbortController();
    const seen: number[] = [];
    const job = client.index(layer, {
      signal: abort.signal,
      onProgress: ({ doneBytes }) => {
        seen.push(doneBytes);
        abort.abort();
      },
    });
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    await turn();
    expect(seen).toEqual([10]);
    expect(workers[0]?.terminated).toBe(true);
  });
});

describe('read', () => {
  test('asks for one entry, with a limit', async () => {
    const read = vi.fn<ImageWorker['read']>(answers(Uint8Array.of(1, 2, 3)));
    const { client } = clientOf({ read });
    const outcome = await client.read(layer, place, 1000, signal());
    expect(outcome).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3) });
    expect(read.mock.lastCall?.slice(1)).toEqual([place, 1000]);
    expect(read.mock.lastCall?.[0].size).toBe(layer.size);
  });

  test('waits for no layer, no check, no hashes, and no file that is being saved', async () => {
    const { client } = clientOf({
      index: never,
      check: never,
      hash: never,
      save: never,
      read: answers(Uint8Array.of(7)),
    });
    const abort = new AbortController();
    const call = { signal: abort.signal };
    const want = { member: 'x' } as Parameters<ImageClient['check']>[1];
    const busy = [
      client.index(layer, call),
      client.check(layer, want, call),
      client.hash(layer, {} as HashPlan, call),
      client.save(layer, place, call),
      client.save(layer, place, call),
    ];
    await turn();
    expect(await client.read(layer, place, 10, signal())).toMatchObject({ ok: true });
    abort.abort();
    for (const job of busy) await expect(job).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('save gives a blob', async () => {
  const { client } = clientOf({ save: answers(new Blob(['saved'])) });
  const outcome = await client.save(layer, place, { signal: signal() });
  expect(outcome.ok && (await outcome.value.text())).toBe('saved');
});

test('a check comes after the layers and hashes that wait', async () => {
  const order: string[] = [];
  const work =
    <T>(name: string, value: T) =>
    async () => {
      order.push(name);
      await turn();
      return { ok: true as const, value };
    };
  const { client } = clientOf({
    check: work('check', []),
    index: work('index', indexOfRows(['a']).buffer),
    hash: work('hash', {} as never),
  });
  const call = { signal: signal() };
  const want = { member: 'x' } as Parameters<ImageClient['check']>[1];
  await Promise.all([
    client.check(layer, want, call),
    client.hash(layer, {} as HashPlan, call),
    client.index(layer, call),
  ]);
  expect(order).toEqual(['hash', 'index', 'check']);
});

test('prepare starts a worker of either kind, which the first jobs find; one of them loads everything', async () => {
  const preload = vi.fn(() => Promise.resolve());
  const { buffer } = indexOfRows(['a']);
  const { client, workers } = clientOf(
    { preload, index: answers(buffer), read: answers(Uint8Array.of(1)) },
    2,
  );
  client.prepare();
  const started = workers.length;
  await client.index(layer, { signal: signal() });
  await client.read(layer, place, 10, signal());
  expect(workers).toHaveLength(started);
  await vi.waitFor(() => {
    expect(preload).toHaveBeenCalledTimes(1);
  });
});

test('stop settles everything', async () => {
  const { client, workers } = clientOf({ index: never, read: never });
  const jobs = [
    client.index(layer, { signal: signal() }),
    client.index(layer, { signal: signal() }),
    client.read(layer, place, 10, signal()),
  ];
  await turn();
  client.stop();
  for (const outcome of await Promise.all(jobs)) {
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'worker-crashed' } });
  }
  expect(workers.every(({ terminated }) => terminated)).toBe(true);
});
