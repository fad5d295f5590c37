import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { PathTree } from '../../src/core/tree/path-tree.ts';
import { type TreeView, type ViewOf, viewTree } from '../../src/core/tree/tree-view.ts';
import { runToEnd } from '../../src/core/run-to-end.ts';
import { TreeBrowser } from '../../src/state/tree-browser.svelte.ts';
import TreeTable from '../../src/ui/tree/TreeTable.svelte';
import { indexOfRows, type RowText } from '../fixtures/index-of-rows.ts';
import { type LayerRows, pathNamed } from '../state/sample-image.ts';
import { stageForEach } from './stage.ts';

const stage = stageForEach();

function viewOf(layers: readonly LayerRows[], of?: ViewOf): TreeView {
  const tree = new PathTree();
  for (const rows of layers) runToEnd(tree.addLayer(indexOfRows(rows)));
  return runToEnd(viewTree(tree, of ?? { kind: 'merged', upTo: layers.length - 1 }));
}

async function show(view: TreeView) {
  const browser = new TreeBrowser();
  await browser.show(view);
  const onselect = vi.fn(browser.select);
  await render(TreeTable, {
    target: stage.target,
    props: { view, browser, label: 'Files', onselect },
  });
  return { browser, onselect, path: (name: string) => pathNamed(view.tree, name) };
}

const LINK: RowText = { name: 'lib', link: 'usr/lib', mode: 0o777 };
const HOSTILE_LINK: RowText = { name: 'l', link: '<b>\u0007' };
const SMALL: LayerRows = [
  { name: 'etc/', mode: 0o755 },
  { name: 'etc/hosts', size: 100 },
  { name: 'etc/motd', size: 1500 },
  { name: 'usr/bin/su', mode: 0o4755, gid: 42, size: 3000 },
  { name: 'usr/lib/a.so', size: 20 },
  LINK,
  { name: 'zero' },
];

const grid = () => page.getByRole('treegrid', { name: 'Files' });
const row = (name: string | RegExp) => grid().getByRole('row', { name });
const selected = () => grid().getByRole('row', { selected: true });
const names = () =>
  Array.from(grid().element().querySelectorAll('[data-row] .base'), (base) => base.textContent);
const focus = () => {
  (grid().element() as HTMLElement).focus();
};

async function press(...keys: string[]) {
  for (const key of keys) await userEvent.keyboard(key.length === 1 ? key : `{${key}}`);
}

describe('the table', () => {
  test('is a tree grid whose rows say where they stand', async () => {
    await show(viewOf([SMALL]));
    await expect.element(grid()).toHaveAttribute('aria-rowcount', '5');
    expect(names()).toEqual(['etc', 'lib', 'usr', 'zero']);
    const etc = row(/etc/);
    await expect.element(etc).toHaveAttribute('aria-level', '1');
    await expect.element(etc).toHaveAttribute('aria-posinset', '1');
    await expect.element(etc).toHaveAttribute('aria-setsize', '4');
    await expect.element(etc).toHaveAttribute('aria-rowindex', '2');
    await expect.element(etc).toHaveAttribute('aria-expanded', 'false');
    await expect.element(row(/zero/)).not.toHaveAttribute('aria-expanded');
    expect(grid().getByRole('columnheader').elements()).toHaveLength(6);
  });

  test('shows name, size, mode, owner, time and layer', async () => {
    await show(viewOf([SMALL]));
    await expect.element(row(/^etc 1\.6 kB drwxr-xr-x 0:0 2023-11-14 22:13:20 0$/)).toBeVisible();
    await expect.element(row(/^lib → usr\/lib .*lrwxrwxrwx/)).toBeVisible();
    // Nobody lists it: it has no time.
    await expect.element(row(/^usr 3\.0 kB drwxr-xr-x 0:0 – 0$/)).toBeVisible();
  });

  test('shows hostile names inert', async () => {
    await show(viewOf([['<img src=x onerror=alert(1)>', 'a\u202eb\n', HOSTILE_LINK]]));
    await expect.element(row(/<img src=x onerror=alert\(1\)>/)).toBeVisible();
    await expect.element(row(/a\\u\{202e\}b\\n/)).toBeVisible();
    await expect.element(row(/l → <b>\\x07/)).toBeVisible();
    expect(stage.target.querySelector('img, b')).toBeNull();
  });

  test('marks what the topmost layer did, but not in the whole tree', async () => {
    const layers: LayerRows[] = [
      ['kept', 'gone', { name: 'other', size: 1 }],
      ['.wh.gone', 'new', { name: 'other', size: 2 }],
    ];
    await show(viewOf(layers, { kind: 'layer', layer: 1 }));
    await expect.element(row(/^\+ new/)).toBeVisible();
    await expect.element(row(/^± other/)).toBeVisible();
    await expect.element(row(/^− gone/)).toBeVisible();
    expect(names()).toEqual(['gone', 'new', 'other']);
  });

  test('of everything marks nothing', async () => {
    await show(viewOf([['kept'], ['new']]));
    await expect.element(row(/^new/)).toBeVisible();
  });

  test('says that there is nothing, or that nothing is left', async () => {
    const { browser } = await show(viewOf([['a']]));
    browser.search('zzz');
    await expect.element(page.getByText('No name contains this.')).toBeVisible();
  });

  test('of an empty tree says so', async () => {
    await show(viewOf([[]]));
    await expect.element(page.getByText('There is nothing in here.')).toBeVisible();
  });
});

