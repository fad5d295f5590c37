import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ViewOf } from '../../src/core/tree/tree-view.ts';
import TreeToolbar from '../../src/ui/tree/TreeToolbar.svelte';
import { openSample } from '../state/sample-image.ts';
import { stageForEach } from './stage.ts';

const stage = stageForEach();

async function show(layer?: number) {
  const names = Array.from({ length: 2000 }, (_, i) => `file-${i}`);
  const { image } = await openSample([names, ['more']]);
  const onshow = vi.fn<(of: ViewOf) => void>();
  const views = image.viewsAt(layer);
  await render(TreeToolbar, {
    target: stage.target,
    props: { browser: image.browser, total: 2001, shown: image.shown, views, layers: 2, onshow },
  });
  return { image, onshow };
}

const box = () => page.getByRole('searchbox', { name: 'Filter names' });
const views = () => page.getByRole('group', { name: 'What of the tree' });

describe('the filter', () => {
  test('counts what it finds, of how many', async () => {
    const { image } = await show();
    await expect.element(page.getByText('2,001 paths')).toBeVisible();
    await userEvent.fill(box(), 'FILE-77');
    await expect.element(page.getByText('11 of 2,001')).toBeVisible();
    expect(image.browser.rows.paths).toHaveLength(11);
  });

  test('keeps what is typed, and the focus', async () => {
    await show();
    await userEvent.click(box());
    await userEvent.keyboard('file-1');
    await expect.element(page.getByText('1,111 of 2,001')).toBeVisible();
    await expect.element(box()).toHaveFocus();
    await expect.element(box()).toHaveValue('file-1');
  });

  test('that is cleared shows everything again', async () => {
    await show();
    await userEvent.fill(box(), 'more');
    await expect.element(page.getByText('1 of 2,001')).toBeVisible();
    await userEvent.fill(box(), '');
    await expect.element(page.getByText('2,001 paths')).toBeVisible();
  });
});

describe('the views', () => {
  test('are one until a layer stands out', async () => {
    await show();
    await expect.poll(() => views().getByRole('button').elements().length).toBe(1);
    await expect
      .element(views().getByRole('button', { name: 'Merged' }))
      .toHaveAttribute('aria-pressed', 'true');
  });

  test('of a layer are offered by name, and one is pressed', async () => {
    const { onshow } = await show(0);
    const button = (name: string) => views().getByRole('button', { name });
    await expect.element(button('Merged')).toHaveAttribute('aria-pressed', 'true');
    await expect.element(button('Up to layer 0')).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(button('Only layer 0'));
    expect(onshow).toHaveBeenCalledExactlyOnceWith({ kind: 'layer', layer: 0 });
  });
});
