import { beforeEach, describe, expect, test } from 'vitest';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import { FakeLayers } from './fake-layers.ts';

let layers: FakeLayers;
let explorer: Explorer;
let time: number;

beforeEach(() => {
  layers = new FakeLayers();
  time = 0;
  explorer = new Explorer(layers, () => time);
});

const file = (name: string, content = 'not empty') => new File([content], name);
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('opening a file', () => {
  test('leads from empty over indexing to ready', async () => {
    expect(explorer.phase).toEqual({ phase: 'empty' });
    const opening = explorer.open(file('a.tar'));
    expect(explorer.phase).toMatchObject({ phase: 'indexing', progress: undefined });
    time = 1500;
    layers.indexes[0]?.settle({ ok: true, value: indexOfRows(['etc/', 'etc/hosts']) });
    await opening;
    expect(explorer.phase).toMatchObject({ phase: 'ready', seconds: 1.5 });
  });

  test('tells progress with rate and time left', async () => {
    void explorer.open(file('a.tar', 'x'.repeat(1000)));
    time = 1000;
    layers.indexes[0]?.tell({ doneBytes: 250, entries: 7 });
    expect(explorer.phase).toMatchObject({
      progress: { doneBytes: 250, entries: 7, bytesPerSecond: 250, secondsLeft: 3 },
    });
    await settled();
  });

  test('gives the problem where nothing could be read', async () => {
    const opening = explorer.open(file('a.tar'));
    layers.indexes[0]?.settle({ ok: false, problem: { kind: 'worker-crashed', message: 'oh' } });
    await opening;
    expect(explorer.phase).toMatchObject({
      phase: 'failed',
      problem: { kind: 'worker-crashed' },
      foreign: undefined,
    });
  });

  test('says what a file is that is no tar', async () => {
    const opening = explorer.open(file('a.tar', '\n<!doctype html><title>Log in</title>'));
    const problem = { kind: 'not-a-tar', tarOffset: 0, bytes: 36 } as const;
    layers.indexes[0]?.settle({ ok: false, problem });
    await opening;
    expect(explorer.phase).toMatchObject({ phase: 'failed', foreign: 'html' });
  });

  test('that is empty does not trouble the worker', async () => {
    await explorer.open(file('a.tar', ''));
    expect(explorer.phase).toMatchObject({ phase: 'failed', problem: { kind: 'empty-input' } });
    expect(layers.indexes).toHaveLength(0);
  });
});

describe('opening another file', () => {
  test('ends the indexing of the first, whose answer no longer counts', async () => {
    const first = explorer.open(file('first.tar'));
    const second = explorer.open(file('second.tar'));
    expect(layers.indexes[0]?.signal.aborted).toBe(true);
    layers.indexes[0]?.tell({ doneBytes: 5 });
    expect(explorer.phase).toMatchObject({ phase: 'indexing', progress: undefined });
    await first;
    layers.indexes[1]?.settle({ ok: true, value: indexOfRows(['b']) });
    await second;
    expect(explorer.phase).toMatchObject({ phase: 'ready', file: { name: 'second.tar' } });
  });

  test('ends the reading of content of the first', async () => {
    const opening = explorer.open(file('first.tar'));
    layers.indexes[0]?.settle({ ok: true, value: indexOfRows([{ name: 'a', size: 3 }]) });
    await opening;
    const { phase } = explorer;
    if (phase.phase !== 'ready') throw new Error(phase.phase);
    phase.view.selectRow(0);
    await expect.poll(() => layers.reads.length).toBe(1);
    void explorer.open(file('second.tar'));
    expect(layers.reads[0]?.signal.aborted).toBe(true);
    explorer.close();
    await settled();
  });
});

test('closing cancels and leads back to the start', async () => {
  const opening = explorer.open(file('a.tar'));
  explorer.close();
  expect(layers.indexes[0]?.signal.aborted).toBe(true);
  await opening;
  expect(explorer.phase).toEqual({ phase: 'empty' });
});

describe('a drop that cannot be opened', () => {
  test('leaves what is on the page, and says why', async () => {
    const opening = explorer.open(file('a.tar'));
    layers.indexes[0]?.settle({ ok: true, value: indexOfRows(['a']) });
    await opening;
    explorer.accept({ refusal: 'folder' });
    expect(explorer.refusal).toBe('folder');
    expect(explorer.phase).toMatchObject({ phase: 'ready' });
    explorer.dismissRefusal();
    expect(explorer.refusal).toBeUndefined();
  });

  test('is forgotten when a file is opened', () => {
    explorer.accept({ refusal: 'several-files' });
    explorer.accept({ file: file('a.tar') });
    expect(explorer.refusal).toBeUndefined();
    expect(explorer.phase).toMatchObject({ phase: 'indexing' });
  });
});