describe('the mouse', () => {
  test('selects a row with a click, and leaves it folded', async () => {
    const { onselect, path } = await show(viewOf([SMALL]));
    await userEvent.click(row(/etc/));
    expect(onselect).toHaveBeenCalledExactlyOnceWith(path('etc'));
    await expect.element(row(/etc/)).toHaveAttribute('aria-selected', 'true');
    await expect.element(row(/etc/)).toHaveAttribute('aria-expanded', 'false');
  });

  test('unfolds with a click on the arrow, which selects nothing', async () => {
    const { onselect } = await show(viewOf([SMALL]));
    const arrow = row(/etc/).element().querySelector('[data-fold]');
    await userEvent.click(arrow as Element);
    await expect.element(row(/etc/)).toHaveAttribute('aria-expanded', 'true');
    await expect.element(row(/hosts/)).toHaveAttribute('aria-level', '2');
    await userEvent.click(arrow as Element);
    await expect.element(row(/hosts/)).not.toBeInTheDocument();
    expect(onselect).not.toHaveBeenCalled();
  });

  test('unfolds with a double click', async () => {
    await show(viewOf([SMALL]));
    await userEvent.dblClick(row(/^usr/));
    await expect.element(row(/^usr/)).toHaveAttribute('aria-expanded', 'true');
    expect(names()).toEqual(['etc', 'lib', 'usr', 'bin', 'lib', 'zero']);
  });

  test('sorts with the heads, which say how', async () => {
    await show(viewOf([SMALL]));
    const head = (name: string) => grid().getByRole('columnheader', { name });
    await expect.element(head('Name')).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(page.getByRole('button', { name: 'Size' }));
    await expect.element(head('Size')).toHaveAttribute('aria-sort', 'descending');
    await expect.element(head('Name')).toHaveAttribute('aria-sort', 'none');
    await expect.poll(names).toEqual(['usr', 'etc', 'lib', 'zero']);
    await userEvent.click(page.getByRole('button', { name: 'Name' }));
    await expect.poll(names).toEqual(['etc', 'lib', 'usr', 'zero']);
  });

  test('folds what a filter has unfolded, and the row says so', async () => {
    const { browser } = await show(viewOf([SMALL]));
    browser.search('hosts');
    await expect.poll(names).toEqual(['etc', 'hosts']);
    await userEvent.dblClick(row(/^etc/));
    await expect.poll(names).toEqual(['etc']);
    await expect.element(row(/^etc/)).toHaveAttribute('aria-expanded', 'false');
  });
});

