import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HASH_BYTES, type HashedBodies } from '../../src/core/layer/hashed-bodies.ts';
import { Exporter } from '../../src/state/exporter.svelte.ts';
import { saveFile } from '../../src/state/save-file.ts';
import type { RowText } from '../fixtures/index-of-rows.ts';
import { type OpenedSample, openSample, pathNamed } from './sample-image.ts';

vi.mock('../../src/state/save-file.ts', () => ({ saveFile: vi.fn() }));

const LISTING = 'File listing (JSON Lines)';
const WITH_HASHES = 'File listing with hashes (JSON Lines)';
const saved = vi.mocked(saveFile);

const LINK: RowText = { name: 'link', link: 'etc/hosts' };

let sample: OpenedSample;
let exporter: Exporter;

beforeEach(async () => {
  sample = await openSample(
    [
      ['etc/', { name: 'etc/hosts', size: 3 }, { name: 'etc/old', size: 4 }],
      ['.wh.var', { name: 'etc/old', size: 5 }, LINK],
    ],
    { names: ['registry.example/team/app:1.0'] },
  );
  exporter = new Exporter(sample.image, sample.workers, 'app.tar');
});

afterEach(() => {
  sample.image.close();
  saved.mockReset();
});

interface Line {
  path: string;
  type: string;
  layer: number;
  size: number;
  sha256?: string | null;
}

