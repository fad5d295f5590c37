import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Image } from '../../src/core/image/image.ts';
import type { Problem } from '../../src/core/problem.ts';
import { DEMOS } from '../../src/state/demos.ts';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { Exporter } from '../../src/state/exporter.svelte.ts';
import { OpenImage } from '../../src/state/open-image.svelte.ts';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import { FakeWorkers } from './fake-workers.ts';
import { openedWith, sampleImage, sampleLayer } from './sample-image.ts';

let workers: FakeWorkers;
let explorer: Explorer;

const room = () => Promise.resolve({ OpenImage, Exporter });

beforeEach(() => {
  workers = new FakeWorkers();
  explorer = new Explorer(workers, room);
  performance.clearMeasures();
});

afterEach(() => {
  explorer.close();
  vi.unstubAllGlobals();
});

const open = (name: string, content = 'not empty') =>
  explorer.open(name, [{ path: name, file: new File([content], name) }]);
const single = sampleImage({ layers: [sampleLayer(0)] });
const absent = sampleImage({ names: ['elsewhere:1'], present: false });

function found(call: number, images: readonly Image[]): void {
  workers.opens[call]?.settle({ ok: true, value: openedWith(images) });
}

async function indexed(call: number): Promise<void> {
  await expect.poll(() => workers.indexes.length).toBeGreaterThan(call);
  workers.indexes[call]?.settle({ ok: true, value: indexOfRows(['etc/', 'etc/hosts']) });
}

async function openOne(name = 'a.tar'): Promise<void> {
  const [opens, indexes] = [workers.opens.length, workers.indexes.length];
  const opening = open(name);
  found(opens, [single]);
  await indexed(indexes);
  await opening;
}

async function failWith(name: string, problem: Problem, content?: string): Promise<void> {
  const call = workers.opens.length;
  const opening = open(name, content);
  workers.opens[call]?.settle({ ok: false, problem });
  await opening;
}

const noImage: Problem = { kind: 'no-image', holds: 'nothing', detail: '' };

describe('opening an archive with one image', () => {
  test('leads from empty over opening to ready', async () => {
    expect(explorer.phase).toEqual({ phase: 'empty' });
    const opening = open('a.tar');
    expect(explorer.phase).toEqual({
      phase: 'opening',
      subject: { name: 'a.tar', bytes: 9 },
      progress: undefined,
    });
    found(0, [single]);
    await expect.poll(() => 'image' in explorer.phase).toBe(true);
    expect(explorer.phase.phase).toBe('opening');
    await indexed(0);
    await opening;
    expect(explorer.phase).toMatchObject({ phase: 'ready', subject: { name: 'a.tar' } });
    const [measured] = performance.getEntriesByName('onionskin:open') as PerformanceMeasure[];
    expect(measured?.detail).toEqual({ bytes: 9, layers: 1, paths: 3 });
  });

  test('tells how far it is, and how fast', () => {
    void open('a.tar', 'x'.repeat(1000));
    workers.opens[0]?.tell({ stage: 'unpack', doneBytes: 250, totalBytes: 1000 });
    expect(explorer.phase).toMatchObject({
      phase: 'opening',
      progress: { stage: 'unpack', doneBytes: 250, totalBytes: 1000 },
    });
    expect(explorer.phase).toHaveProperty('progress.bytesPerSecond');
  });

  test('opens it though others are listed whose content is elsewhere', async () => {
    const opening = open('a.tar');
    found(0, [absent, single]);
    await indexed(0);
    await opening;
    expect(explorer.phase).toMatchObject({ phase: 'ready', image: { image: single } });
  });

  test('takes several files as one archive of their size', () => {
    const files = ['one', 'three'].map((path) => ({ path, file: new File([path], path) }));
    explorer.accept({ name: 'one and 1 more', files });
    expect(workers.opens[0]?.files).toEqual(files);
    expect(explorer.phase).toMatchObject({ subject: { bytes: 8 } });
  });
});

describe('an archive with several images', () => {
  const another = sampleImage({ names: ['another:1'], layers: [sampleLayer(1)] });

  async function choosing(): Promise<void> {
    const opening = open('two.tar');
    found(0, [single, another]);
    await opening;
  }

  test('asks which, and opens the one that is chosen', async () => {
    await choosing();
    expect(explorer.phase).toMatchObject({ phase: 'choosing' });
    expect(workers.indexes).toHaveLength(0);
    const opening = explorer.choose(another);
    await indexed(0);
    await opening;
    expect(explorer.phase).toMatchObject({ phase: 'ready', image: { image: another } });
  });

  test('leads back to the list, which ends the reading of the image', async () => {
    await choosing();
    const opening = explorer.choose(another);
    await expect.poll(() => workers.indexes.length).toBe(1);
    explorer.chooseAnother();
    expect(explorer.phase).toMatchObject({ phase: 'choosing' });
    expect(workers.indexes[0]?.signal.aborted).toBe(true);
    await opening;
    expect(explorer.phase).toMatchObject({ phase: 'choosing' });
  });

  test('none of which is there says so instead of opening any', async () => {
    const opening = open('none.tar');
    found(0, [absent]);
    await opening;
    expect(explorer.phase).toMatchObject({ phase: 'choosing' });
    expect(workers.indexes).toHaveLength(0);
  });
});

