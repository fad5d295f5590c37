import { gzipSync } from 'node:zlib';
import { smallTar } from '../fixtures/small-tar.ts';
import { zstdFrame } from '../fixtures/zstd-frames.ts';
import { expect, grid, heading, rowNamed, test } from './page-test.ts';

const tar = smallTar({
  'etc/hosts': '127.0.0.1 localhost\n',
  'etc/motd': 'Welcome.\n',
  'bin/true': '\x7fELF\0\x01',
});

test('the page says what it is and that nothing is uploaded', async ({ page }) => {
  await expect(heading(page, 'See what is inside a container image')).toBeVisible();
  await expect(page.getByText('here in your browser tab; nothing is uploaded')).toBeVisible();
});

test('a dropped tar is listed, however it is compressed and whatever it is called', async ({
  page,
  drop,
  fileWith,
}) => {
  for (const [name, compression, bytes] of [
    ['layer.tar', undefined, tar],
    ['layer.tar.gz', 'gzip', gzipSync(tar)],
    ['layer.tar.zst', 'zstd', zstdFrame(tar)],
    ['no-suffix-at-all', 'gzip', gzipSync(tar)],
    ['lies-about-itself.zip', undefined, tar],
  ] as const) {
    await drop(fileWith(name, bytes));
    await expect(heading(page, name)).toBeVisible();
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '4');
    await expect(rowNamed(page, /-rw-r--r-- 0:0 20 B .* hosts/)).toBeVisible();
    if (compression !== undefined) await expect(page.getByText(`as ${compression}`)).toBeVisible();
    await expect(page).toHaveTitle(`${name} – Onionskin`);
  }
});

test('a file is read by clicking it', async ({ page, drop, fileWith }) => {
  await drop(fileWith('layer.tar.gz', gzipSync(tar)));
  await rowNamed(page, /motd/).click();
  await expect(page.getByRole('region', { name: 'Preview' })).toHaveText('Welcome.\n');
  await rowNamed(page, /true/).click();
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('7f 45 4c 46 00 01');
});

test('everything works from the keyboard', async ({ page, fileWith }) => {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Space');
  await (await chooser).setFiles(fileWith('layer.tar', tar));
  await expect(grid(page)).toBeVisible();
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('ETC');
  await expect(page.getByText('2 of 3')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('End');
  await expect(grid(page).getByRole('row', { selected: true })).toContainText('motd');
  await expect(page.getByRole('region', { name: 'Preview' })).toHaveText('Welcome.\n');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('region', { name: 'Preview' })).toHaveText('127.0.0.1 localhost\n');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toBeHidden();
});

test('another file takes the place of the first', async ({ page, drop, fileWith }) => {
  await drop(fileWith('first.tar', tar));
  await expect(heading(page, 'first.tar')).toBeVisible();
  await drop(fileWith('second.tar', smallTar({ other: '' })));
  await expect(heading(page, 'second.tar')).toBeVisible();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await page.getByRole('button', { name: 'Onionskin' }).click();
  await expect(heading(page, /See what is inside/)).toBeVisible();
});

test('a page that has gone offline opens every format all the same', async ({
  page,
  context,
  drop,
  fileWith,
}) => {
  // What loads later than the page is asked for once the page is at rest.
  const loaded = new Set<string>();
  context.on('requestfinished', (request) => loaded.add(request.url()));
  await page.reload();
  for (const part of ['layer.worker', 'decode-zstd', 'decode-xz']) {
    await expect.poll(() => [...loaded].some((url) => url.includes(part)), part).toBe(true);
  }
  await context.setOffline(true);
  for (const [name, bytes] of [
    ['layer.tar.zst', zstdFrame(tar)],
    ['layer.tar.gz', gzipSync(tar)],
  ] as const) {
    await drop(fileWith(name, bytes));
    await expect(heading(page, name)).toBeVisible();
    await rowNamed(page, /motd/).click();
    await expect(page.getByRole('region', { name: 'Preview' })).toHaveText('Welcome.\n');
  }
});
