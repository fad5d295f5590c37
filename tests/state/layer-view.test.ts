import { flushSync } from 'svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import { CONTENT_LIMIT } from '../../src/state/entry-content.svelte.ts';
import { LayerView } from '../../src/state/layer-view.svelte.ts';
import { NameFilter } from '../../src/state/name-filter.svelte.ts';
import { indexOfRows, type RowText } from '../fixtures/index-of-rows.ts';
import { FakeLayers } from './fake-layers.ts';
import { watched } from './watched.svelte.ts';

let layers: FakeLayers;
let view: LayerView;

const LINK: RowText = { name: 'etc/link', link: 'hosts' };
const index = indexOfRows([
  'etc/',
  { name: 'etc/hosts', size: 9 },
  LINK,
  { name: 'var/big', size: CONTENT_LIMIT + 1 },
  { name: 'var/hosts', size: 5 },
]);

beforeEach(() => {
  layers = new FakeLayers();
  view = new LayerView(new Blob(['x']), index, layers);
});

describe('selecting a row', () => {
  test('reads the content of the file', async () => {
    view.selectRow(1);
    expect(view.selected).toBe(1);
    expect(view.content.phase).toEqual({ phase: 'reading' });
    await expect.poll(() => layers.reads.length).toBe(1);
    expect(layers.reads[0]?.place).toMatchObject({ name: 'etc/hosts', size: 9 });
    layers.reads[0]?.settle({ ok: true, value: Uint8Array.of(1) });
    await expect
      .poll(() => view.content.phase)
      .toEqual({
        phase: 'ready',
        content: Uint8Array.of(1),
      });
  });

  test('shows the problem where the content cannot be read', async () => {
    view.selectRow(1);
    await expect.poll(() => layers.reads.length).toBe(1);
    const problem = { kind: 'worker-crashed', message: '' } as const;
    layers.reads[0]?.settle({ ok: false, problem });
    await expect.poll(() => view.content.phase).toEqual({ phase: 'failed', problem });
  });

  test('reads nothing for what is no file', async () => {
    view.selectRow(0);
    expect(view.content.phase).toEqual({ phase: 'none' });
    view.selectRow(2);
    expect(view.content.phase).toEqual({ phase: 'none' });
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(layers.reads).toHaveLength(0);
  });

  test('reads no file that is too big, and says so', () => {
    view.selectRow(3);
    expect(view.content.phase).toEqual({
      phase: 'failed',
      problem: {
        kind: 'too-big-to-hold',
        name: 'var/big',
        size: CONTENT_LIMIT + 1,
        limit: CONTENT_LIMIT,
      },
    });
  });

  test('after another in a hurry reads only the last', async () => {
    view.selectRow(1);
    view.selectRow(4);
    await expect.poll(() => layers.reads.length).toBe(1);
    expect(layers.reads[0]?.place.name).toBe('var/hosts');
  });

  test('ends the read of the one before', async () => {
    view.selectRow(1);
    await expect.poll(() => layers.reads.length).toBe(1);
    view.selectRow(4);
    expect(layers.reads[0]?.signal.aborted).toBe(true);
    await expect.poll(() => layers.reads.length).toBe(2);
    layers.reads[1]?.settle({ ok: true, value: Uint8Array.of(4) });
    await expect.poll(() => view.content.phase.phase).toBe('ready');
  });

  test('again does not read again', async () => {
    view.selectRow(1);
    await expect.poll(() => layers.reads.length).toBe(1);
    view.selectRow(1);
    expect(layers.reads[0]?.signal.aborted).toBe(false);
    view.close();
  });
});

test('deselecting ends the read and shows nothing', async () => {
  view.selectRow(1);
  await expect.poll(() => layers.reads.length).toBe(1);
  view.deselect();
  expect(layers.reads[0]?.signal.aborted).toBe(true);
  expect(view.selected).toBeUndefined();
  expect(view.content.phase).toEqual({ phase: 'none' });
});

describe('filtering', () => {
  test('lists what contains the text, and keeps the selection in its place', async () => {
    view.selectRow(4);
    view.filter('HOSTS');
    await expect.poll(() => view.names.busy).toBe(false);
    expect([view.names.entryAt(0), view.names.entryAt(1)]).toEqual([1, 4]);
    expect(view.names.rowCount).toBe(2);
    expect(view.selectedRow).toBe(1);
    view.filter('etc');
    await expect.poll(() => view.names.busy).toBe(false);
    expect(view.selected).toBe(4);
    expect(view.selectedRow).toBeUndefined();
    view.filter('');
    await expect.poll(() => view.names.busy).toBe(false);
    expect(view.selectedRow).toBe(4);
  });

  test('selects what the row shows', async () => {
    view.filter('var');
    await expect.poll(() => view.names.busy).toBe(false);
    view.selectRow(1);
    expect(view.selected).toBe(4);
  });

  test('is quick to forget a search that was typed over', async () => {
    const names = new NameFilter(indexOfRows(Array.from({ length: 50_000 }, (_, i) => `f${i}`)));
    const lists: string[] = [];
    const stop = watched(() => {
      lists.push(names.listed.text);
    });
    const first = names.search('f1');
    const second = names.search('49999');
    await Promise.all([first, second]);
    flushSync();
    stop();
    expect(names.rowCount).toBe(1);
    expect(names.entryAt(0)).toBe(49_999);
    expect(lists).toEqual(['', '49999']);
  });

  test('narrows an earlier search, and widens when text is taken away', async () => {
    const names = new NameFilter(index);
    await names.search('ho');
    await names.search('host');
    expect(names.rowCount).toBe(2);
    await names.search('h');
    expect(names.rowCount).toBe(2);
    await names.search('t');
    expect(names.rowCount).toBe(4);
    await names.search('');
    expect(names.rowCount).toBe(5);
    expect(names.rowOf(5)).toBeUndefined();
  });

  test('takes escapes as bytes', async () => {
    const odd = new NameFilter(indexOfRows(['a\u202eb', 'a\\b', 'ab']));
    await odd.search('a\\u{202e}');
    expect([odd.rowCount, odd.entryAt(0)]).toEqual([1, 0]);
    await odd.search('a\\\\');
    expect([odd.rowCount, odd.entryAt(0)]).toEqual([1, 1]);
  });
});
