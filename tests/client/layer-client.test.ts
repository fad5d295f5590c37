import { afterEach, describe, expect, test, vi } from 'vitest';
import { LayerClient } from '../../src/client/layer-client.ts';
import type { EntryPlace } from '../../src/core/layer/read-entry.ts';
import type { IndexProgress, LayerWorker } from '../../workers/contract.ts';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import { fakeWorkers } from './fake-worker.ts';

const layer = new Blob(['a layer']);
const progress = (doneBytes: number): IndexProgress => ({
  stage: 'index',
  doneBytes,
  totalBytes: 100,
  tarBytes: 0,
  entries: 0,
});
const clients: LayerClient[] = [];

function clientOf(handlers: Partial<LayerWorker>) {
  const { workers, start } = fakeWorkers(() => handlers);
  const client = new LayerClient({ start });
  clients.push(client);
  return { client, workers };
}

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
});

const tick = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('index', () => {
  test('opens the buffer that comes back', async () => {
    const { buffer } = indexOfRows(['etc/', 'etc/hosts']);
    const { client } = clientOf({ index: () => Promise.resolve({ ok: true, value: buffer }) });
    const outcome = await client.index(layer, { signal: new AbortController().signal });
    expect(outcome).toMatchObject({ ok: true, value: { entryCount: 2 } });
  });

  test('gives a problem for a buffer that is no index', async () => {
    const { client } = clientOf({
      index: () => Promise.resolve({ ok: true, value: new ArrayBuffer(64) }),
    });
    const outcome = await client.index(layer, { signal: new AbortController().signal });
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'index-format' } });
  });

  test('passes the problem of the worker on', async () => {
    const { client } = clientOf({
      index: () =>
        Promise.resolve({ ok: false, problem: { kind: 'not-a-tar', tarOffset: 0, bytes: 9 } }),
    });
    const outcome = await client.index(layer, { signal: new AbortController().signal });
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'not-a-tar', bytes: 9 } });
  });

  test('tells the progress in order, and nothing once the answer is there', async () => {
    const { buffer } = indexOfRows(['a']);
    let late: (progress: IndexProgress) => void = () => undefined;
    const { client } = clientOf({
      index: async (_layer, onProgress) => {
        late = onProgress;
        for (const done of [10, 20, 30]) onProgress(progress(done));
        await tick();
        return { ok: true, value: buffer };
      },
    });
    const seen: number[] = [];
    await client.index(layer, {
      signal: new AbortController().signal,
      onProgress: ({ doneBytes }) => seen.push(doneBytes),
    });
    expect(seen).toEqual([10, 20, 30]);
    late(progress(40));
    await tick();
    expect(seen).toEqual([10, 20, 30]);
  });

  test('tells nothing more after an abort, and ends the worker', async () => {
    const { client, workers } = clientOf({
      index: (_layer, onProgress) => {
        onProgress(progress(10));
        return new Promise(() => undefined);
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
    expect(seen).toEqual([10]);
    expect(workers[0]?.terminated).toBe(true);
  });
});

test('read asks for one entry, with a limit', async () => {
  const read = vi.fn<LayerWorker['read']>(() =>
    Promise.resolve({ ok: true, value: Uint8Array.of(1, 2, 3) }),
  );
  const { client } = clientOf({ read });
  const place = { name: 'a', size: 3 } as EntryPlace;
  const outcome = await client.read(layer, place, 1000, new AbortController().signal);
  expect(outcome).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3) });
  expect(read.mock.lastCall?.slice(1)).toEqual([place, 1000]);
  expect(read.mock.lastCall?.[0].size).toBe(layer.size);
});

test('prepare starts one worker, which the first job finds', async () => {
  const preload = vi.fn(() => Promise.resolve());
  const { buffer } = indexOfRows(['a']);
  const { client, workers } = clientOf({
    preload,
    index: () => Promise.resolve({ ok: true, value: buffer }),
  });
  client.prepare();
  await client.index(layer, { signal: new AbortController().signal });
  expect(preload).toHaveBeenCalledOnce();
  expect(workers).toHaveLength(1);
});