async function savedLines(): Promise<Line[]> {
  const text = (await saved.mock.calls[0]?.[1].text()) ?? '';
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** As if every wanted file but `missing` had been read; its hash is the entry's number, over and over. */
function hashed(entries: Uint32Array<ArrayBuffer>, missing = -1): HashedBodies {
  return {
    entries,
    sha256: Uint8Array.from({ length: HASH_BYTES * entries.length }, (_, i) => {
      return entries[Math.floor(i / HASH_BYTES)] ?? 0;
    }),
    done: Uint8Array.from(entries, (entry) => (entry === missing ? 0 : 1)),
    problems: [],
  };
}

describe('a listing', () => {
  test('has a line for each path of the merged tree, and is named after the image', async () => {
    exporter.run(LISTING);
    expect(exporter.phase).toMatchObject({ phase: 'working', name: LISTING });
    await expect.poll(() => saved.mock.calls.length).toBe(1);
    expect(saved.mock.calls[0]?.[0]).toBe('registry.example-team-app-1.0.files.jsonl');
    const lines = await savedLines();
    expect(lines.map(({ path, type, layer, size }) => [path, type, layer, size])).toEqual([
      ['/etc', 'dir', 0, 0],
      ['/etc/hosts', 'file', 0, 3],
      ['/etc/old', 'file', 1, 5],
      ['/link', 'symlink', 1, 0],
    ]);
    expect(lines[1]).not.toHaveProperty('sha256');
    expect(exporter.phase).toEqual({ phase: 'idle' });
  });

  test('is of the merged tree whatever is shown', async () => {
    await sample.image.show({ kind: 'layer', layer: 0 });
    exporter.run(LISTING);
    await expect.poll(() => saved.mock.calls.length).toBe(1);
    expect(await savedLines()).toHaveLength(4);
  });

  test('of an image without a name is named after the file', async () => {
    sample = await openSample([['a']], { names: [] });
    exporter = new Exporter(sample.image, sample.workers, '../../my file?.tar');
    exporter.run(LISTING);
    await expect.poll(() => saved.mock.calls.length).toBe(1);
    expect(saved.mock.calls[0]?.[0]).toBe('my-file-.tar.files.jsonl');
  });
});

describe('a listing with hashes', () => {
  test('asks each layer for the files that show, and writes what it says', async () => {
    exporter.run(WITH_HASHES);
    await expect.poll(() => sample.workers.hashes.length).toBe(2);
    const [first, second] = sample.workers.hashes;
    expect([first, second].map((call) => Array.from(call?.plan.entries ?? []))).toEqual([[1], [1]]);
    first?.tell({ stage: 'hash', doneBytes: 100, totalBytes: 1000 });
    second?.tell({ stage: 'hash', doneBytes: 300, totalBytes: 1000 });
    expect(exporter.phase).toEqual({
      phase: 'working',
      name: WITH_HASHES,
      doneBytes: 400,
      totalBytes: 2000,
    });
    for (const call of [first, second]) {
      call?.settle({ ok: true, value: hashed(call.plan.entries) });
    }
    await expect.poll(() => saved.mock.calls.length).toBe(1);
    expect(saved.mock.calls[0]?.[0]).toContain('.files-with-hashes.jsonl');
    const lines = await savedLines();
    expect(lines.map(({ path, sha256 }) => [path, sha256])).toEqual([
      ['/etc', undefined],
      ['/etc/hosts', '01'.repeat(32)],
      ['/etc/old', '01'.repeat(32)],
      ['/link', undefined],
    ]);
  });

  test('has null where a file could not be read', async () => {
    exporter.run(WITH_HASHES);
    await expect.poll(() => sample.workers.hashes.length).toBe(2);
    for (const call of sample.workers.hashes) {
      call.settle({ ok: true, value: hashed(call.plan.entries, 1) });
    }
    await expect.poll(() => saved.mock.calls.length).toBe(1);
    expect((await savedLines())[1]?.sha256).toBeNull();
  });

  test('fails with the problem of a layer, and ends the others', async () => {
    exporter.run(WITH_HASHES);
    await expect.poll(() => sample.workers.hashes.length).toBe(2);
    const problem = { kind: 'worker-crashed', message: 'oh' } as const;
    sample.workers.hashes[0]?.settle({ ok: false, problem });
    await expect
      .poll(() => exporter.phase)
      .toEqual({ phase: 'failed', name: WITH_HASHES, problem });
    expect(sample.workers.hashes[1]?.signal.aborted).toBe(true);
    expect(saved).not.toHaveBeenCalled();
    exporter.cancel();
    expect(exporter.phase).toEqual({ phase: 'idle' });
  });

  test('can be cancelled, and then saves nothing', async () => {
    exporter.run(WITH_HASHES);
    await expect.poll(() => sample.workers.hashes.length).toBe(2);
    exporter.cancel();
    expect(exporter.phase).toEqual({ phase: 'idle' });
    expect(sample.workers.hashes.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(exporter.phase).toEqual({ phase: 'idle' });
    expect(saved).not.toHaveBeenCalled();
  });

  test('ends with the image', async () => {
    exporter.run(WITH_HASHES);
    await expect.poll(() => sample.workers.hashes.length).toBe(2);
    sample.image.close();
    expect(sample.workers.hashes.every(({ signal }) => signal.aborted)).toBe(true);
  });

  test('gives way to another export', async () => {
    exporter.run(WITH_HASHES);
    await expect.poll(() => sample.workers.hashes.length).toBe(2);
    exporter.run(LISTING);
    expect(sample.workers.hashes[0]?.signal.aborted).toBe(true);
    await expect.poll(() => saved.mock.calls.length).toBe(1);
    expect(saved.mock.calls[0]?.[0]).toContain('.files.jsonl');
    await expect.poll(() => exporter.phase).toEqual({ phase: 'idle' });
  });
});

describe('saving a file', () => {
  const save = (name: string) => {
    exporter.saveEntry(pathNamed(sample.image.tree, name));
  };

  test('gives it whole, under its own name', async () => {
    save('etc/old');
    expect(sample.workers.saves[0]?.place).toMatchObject({ name: 'etc/old', size: 5 });
    sample.workers.saves[0]?.tell({ stage: 'save', doneBytes: 2, totalBytes: 5 });
    expect(exporter.phase).toEqual({
      phase: 'working',
      name: 'old',
      doneBytes: 2,
      totalBytes: 5,
    });
    const content = new Blob(['12345']);
    sample.workers.saves[0]?.settle({ ok: true, value: content });
    await expect.poll(() => saved.mock.calls).toEqual([['old', content]]);
    await expect.poll(() => exporter.phase).toEqual({ phase: 'idle' });
  });

  test('says why it cannot be had', async () => {
    save('etc/hosts');
    const problem = { kind: 'source-changed', sourceOffset: 0, detail: 'gone' } as const;
    sample.workers.saves[0]?.settle({ ok: false, problem });
    await expect.poll(() => exporter.phase).toEqual({ phase: 'failed', name: 'hosts', problem });
    expect(saved).not.toHaveBeenCalled();
  });

  test('that is no file says so', async () => {
    save('etc');
    await expect
      .poll(() => exporter.phase)
      .toMatchObject({
        phase: 'failed',
        problem: { kind: 'no-content' },
      });
    expect(sample.workers.saves).toHaveLength(0);
  });
});
