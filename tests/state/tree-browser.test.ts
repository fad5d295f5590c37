import { beforeEach, describe, expect, test } from 'vitest';
import { TreeBrowser } from '../../src/state/tree-browser.svelte.ts';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import {
  buildTree,
  layerView,
  mergedView,
  nameText,
  pathOf,
  treeOfIndexes,
} from '../core/tree/build-tree.ts';
import { watched } from './watched.svelte.ts';

const tree = buildTree(
  [
    { name: 'etc/hosts', size: 5 },
    { name: 'usr/bin/sh', size: 900 },
    { name: 'usr/bin/env', size: 30 },
    { name: 'usr/lib/hosts.so', size: 40 },
    { name: 'zero', size: 1 },
  ],
  [{ name: 'usr/bin/sh', size: 1000 }, 'var/log/new', '.wh.zero'],
);
const whole = mergedView(tree);

let browser: TreeBrowser;

beforeEach(async () => {
  browser = new TreeBrowser();
  await browser.show(whole);
});

const path = (name: string) => pathOf(tree, name);
const names = (of = browser) =>
  Array.from(of.rows.paths, (each) => nameText(of.view?.tree ?? tree, each));
const lists = (...expected: string[]) => expect.poll(() => names()).toEqual(expected);

async function search(text: string, of = browser): Promise<void> {
  of.search(text);
  await expect.poll(() => of.busy).toBe(false);
}

describe('walking', () => {
  test('starts with everything folded', () => {
    expect(names()).toEqual(['/etc', '/usr', '/var']);
    expect(browser.isFolder(path('/usr'))).toBe(true);
    expect(browser.isOpen(path('/usr'))).toBe(false);
    expect(browser.isFolder(path('/etc/hosts'))).toBe(false);
  });

  test('unfolds a directory and folds it again', async () => {
    browser.toggle(path('/usr'));
    await lists('/etc', '/usr', '/usr/bin', '/usr/lib', '/var');
    browser.toggle(path('/usr'));
    await lists('/etc', '/usr', '/var');
  });

  test('remembers what was unfolded in a directory that was folded', async () => {
    browser.toggle(path('/usr'));
    browser.toggle(path('/usr/lib'));
    browser.toggle(path('/usr'));
    await lists('/etc', '/usr', '/var');
    browser.toggle(path('/usr'));
    await lists('/etc', '/usr', '/usr/bin', '/usr/lib', '/usr/lib/hosts.so', '/var');
  });

  test('unfolds all directories beside one, and nothing in them', async () => {
    browser.openSiblings(path('/etc'));
    await lists('/etc', '/etc/hosts', '/usr', '/usr/bin', '/usr/lib', '/var', '/var/log');
  });

  test('sorts by size and by name, at every level', async () => {
    browser.toggle(path('/usr'));
    browser.toggle(path('/usr/bin'));
    browser.sort('size');
    expect(browser.order).toBe('size');
    await lists('/usr', '/usr/bin', '/usr/bin/sh', '/usr/bin/env', '/usr/lib', '/etc', '/var');
    browser.sort('name');
    await lists('/etc', '/usr', '/usr/bin', '/usr/bin/env', '/usr/bin/sh', '/usr/lib', '/var');
  });

  test('reveals a path with what it is in', async () => {
    void browser.reveal(path('/usr/lib/hosts.so'));
    await lists('/etc', '/usr', '/usr/bin', '/usr/lib', '/usr/lib/hosts.so', '/var');
    expect(browser.selected).toBe(path('/usr/lib/hosts.so'));
    expect(browser.selectedRow).toBe(4);
  });
});

