import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ExportName, ExportPhase } from '../../src/state/exporter.svelte.ts';
import ExportMenu from '../../src/ui/image/ExportMenu.svelte';
import ExportStatus from '../../src/ui/image/ExportStatus.svelte';
import { stageForEach } from './stage.ts';

const stage = stageForEach();

async function show(disabled = false) {
  const onexport = vi.fn<(name: ExportName) => void>();
  await render(ExportMenu, { target: stage.target, props: { disabled, onexport } });
  return onexport;
}

const button = () => page.getByRole('button', { name: 'Export' });
const menu = () => page.getByRole('menu', { name: 'Export' });
const listing = () => menu().getByRole('menuitem', { name: 'File listing (JSON Lines)' });
const hashes = () =>
  menu().getByRole('menuitem', { name: 'File listing with hashes (JSON Lines)' });
const press = (key: string) => userEvent.keyboard(`{${key}}`);

async function openMenu() {
  await userEvent.click(button());
  await expect.element(listing()).toHaveFocus();
}

describe('the export menu', () => {
  test('opens with the name of each export, the first focused', async () => {
    await show();
    await expect.element(button()).toHaveAttribute('aria-haspopup', 'menu');
    await expect.element(button()).toHaveAttribute('aria-expanded', 'false');
    await openMenu();
    await expect.element(button()).toHaveAttribute('aria-expanded', 'true');
    await expect.element(hashes()).toBeVisible();
  });

  test('exports what is clicked, and closes', async () => {
    const onexport = await show();
    await openMenu();
    await userEvent.click(hashes());
    expect(onexport).toHaveBeenCalledExactlyOnceWith('File listing with hashes (JSON Lines)');
    await expect.element(menu()).not.toBeInTheDocument();
  });

  test('is walked with the arrow keys, round and round', async () => {
    const onexport = await show();
    await openMenu();
    await press('ArrowDown');
    await expect.element(hashes()).toHaveFocus();
    await press('ArrowDown');
    await expect.element(listing()).toHaveFocus();
    await press('ArrowUp');
    await expect.element(hashes()).toHaveFocus();
    await press('Home');
    await expect.element(listing()).toHaveFocus();
    await press('End');
    await press('Enter');
    expect(onexport).toHaveBeenCalledExactlyOnceWith('File listing with hashes (JSON Lines)');
  });

  test('closes with escape, and the button has the focus again', async () => {
    const onexport = await show();
    await openMenu();
    await press('Escape');
    await expect.element(menu()).not.toBeInTheDocument();
    await expect.element(button()).toHaveFocus();
    expect(onexport).not.toHaveBeenCalled();
  });

  test('closes when the focus goes elsewhere', async () => {
    await show();
    await openMenu();
    await press('Tab');
    await expect.element(menu()).not.toBeInTheDocument();
  });

  test('does not open before the tree is complete', async () => {
    await show(true);
    await expect.element(button()).toBeDisabled();
  });
});

describe('an export under way', () => {
  async function showStatus(phase: ExportPhase) {
    const oncancel = vi.fn();
    await render(ExportStatus, { target: stage.target, props: { phase, oncancel } });
    return oncancel;
  }

  test('says how far it is, and can be cancelled', async () => {
    const oncancel = await showStatus({
      phase: 'working',
      name: 'a\u202e.txt',
      doneBytes: 500,
      totalBytes: 2000,
    });
    await expect.element(page.getByText('500 B of 2.0 kB')).toBeVisible();
    await expect.element(page.getByText('a\\u{202e}.txt')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Cancel export' }));
    expect(oncancel).toHaveBeenCalledOnce();
  });

  test('that failed says why, at once', async () => {
    const problem = { kind: 'worker-crashed', message: 'out of memory' } as const;
    await showStatus({ phase: 'failed', name: 'x', problem });
    await expect.element(page.getByRole('alert')).toHaveTextContent('out of memory');
    await expect.element(page.getByRole('button', { name: 'Dismiss' })).toBeVisible();
  });

  test('is not there while nothing is exported', async () => {
    await showStatus({ phase: 'idle' });
    expect(page.getByRole('region', { name: 'Export' }).elements()).toHaveLength(0);
  });
});
