import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import { LayerView } from '../../src/state/layer-view.svelte.ts';
import LayerPage from '../../src/ui/shell/LayerPage.svelte';
import '../../src/ui/theme.css';
import { indexOfRows, type RowText } from '../fixtures/index-of-rows.ts';
import { FakeLayers } from '../state/fake-layers.ts';

let layers: FakeLayers;
let target: HTMLElement;

beforeEach(async () => {
  await page.viewport(1200, 700);
  layers = new FakeLayers();
  target = document.createElement('div');
  target.style.cssText = 'display: flex; height: 600px;';
  document.body.append(target);
});

afterEach(() => {
  target.remove();
});

async function show(index: LayerIndex): Promise<LayerView> {
  const view = new LayerView(new Blob(['x']), index, layers);
  await render(LayerPage, { target, props: { view } });
  return view;
}

const grid = () => page.getByRole('grid', { name: 'Entries of the tar' });
const rowNamed = (name: string | RegExp) => grid().getByRole('row', { name });
const selected = () => grid().getByRole('row', { selected: true });

const many = (count: number) =>
  indexOfRows(Array.from({ length: count }, (_, i) => `dir/file-${i}`));

describe('the list', () => {
  test('shows mode, owner, size, time and name, in the order of the tar', async () => {
    const rows: RowText[] = [
      { name: 'etc/', mode: 0o755 },
      { name: 'usr/bin/su', mode: 0o4755, uid: 0, gid: 42, size: 1500 },
      { name: 'lib', link: 'usr/lib', mode: 0o777 },
    ];
    await show(indexOfRows(rows));
    await expect
      .element(rowNamed('drwxr-xr-x 0:0 2023-11-14 22:13:20 etc/'))
      .toHaveAttribute('aria-rowindex', '2');
    await expect
      .element(rowNamed(/^-rwsr-xr-x 0:42 1\.5 kB 2023-11-14 22:13:20 usr\/bin\/ ?su$/))
      .toHaveAttribute('aria-rowindex', '3');
    await expect.element(rowNamed(/lrwxrwxrwx .* lib → usr\/lib/)).toBeVisible();
    await expect.element(grid()).toHaveAttribute('aria-rowcount', '4');
  });

  test('shows hostile names inert', async () => {
    await show(indexOfRows(['<img src=x onerror=alert(1)>', 'a\u202eb\n']));
    await expect.element(rowNamed(/<img src=x onerror=alert\(1\)>/)).toBeVisible();
    await expect.element(rowNamed(/a\\u\{202e\}b\\n/)).toBeVisible();
    expect(target.querySelector('img')).toBeNull();
  });

  test('says that there is nothing, or that nothing is left', async () => {
    const view = await show(indexOfRows(['a']));
    view.filter('zzz');
    await expect.element(page.getByText('No name contains this.')).toBeVisible();
  });

  test('of an empty tar says so', async () => {
    await show(indexOfRows([]));
    await expect.element(page.getByText('There are no entries in this tar.')).toBeVisible();
  });

  test('draws few rows of many', async () => {
    await show(many(50_000));
    await expect.element(rowNamed(/file-0$/)).toBeVisible();
    expect(grid().getByRole('row').elements().length).toBeLessThan(60);
  });
});

describe('the keyboard', () => {
  async function press(...keys: string[]) {
    for (const key of keys) await userEvent.keyboard(`{${key}}`);
  }

  test('moves the selection, which is always seen', async () => {
    await show(many(1_000_000));
    await userEvent.tab();
    await userEvent.tab();
    await expect.element(grid()).toHaveFocus();
    await press('ArrowDown');
    await expect.element(selected()).toHaveTextContent('file-0');
    await press('ArrowDown', 'ArrowDown', 'ArrowUp');
    await expect.element(selected()).toHaveTextContent('file-1');
    await press('End');
    await expect.element(selected()).toHaveTextContent('file-999999');
    await expect.element(selected()).toBeInViewport();
    await press('PageUp');
    await expect.element(selected()).not.toHaveTextContent('file-999999');
    await expect.element(selected()).toBeInViewport();
    await press('Home');
    await expect.element(selected()).toHaveTextContent('file-0');
    expect(grid().element().getAttribute('aria-activedescendant')).toBe(selected().element().id);
  });

  test('deselects with Escape', async () => {
    const view = await show(many(3));
    await userEvent.click(rowNamed(/file-1/));
    expect(view.selected).toBe(1);
    (grid().element() as HTMLElement).focus();
    await press('Escape');
    expect(view.selected).toBeUndefined();
  });
});

