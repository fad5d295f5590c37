import { afterEach, describe, expect, test } from 'vitest';
import { ImageClient } from '../../src/client/image-client.ts';
import { WorkerPool } from '../../src/client/worker-pool.ts';
import { findHash } from '../../src/core/layer/hashed-bodies.ts';
import { entryName, type LayerIndex } from '../../src/core/layer/layer-index.ts';
import { planHashing } from '../../src/core/layer/plan-hashing.ts';
import { locateEntry } from '../../src/core/layer/read-entry.ts';
import type { Outcome } from '../../src/core/problem.ts';
import type { IndexProgress, SaveProgress } from '../../workers/contract.ts';
import { dockerArchive } from '../fixtures/docker-archive.ts';
import { gzip, gzipBomb, longLayer } from '../fixtures/gzip-bomb.ts';
import { smallTar } from '../fixtures/small-tar.ts';

const HOSTS = '127.0.0.1 localhost\n';
const tar = smallTar({ 'etc/hosts': HOSTS, 'etc/empty': '' });
const clients: ImageClient[] = [];

function newClient(options?: ConstructorParameters<typeof ImageClient>[0]): ImageClient {
  const client = new ImageClient(options);
  clients.push(client);
  return client;
}

/** A message that Comlink cannot take apart. */
const UNREADABLE = { argumentList: 7 };

/** A client of which the test has the workers, to do them harm. */
function clientWithWorkers(size: number) {
  const workers: Worker[] = [];
  const start = () => {
    const url = new URL('../../workers/image.worker.ts', import.meta.url);
    const worker = new Worker(url, { type: 'module' });
    workers.push(worker);
    return worker;
  };
  return { client: newClient({ start, size }), workers };
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

async function sha256(blob: Blob): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('the image worker', () => {
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
    expect(new TextDecoder().decode(content)).toBe(HOSTS);
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

  test('saves a file of many parts, and the blob outlives the worker', async () => {
    const client = newClient();
    const big = Array.from({ length: 1_500_000 }, (_, i) => `${i}\n`).join('');
    const layer = await gzip(new Blob([smallTar({ big })]));
    const index = valueOf(await client.index(layer, { signal: signal() }));
    const seen: SaveProgress[] = [];
    const saved = valueOf(
      await client.save(layer, locateEntry(index, 0), {
        signal: signal(),
        onProgress: (progress) => seen.push(progress),
      }),
    );
    client.stop();
    expect(saved.size).toBeGreaterThan(2 * (4 << 20));
    expect((await saved.text()) === big).toBe(true);
    expect(seen.at(-1)).toEqual({ stage: 'save', doneBytes: saved.size, totalBytes: saved.size });
  });

  test('hashes files, and checks the digests of their layer', async () => {
    const client = newClient();
    const plain = new Blob([tar]);
    const layer = await gzip(plain);
    const index = valueOf(await client.index(layer, { signal: signal() }));
    const plan = planHashing(index, Uint32Array.of(0, 1));
    const hashed = valueOf(await client.hash(layer, plan, { signal: signal() }));
    expect(findHash(hashed, 0)).toBe(await sha256(new Blob([HOSTS])));
    expect(findHash(hashed, 1)).toBe(await sha256(new Blob()));
    const digest = `sha256:${await sha256(layer)}`;
    const diffId = `sha256:${await sha256(plain)}`;
    const check = async (want: { digest: string; diffId: string }) =>
      valueOf(await client.check(layer, { member: 'x', ...want }, { signal: signal() }));
    expect(await check({ digest, diffId })).toEqual([]);
    expect(await check({ digest, diffId: digest })).toMatchObject([
      { kind: 'digest-mismatch', part: 'diff-id', want: digest, got: diffId },
    ]);
  });
});

describe('an archive', () => {
  const archive = dockerArchive([{ 'etc/hosts': HOSTS }, { 'etc/motd': 'Welcome.' }]);
  const open = async (client: ImageClient, bytes: Blob) => {
    const files = [{ path: 'image.tar', file: new File([bytes], 'image.tar') }];
    const { archive: found, blobOf } = valueOf(await client.open(files, { signal: signal() }));
    const layers = found.images.flatMap((image) => image.layers.map(({ place }) => place));
    return layers.map((place) => (place === undefined ? new Blob() : blobOf(place)));
  };

  test.each([
    ['plain', () => Promise.resolve(new Blob([archive]))],
    ['compressed as a whole', () => gzip(new Blob([archive]))],
  ])('that is %s is opened, its layers are indexed, and a file is read', async (_, make) => {
    const client = newClient();
    const layers = await open(client, await make());
    const indexes = await Promise.all(
      layers.map(async (layer) => valueOf(await client.index(layer, { signal: signal() }))),
    );
    expect(indexes.map(names)).toEqual([['etc/hosts'], ['etc/motd']]);
    const [, upper] = layers;
    const [, index] = indexes;
    if (upper === undefined || index === undefined) throw new Error('no second layer');
    const content = await client.read(upper, locateEntry(index, 0), 100, signal());
    expect(new TextDecoder().decode(valueOf(content))).toBe('Welcome.');
  });

  test('that is none is a problem', async () => {
    const files = [{ path: 'a.txt', file: new File(['hello'], 'a.txt') }];
    expect(await newClient().open(files, { signal: signal() })).toMatchObject({ ok: false });
  });
});

describe('many layers', () => {
  test('are indexed side by side, each as if it were alone', async () => {
    const client = newClient({ size: 3 });
    const layers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        gzip(new Blob([smallTar({ [`file-${i}`]: 'x'.repeat(i * 1000) })])),
      ),
    );
    const outcomes = await Promise.all(
      layers.map((layer) => client.index(layer, { signal: signal() })),
    );
    expect(outcomes.map((outcome) => names(valueOf(outcome)))).toEqual(
      layers.map((_, i) => [`file-${i}`]),
    );
  });

  test('survive the crash of the worker that indexes one of them', async () => {
    const { client, workers } = clientWithWorkers(2);
    let going: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (going = resolve));
    const crashing = client.index(await longLayer(), {
      signal: signal(),
      onProgress: () => {
        going();
      },
    });
    await underWay;
    const others = [1, 2, 3].map(() => client.index(new Blob([tar]), { signal: signal() }));
    // Heard between two reads of the blob, and thrown outside of every handler.
    workers[0]?.postMessage(UNREADABLE);
    expect(await crashing).toMatchObject({
      ok: false,
      problem: { kind: 'worker-crashed', message: expect.stringMatching(/TypeError/) as string },
    });
    for (const outcome of await Promise.all(others)) expect(valueOf(outcome).entryCount).toBe(2);
    const again = valueOf(await client.index(new Blob([tar]), { signal: signal() }));
    expect(again.entryCount).toBe(2);
  });
});

describe('a worker that', () => {
  const poolOf = (start: () => Worker) =>
    new WorkerPool<{ f(): Promise<Outcome<string>> }>({ start, size: 1 });

  test('cannot be loaded is a problem', async () => {
    const pool = poolOf(() => new Worker('/there/is/no/such/worker.js', { type: 'module' }));
    expect(await pool.run(signal(), (api) => api.f())).toEqual({
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
    const pool = poolOf(() => new Worker(script));
    const jobs = [1, 2].map(() => pool.run(signal(), (api) => api.f()));
    for (const outcome of await Promise.all(jobs)) {
      expect(outcome).toMatchObject({ ok: false, problem: { kind: 'worker-crashed' } });
      expect(JSON.stringify(outcome)).toContain('out of luck');
    }
    URL.revokeObjectURL(script);
  });
});