describe('what cannot be opened', () => {
  test('fails with its problem', async () => {
    await failWith('a.tar', noImage);
    expect(explorer.phase).toMatchObject({
      phase: 'failed',
      problem: noImage,
      foreign: undefined,
      subject: { name: 'a.tar' },
    });
  });

  test('and is no tar is told for what it is', async () => {
    const problem = { kind: 'not-a-tar', tarOffset: 0, bytes: 36 } as const;
    await failWith('a.tar', problem, '\n<!doctype html><title>Log in</title>');
    expect(explorer.phase).toMatchObject({ phase: 'failed', foreign: 'html' });
  });

  test('because it is empty does not trouble a worker', async () => {
    await open('a.tar', '');
    expect(explorer.phase).toMatchObject({ phase: 'failed', problem: { kind: 'empty-input' } });
    expect(workers.opens).toHaveLength(0);
  });

  test('is remembered: the last three, each file once, the newest first', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'b']) await failWith(name, noImage);
    expect(explorer.failures.map(({ subject }) => subject.name)).toEqual(['b', 'd', 'c']);
    await openOne();
    explorer.close();
    expect(explorer.failures).toHaveLength(3);
  });

  test('because the page could not load a part of itself is told, not left hanging', async () => {
    explorer = new Explorer(workers, () => Promise.reject(new TypeError('Failed to fetch')));
    const opening = open('a.tar');
    found(0, [single]);
    await opening;
    expect(explorer.phase).toMatchObject({
      phase: 'failed',
      problem: { kind: 'internal', message: 'Failed to fetch' },
    });
  });
});

describe('opening another archive', () => {
  test('ends the first, whose answer no longer counts', async () => {
    const first = open('first.tar');
    const second = open('second.tar');
    expect(workers.opens[0]?.signal.aborted).toBe(true);
    await first;
    found(1, [single]);
    await indexed(0);
    await second;
    expect(explorer.phase).toMatchObject({ phase: 'ready', subject: { name: 'second.tar' } });
  });

  test('ends the reading of layers and of content of the first', async () => {
    await openOne('first.tar');
    const { phase } = explorer;
    if (phase.phase !== 'ready') throw new Error(phase.phase);
    expect(phase.image.signal.aborted).toBe(false);
    void open('second.tar');
    expect(phase.image.signal.aborted).toBe(true);
  });
});

test('closing cancels and leads back to the start', async () => {
  const opening = open('a.tar');
  explorer.close();
  expect(workers.opens[0]?.signal.aborted).toBe(true);
  await opening;
  expect(explorer.phase).toEqual({ phase: 'empty' });
});

test('closing while layers are read leaves nothing unhandled', async () => {
  const opening = open('a.tar');
  found(0, [sampleImage({ layers: [sampleLayer(0), sampleLayer(1), sampleLayer(2)] })]);
  await expect.poll(() => workers.indexes.length).toBe(3);
  explorer.close();
  await opening;
  expect(workers.indexes.every(({ signal }) => signal.aborted)).toBe(true);
  expect(explorer.phase).toEqual({ phase: 'empty' });
});

describe('a drop that is not even tried', () => {
  test('leaves what is on the page, and says why', async () => {
    await openOne();
    explorer.accept({ refusal: 'several-folders' });
    expect(explorer.refusal).toBe('several-folders');
    expect(explorer.phase.phase).toBe('ready');
    explorer.dismissRefusal();
    expect(explorer.refusal).toBeUndefined();
  });

  test('is forgotten when something is opened', () => {
    explorer.accept({ refusal: 'empty-folder' });
    explorer.accept({ name: 'a.tar', files: [{ path: 'a.tar', file: new File(['x'], 'a.tar') }] });
    expect(explorer.refusal).toBeUndefined();
    expect(explorer.phase.phase).toBe('opening');
  });
});

describe('a demo image', () => {
  const [demo] = DEMOS;
  if (demo === undefined) throw new Error('there are no demos');

  test('is fetched from beside the page and opened like a file', async () => {
    const fetched: string[] = [];
    vi.stubGlobal('fetch', (url: URL) => {
      fetched.push(url.pathname);
      return Promise.resolve(new Response('demo'));
    });
    const opening = explorer.openDemo(demo);
    await expect.poll(() => workers.opens.length).toBe(1);
    expect(fetched).toEqual([expect.stringMatching(new RegExp(`/demo/${demo.file}$`))]);
    expect(workers.opens[0]?.files.map(({ path }) => path)).toEqual([demo.file]);
    found(0, [single]);
    await indexed(0);
    await opening;
    expect(explorer.phase).toMatchObject({ phase: 'ready', subject: { name: demo.file } });
  });

  test.each([
    ['is not there', () => Promise.resolve(new Response('', { status: 404 }))],
    ['cannot be reached', () => Promise.reject(new TypeError('offline'))],
  ])('that %s is said so', async (_, answer) => {
    vi.stubGlobal('fetch', answer);
    await explorer.openDemo(demo);
    expect(explorer.refusal).toBe('no-demo');
    expect(explorer.phase).toEqual({ phase: 'empty' });
  });

  test('does not come up when something else was opened meanwhile', async () => {
    let answer: (response: Response) => void = () => undefined;
    vi.stubGlobal('fetch', (_: URL, { signal }: { signal: AbortSignal }) => {
      return new Promise((resolve, reject) => {
        answer = resolve;
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    });
    const demoed = explorer.openDemo(demo);
    void open('mine.tar');
    answer(new Response('demo'));
    await demoed;
    expect(workers.opens).toHaveLength(1);
    expect(explorer.phase).toMatchObject({ subject: { name: 'mine.tar' } });
    expect(explorer.refusal).toBeUndefined();
  });
});
