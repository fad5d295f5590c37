import { afterEach, describe, expect, test } from 'vitest';
import { LayerClient } from '../../src/client/layer-client.ts';
import { WorkerLine } from '../../src/client/worker-line.ts';
import { entryName, type LayerIndex } from '../../src/core/layer/layer-index.ts';
import { locateEntry } from '../../src/core/layer/read-entry.ts';
import type { Outcome } from '../../src/core/problem.ts';
import type { IndexProgress } from '../../workers/contract.ts';
import { gzip, gzipBomb } from '../fixtures/gzip-bomb.ts';
import { smallTar } from '../fixtures/small-tar.ts';

const tar = smallTar({ 'etc/hosts': '127.0.0.1 localhost\n', 'etc/empty': '' });
const clients: LayerClient[] = [];

function newClient(options?: ConstructorParameters<typeof LayerClient>[0]): LayerClient {
  const client = new LayerClient(options);
  clients.push(client);
  return client;
}

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
});

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(JSON.stringify(outcome.problem));
}

const names = (index: LayerIndex) =>
  Array.from({ length: index.entryCount }, (_, i) => new TextDecoder().decode(entryName(index, i)));

const signal = () => new AbortController().signal;

describe('the layer worker', () => {
  test.each([
    ['plain', () => Promise.resolve(new Blob([tar]))],
    ['gzip', () => gzip(new Blob([tar]))],
  ])('indexes a %s tar, and reads a file of it', async (_, make) => {
    const client = newClient();
    const layer = await make();
    const index = valueOf(await client.index(layer, { signal: signal() }));
    expect(names(index)).toEqual(['etc/hosts', 'etc/empty']);
    expect(index.problems).toEqual([]);
    const content = valueOf(await client.read(layer, locateEntry(index, 0), 1000, signal()));
    expect(new TextDecoder().decode(content)).toBe('127.0.0.1 localhost\n');
    expect(valueOf(await client.read(layer, locateEntry(index, 1), 1000, signal()))).toHaveLength(
      0,
    );
  });

  test('names what is wrong', async () => {
    const outcome = await newClient().index(new Blob(['no tar at all'.repeat(100)]), {
      signal: signal(),
    });
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'not-a-tar' } });
  });

  test('tells progress that only grows, and ends with an abort in the middle', async () => {
    const client = newClient();
    const abort = new AbortController();
    const seen: IndexProgress[] = [];
    const job = client.index(await gzipBomb(), {
      signal: abort.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (seen.length === 5) abort.abort();
      },
    });
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toHaveLength(5);
    expect(seen.map(({ tarBytes }) => tarBytes)).toEqual(
      seen.map(({ tarBytes }) => tarBytes).sort((a, b) => a - b),
    );
    expect(seen.every(({ doneBytes, totalBytes }) => doneBytes < totalBytes)).toBe(true);
    // A new worker does the next job.
    const index = valueOf(await client.index(new Blob([tar]), { signal: signal() }));
    expect(index.entryCount).toBe(2);
  });

  test('loads everything before it is needed, without getting in the way', async () => {
    const client = newClient();
    client.prepare();
    const index = valueOf(await client.index(new Blob([tar]), { signal: signal() }));
    expect(index.entryCount).toBe(2);
  });
});

describe('a worker that', () => {
  const lineOf = (start: () => Worker) =>
    new WorkerLine<{ f(): Promise<Outcome<string>> }>({ start });

  test('cannot be loaded is a problem', async () => {
    const line = lineOf(() => new Worker('/there/is/no/such/worker.js', { type: 'module' }));
    expect(await line.run(signal(), (api) => api.f())).toEqual({
      ok: false,
      problem: { kind: 'worker-crashed', message: 'the worker could not be loaded' },
    });
  });

  test('throws is a problem', async () => {
    const script = URL.createObjectURL(
      new Blob(['onmessage = () => { throw new Error("out of luck") }'], {
        type: 'text/javascript',
      }),
    );
    const line = lineOf(() => new Worker(script));
    const jobs = [1, 2].map(() => line.run(signal(), (api) => api.f()));
    for (const outcome of await Promise.all(jobs)) {
      expect(outcome).toMatchObject({ ok: false, problem: { kind: 'worker-crashed' } });
      expect(JSON.stringify(outcome)).toContain('out of luck');
    }
    URL.revokeObjectURL(script);
  });
});