describe('filtering', () => {
  test('lists what contains the text in either case, unfolded, with the directories it is in', async () => {
    await search('HOSTS');
    expect(names()).toEqual(['/etc', '/etc/hosts', '/usr', '/usr/lib', '/usr/lib/hosts.so']);
    expect(browser.foundCount).toBe(2);
    expect([...browser.rows.siblings]).toEqual([2, 1, 2, 1, 1]);
  });

  test('with a slash looks at whole paths', async () => {
    await search('bin/s');
    expect(names()).toEqual(['/usr', '/usr/bin', '/usr/bin/sh']);
    await search('/usr/');
    expect(browser.foundCount).toBe(5);
  });

  test('finds after narrowing what it finds at once, whatever was typed before', async () => {
    const texts = ['h', 'ho', 'hos', 'hosts', 's', 'sh', 'sh/', '/', '/b', '/bi', 'b', 'bi', 'bin'];
    for (const text of texts) {
      const afresh = new TreeBrowser();
      await afresh.show(whole);
      await search(text, afresh);
      await search(text);
      expect(names(), text).toEqual(names(afresh));
      expect(browser.foundCount, text).toBe(afresh.foundCount);
    }
  });

  test('reads escapes as names show them', async () => {
    const odd = buildTree(['a\u202eb', 'a\\b', 'ab', 'u{202e}']);
    const of = new TreeBrowser();
    await of.show(mergedView(odd));
    // Typed letter by letter: an escape that is half there means something else.
    for (const text of ['a\\', 'a\\u', 'a\\u{202', 'a\\u{202e}']) await search(text, of);
    expect(of.rows.paths).toHaveLength(1);
    expect(of.foundCount).toBe(1);
    await search('a\\\\', of);
    expect(names(of)).toEqual(['/a\\b']);
  });

  test('shows what is in a found directory only where that is found as well', async () => {
    await search('bin');
    expect(names()).toEqual(['/usr', '/usr/bin']);
    expect(browser.isFolder(path('/usr/bin'))).toBe(false);
    expect(browser.isFolder(path('/usr'))).toBe(true);
  });

  test('lets a directory be folded, and unfolds it for the next text', async () => {
    await search('hosts');
    browser.toggle(path('/usr'));
    await lists('/etc', '/etc/hosts', '/usr');
    expect(browser.isOpen(path('/usr'))).toBe(false);
    await search('host');
    expect(names()).toContain('/usr/lib/hosts.so');
  });

  test('tells whoever draws a row that it was folded', async () => {
    await search('hosts');
    const seen: boolean[] = [];
    const stop = watched(() => {
      seen.push(browser.isOpen(path('/usr')));
    });
    browser.toggle(path('/usr'));
    await lists('/etc', '/etc/hosts', '/usr');
    stop();
    expect(seen).toEqual([true, false]);
  });

  test('that finds nothing lists nothing', async () => {
    await search('nowhere');
    expect(names()).toEqual([]);
    expect(browser.foundCount).toBe(0);
  });

  test('leads back to what was unfolded before, and to the selected path', async () => {
    browser.toggle(path('/etc'));
    await search('env');
    browser.select(path('/usr/bin/env'));
    await search('');
    await lists(
      '/etc',
      '/etc/hosts',
      '/usr',
      '/usr/bin',
      '/usr/bin/env',
      '/usr/bin/sh',
      '/usr/lib',
      '/var',
    );
    expect(browser.selectedRow).toBe(4);
    expect(browser.foundCount).toBeUndefined();
  });

  test('ends a search that was typed over', async () => {
    const many = indexOfRows(Array.from({ length: 60_000 }, (_, i) => `f${i}`));
    const of = new TreeBrowser();
    await of.show(mergedView(treeOfIndexes([many])));
    const counts: (number | undefined)[] = [];
    const stop = watched(() => {
      counts.push(of.foundCount);
    });
    of.search('f1');
    await search('59999', of);
    stop();
    expect(names(of)).toEqual(['/f59999']);
    expect(counts).toEqual([undefined, 1]);
  });

  test('is kept for another view', async () => {
    await search('new');
    expect(names()).toEqual(['/var', '/var/log', '/var/log/new']);
    await browser.show(mergedView(tree, 0));
    expect(names()).toEqual([]);
    await browser.show(whole);
    expect(names()).toEqual(['/var', '/var/log', '/var/log/new']);
  });

  test('is measured once for each text', async () => {
    performance.clearMeasures();
    await search('sh');
    browser.sort('size');
    browser.toggle(path('/usr'));
    await lists('/usr');
    const measured = performance.getEntriesByName('onionskin:filter') as PerformanceMeasure[];
    expect(measured.map(({ detail }) => detail as unknown)).toEqual([{ text: 'sh', found: 1 }]);
  });
});

describe('another view', () => {
  test('keeps what is unfolded and selected', async () => {
    browser.toggle(path('/usr'));
    browser.select(path('/usr/lib'));
    await browser.show(mergedView(tree, 0));
    expect(names()).toEqual(['/etc', '/usr', '/usr/bin', '/usr/lib', '/zero']);
    expect(browser.selected).toBe(path('/usr/lib'));
    expect(browser.selectedRow).toBe(3);
  });

  test('without the selected path has none selected', async () => {
    browser.select(path('/var/log/new'));
    await browser.show(mergedView(tree, 0));
    expect(browser.selected).toBeUndefined();
    expect(browser.selectedRow).toBeUndefined();
  });

  test('of one layer that did little is unfolded, and can be folded', async () => {
    await browser.show(layerView(tree, 1));
    expect(names()).toEqual([
      '/usr',
      '/usr/bin',
      '/usr/bin/sh',
      '/var',
      '/var/log',
      '/var/log/new',
      '/zero',
    ]);
    browser.toggle(path('/usr'));
    await lists('/usr', '/var', '/var/log', '/var/log/new', '/zero');
  });

  test('of one layer that did much is folded', async () => {
    const rows = Array.from({ length: 101 }, (_, i) => `dir/f${i}`);
    const big = buildTree(rows);
    const of = new TreeBrowser();
    await of.show(layerView(big, 0));
    expect(names(of)).toEqual(['/dir']);
  });

  test('comes although it is sorted or filtered before it is there', async () => {
    const coming = browser.show(mergedView(tree, 0));
    browser.sort('size');
    await coming;
    expect(browser.view?.of).toEqual({ kind: 'merged', upTo: 0 });
    expect(names()).toEqual(['/usr', '/etc', '/zero']);
    const next = browser.show(whole);
    browser.search('sh');
    await next;
    expect(browser.view).toBe(whole);
    expect(names()).toEqual(['/usr', '/usr/bin', '/usr/bin/sh']);
  });
});
