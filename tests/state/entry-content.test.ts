import { beforeEach, describe, expect, test } from 'vitest';
import { EntryContent, FIRST_BYTES, MORE_BYTES } from '../../src/state/entry-content.svelte.ts';
import { indexOfRows, type RowText } from '../fixtures/index-of-rows.ts';
import { FakeWorkers } from './fake-workers.ts';

const LINK: RowText = { name: 'etc/link', link: 'hosts' };
const index = indexOfRows([
  'etc/',
  { name: 'etc/hosts', size: 9 },
  LINK,
  { name: 'var/long', size: FIRST_BYTES + 1 },
  { name: 'var/huge', size: 1e12 },
]);
const blob = new Blob(['a layer']);

let workers: FakeWorkers;
let content: EntryContent;

beforeEach(() => {
  workers = new FakeWorkers();
  content = new EntryContent(workers);
  performance.clearMeasures();
});

const show = (entry: number) => content.show({ blob, index, entry });
const answer = (call: number, bytes: number) => {
  workers.reads[call]?.settle({ ok: true, value: new Uint8Array(bytes) });
};
const asked = async (calls: number) => {
  await expect.poll(() => workers.reads.length).toBe(calls);
};

describe('looking at a file', () => {
  test('reads it, and shows it', async () => {
    const showing = show(1);
    expect(content.phase).toEqual({ phase: 'reading' });
    await asked(1);
    expect(workers.reads[0]?.place).toMatchObject({ name: 'etc/hosts', size: 9 });
    expect(workers.reads[0]?.layer).toBe(blob);
    workers.reads[0]?.settle({ ok: true, value: Uint8Array.of(1, 2) });
    await showing;
    expect(content.phase).toEqual({ phase: 'ready', start: Uint8Array.of(1, 2), totalBytes: 9 });
    const [measured] = performance.getEntriesByName('onionskin:read') as PerformanceMeasure[];
    expect(measured?.detail).toEqual({ bytes: 9, ok: true });
  });

  test('that is long reads no more than its beginning', async () => {
    const showing = show(4);
    await asked(1);
    expect(workers.reads[0]?.place.size).toBe(FIRST_BYTES);
    expect(workers.reads[0]?.limit).toBe(FIRST_BYTES);
    answer(0, FIRST_BYTES);
    await showing;
    expect(content.phase).toMatchObject({ phase: 'ready', totalBytes: 1e12 });
    expect(content.hasMore).toBe(true);
  });

  test('shows more when asked, up to a limit', async () => {
    const showing = show(4);
    await asked(1);
    answer(0, FIRST_BYTES);
    await showing;
    const more = content.showMore();
    await asked(2);
    expect(workers.reads[1]?.place.size).toBe(MORE_BYTES);
    expect(content.phase.phase).toBe('ready');
    answer(1, MORE_BYTES);
    await more;
    expect(content.phase).toMatchObject({ start: { length: MORE_BYTES } });
    expect(content.hasMore).toBe(false);
  });

  test('has no more to show once all of it is there', async () => {
    const showing = show(3);
    await asked(1);
    answer(0, FIRST_BYTES);
    await showing;
    expect(content.hasMore).toBe(true);
    const more = content.showMore();
    await asked(2);
    expect(workers.reads[1]?.place.size).toBe(FIRST_BYTES + 1);
    answer(1, FIRST_BYTES + 1);
    await more;
    expect(content.hasMore).toBe(false);
  });

  test('tells the problem where it cannot be read, and tries again when asked again', async () => {
    const showing = show(1);
    await asked(1);
    const problem = { kind: 'worker-crashed', message: '' } as const;
    workers.reads[0]?.settle({ ok: false, problem });
    await showing;
    expect(content.phase).toEqual({ phase: 'failed', problem });
    expect(content.hasMore).toBe(false);
    void show(1);
    await asked(2);
    content.close();
  });

  test('that is no file reads nothing and complains of nothing', async () => {
    for (const entry of [0, 2]) {
      await show(entry);
      expect(content.phase).toEqual({ phase: 'none' });
    }
    expect(workers.reads).toHaveLength(0);
  });
});

describe('looking at another file', () => {
  test('in a hurry reads only the last', async () => {
    const first = show(1);
    const second = show(3);
    await first;
    await asked(1);
    expect(workers.reads[0]?.place.name).toBe('var/long');
    content.close();
    await second;
  });

  test('ends the reading of the one before, whose content never shows', async () => {
    const first = show(1);
    await asked(1);
    const second = show(3);
    expect(workers.reads[0]?.signal.aborted).toBe(true);
    await first;
    expect(content.phase).toEqual({ phase: 'reading' });
    await asked(2);
    answer(1, FIRST_BYTES);
    await second;
    expect(content.phase).toMatchObject({ totalBytes: FIRST_BYTES + 1 });
  });

  test('ends the reading of more of the one before', async () => {
    const showing = show(4);
    await asked(1);
    answer(0, FIRST_BYTES);
    await showing;
    const more = content.showMore();
    await asked(2);
    content.close();
    await more;
    expect(workers.reads[1]?.signal.aborted).toBe(true);
    expect(content.phase).toEqual({ phase: 'none' });
  });
});

test('looking at the same file again does not read it again', async () => {
  const showing = show(1);
  await asked(1);
  await show(1);
  expect(workers.reads[0]?.signal.aborted).toBe(false);
  answer(0, 9);
  await showing;
  await show(1);
  expect(content.phase.phase).toBe('ready');
  expect(workers.reads).toHaveLength(1);
});