describe('the keyboard', () => {
  test('moves the selection and says which row is active', async () => {
    await show(viewOf([SMALL]));
    focus();
    await press('ArrowDown');
    await expect.element(selected()).toHaveTextContent('etc');
    await press('ArrowDown', 'ArrowDown', 'ArrowUp');
    await expect.element(selected()).toHaveTextContent('lib');
    expect(grid().element().getAttribute('aria-activedescendant')).toBe(selected().element().id);
    await press('End');
    await expect.element(selected()).toHaveTextContent('zero');
    await press('ArrowDown');
    await expect.element(selected()).toHaveTextContent('zero');
    await press('Home');
    await expect.element(selected()).toHaveTextContent('etc');
  });

  test('right unfolds, then goes in; left goes out, then folds', async () => {
    await show(viewOf([SMALL]));
    focus();
    await press('ArrowDown', 'ArrowRight');
    await expect.element(row(/^etc/)).toHaveAttribute('aria-expanded', 'true');
    await expect.element(selected()).toHaveTextContent('etc');
    await press('ArrowRight');
    await expect.element(selected()).toHaveTextContent('hosts');
    await press('ArrowRight');
    await expect.element(selected()).toHaveTextContent('hosts');
    await press('ArrowDown', 'ArrowLeft');
    await expect.element(selected()).toHaveTextContent('etc');
    await press('ArrowLeft');
    await expect.element(row(/^etc/)).toHaveAttribute('aria-expanded', 'false');
    await press('ArrowLeft');
    await expect.element(selected()).toHaveTextContent('etc');
  });

  test('enter and space unfold and fold', async () => {
    await show(viewOf([SMALL]));
    focus();
    await press('Home', 'Enter');
    await expect.element(row(/^etc/)).toHaveAttribute('aria-expanded', 'true');
    await press(' ');
    await expect.element(row(/^etc/)).toHaveAttribute('aria-expanded', 'false');
  });

  test('the asterisk unfolds all directories beside the selected row', async () => {
    await show(viewOf([SMALL]));
    focus();
    await press('Home', '*');
    await expect.poll(names).toEqual(['etc', 'hosts', 'motd', 'lib', 'usr', 'bin', 'lib', 'zero']);
  });

  test('escape deselects', async () => {
    const { onselect } = await show(viewOf([SMALL]));
    focus();
    await press('ArrowDown');
    await expect.element(selected()).toBeVisible();
    await press('Escape');
    expect(onselect).toHaveBeenLastCalledWith(undefined);
    await expect.element(selected()).not.toBeInTheDocument();
  });

  test('is reached with tab, after the sort buttons in its head', async () => {
    await show(viewOf([SMALL]));
    focus();
    await userEvent.tab();
    await expect.element(page.getByRole('button', { name: 'Name' })).toHaveFocus();
    // A key on a button is the button's.
    await press('ArrowDown');
    await expect.element(selected()).not.toBeInTheDocument();
  });
});

describe('very many rows', () => {
  test('of a million paths reach the last, with the keyboard and with the thumb', async () => {
    const many = Array.from({ length: 10 }, (_, d) =>
      Array.from({ length: 100_000 }, (__, f) => `d${d}/f${String(f).padStart(5, '0')}`),
    ).flat();
    const { browser, path } = await show(viewOf([many]));
    browser.openSiblings(path('d0'));
    await expect.element(grid()).toHaveAttribute('aria-rowcount', '1000011');
    focus();
    await press('End');
    await expect.element(selected()).toHaveTextContent('f99999');
    await expect.element(selected()).toBeInViewport();
    await expect.element(selected()).toHaveAttribute('aria-rowindex', '1000011');
    await expect.element(selected()).toHaveAttribute('aria-setsize', '100000');
    await press('PageUp');
    await expect.element(selected()).not.toHaveTextContent('f99999');
    await expect.element(selected()).toBeInViewport();
    await press('Home');
    await expect.element(selected()).toHaveTextContent('d0');
    grid().element().scrollTop = grid().element().scrollHeight;
    await expect.element(row(/^f99999/)).toBeInViewport();
    expect(grid().getByRole('row').elements().length).toBeLessThan(60);
  });

  test('of a hundred thousand siblings are there by size as well', async () => {
    const many = Array.from({ length: 100_000 }, (_, f) => ({
      name: `dir/f${f}`,
      size: (f * 7919) % 100_000,
    }));
    const { browser, path } = await show(viewOf([many]));
    browser.toggle(path('dir'));
    browser.sort('size');
    await expect.element(grid()).toHaveAttribute('aria-rowcount', '100002');
    focus();
    await press('Home', 'ArrowDown');
    await expect.element(selected()).toHaveTextContent('100.0 kB');
    await press('End');
    await expect.element(selected()).toHaveTextContent('f0 0 B');
  });
});