describe('the filter', () => {
  test('lists what contains what is typed', async () => {
    await show(many(2000));
    await userEvent.fill(page.getByRole('searchbox', { name: 'Filter names' }), 'FILE-77');
    await expect.element(page.getByText('11 of 2,000')).toBeVisible();
    await expect.element(rowNamed(/file-77$/)).toBeVisible();
    await expect.element(rowNamed(/file-0$/)).not.toBeInTheDocument();
  });

  test('keeps what is typed, and the focus', async () => {
    await show(many(200));
    const box = page.getByRole('searchbox');
    await userEvent.click(box);
    await userEvent.keyboard('file-1');
    await expect.element(page.getByText('111 of 200')).toBeVisible();
    await expect.element(box).toHaveFocus();
    await expect.element(box).toHaveValue('file-1');
  });

  test('leads back to the selected entry when it is cleared', async () => {
    await show(many(10_000));
    await userEvent.fill(page.getByRole('searchbox'), 'file-9876');
    await userEvent.click(rowNamed(/file-9876$/));
    await userEvent.fill(page.getByRole('searchbox'), '');
    await expect.element(selected()).toHaveTextContent('file-9876');
    await expect.element(selected()).toBeInViewport();
  });
});

describe('a selected entry', () => {
  const details = () => page.getByRole('complementary', { name: 'The selected entry' });

  test('shows its details and its text', async () => {
    await show(indexOfRows([{ name: 'etc/motd', size: 5 }]));
    await userEvent.click(rowNamed(/motd/));
    await expect.element(details()).toHaveTextContent('0644');
    await expect.poll(() => layers.reads.length).toBe(1);
    layers.reads[0]?.settle({ ok: true, value: new TextEncoder().encode('hi\u202e <b>\n') });
    await expect
      .element(page.getByRole('region', { name: 'Preview' }))
      .toHaveTextContent('hi\\u{202e} <b>');
  });

  test('that is no text is shown in hex', async () => {
    await show(indexOfRows([{ name: 'bin', size: 4 }]));
    await userEvent.click(rowNamed(/bin/));
    await expect.poll(() => layers.reads.length).toBe(1);
    layers.reads[0]?.settle({ ok: true, value: Uint8Array.of(0x7f, 0x45, 0, 0xff) });
    await expect
      .element(page.getByRole('region', { name: 'Preview' }))
      .toHaveTextContent(/00000000 +7f 45 00 ff +\.E\.\./);
  });

  test('that cannot be read says why', async () => {
    await show(indexOfRows([{ name: 'cut', size: 4 }]));
    await userEvent.click(rowNamed(/cut/));
    await expect.poll(() => layers.reads.length).toBe(1);
    layers.reads[0]?.settle({
      ok: false,
      problem: { kind: 'tar-truncated', tarOffset: 512, want: 4, got: 1, name: 'cut' },
    });
    await expect.element(details()).toHaveTextContent('The tar is cut off');
  });

  test('is closed by its button', async () => {
    await show(indexOfRows(['shadow']));
    await userEvent.click(rowNamed(/shadow/));
    await userEvent.click(page.getByRole('button', { name: 'Close the details' }));
    await expect.element(details()).not.toBeInTheDocument();
  });
});

describe('problems', () => {
  const withProblems = (count: number) =>
    indexOfRows(['a'], (builder) => {
      for (let i = 0; i < count; i++) {
        builder.addProblem({
          kind: 'tar-name',
          tarOffset: i * 512,
          name: '../a',
          fault: 'dot-dot',
        });
      }
      if (count > 1) builder.addProblem({ kind: 'tar-skipped', tarOffset: 0, bytes: 1024 });
    });

  test('that lose something are shown at once, with numbers and advice', async () => {
    await show(withProblems(3));
    await expect.element(page.getByText('4 problems in this file')).toBeVisible();
    await expect.element(page.getByText('1,024 bytes from byte 0 of the tar on')).toBeVisible();
    await expect.element(page.getByText(/Download or export the file again/)).toBeVisible();
    await expect.element(page.getByText('3 times')).toBeVisible();
  });

  test('that lose nothing are one line, which opens', async () => {
    await show(withProblems(1));
    const line = page.getByText('An entry has a name that is not safe to unpack');
    await expect.element(line).toBeVisible();
    await expect.element(page.getByText(/Nothing is unpacked here/)).not.toBeVisible();
    await userEvent.click(line);
    await expect.element(page.getByText(/Nothing is unpacked here/)).toBeVisible();
  });
});
