import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join, smallTar, tarHeader } from '../fixtures/small-tar.ts';
import { expect, grid, heading, rowNamed, test } from './page-test.ts';

const tar = smallTar({ 'etc/hosts': '127.0.0.1 localhost\n', 'etc/motd': 'Welcome.\n' });

/** A hundred GB of zeros in a hundred MB: no machine reads it before a person can press a button. */
function gzipBomb(): Uint8Array {
  const member = gzipSync(new Uint8Array(1e8));
  return join([gzipSync(tarHeader('zeros', 1e11)), ...Array<Uint8Array>(1000).fill(member)]);
}

test('reading a huge file shows how far it is, and can be cancelled', async ({
  page,
  drop,
  fileWith,
}) => {
  await drop(fileWith('bomb.tar.gz', gzipBomb()));
  await expect(heading(page, 'Reading bomb.tar.gz')).toBeVisible();
  const bar = page.getByRole('progressbar', { name: 'Bytes read' });
  await expect.poll(() => bar.evaluate((e: HTMLProgressElement) => e.value)).toBeGreaterThan(0);
  await expect(page.getByText(/\d B\/s|\d [kMG]B\/s/)).toBeVisible();
  await expect(page.getByText(/1 entry in \d/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(heading(page, /See what is inside/)).toBeVisible();
  // The next file does not have to wait for it.
  await drop(fileWith('layer.tar', tar));
  await expect(rowNamed(page, /hosts/)).toBeVisible();
});

test('dropping another file ends the reading of the first', async ({ page, drop, fileWith }) => {
  await drop(fileWith('bomb.tar.gz', gzipBomb()));
  await expect(heading(page, 'Reading bomb.tar.gz')).toBeVisible();
  await drop(fileWith('layer.tar', tar));
  await expect(heading(page, 'layer.tar')).toBeVisible();
});

test('a file that was cut off shows what there is, and says what is missing', async ({
  page,
  drop,
  fileWith,
}) => {
  await drop(fileWith('cut.tar', tar.subarray(0, 512 + 512 + 512 + 4)));
  await expect(rowNamed(page, /hosts/)).toBeVisible();
  await expect(page.getByText('The tar is cut off')).toBeVisible();
  await expect(page.getByText(/9 bytes were expected, 4 bytes are there/)).toBeVisible();
});

test('a gzip with a wrong checksum is listed, with both sums', async ({ page, drop, fileWith }) => {
  const damaged = Uint8Array.from(gzipSync(tar));
  damaged.set([1, 2, 3, 4], damaged.length - 8);
  await drop(fileWith('sum.tar.gz', damaged));
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
  await expect(page.getByText('The gzip checksum does not match')).toBeVisible();
  await expect(page.getByText(/says CRC-32 04030201/)).toBeVisible();
});

test('what is no tar is refused by what it is', async ({ page, drop, fileWith }) => {
  for (const [name, content, title] of [
    ['picture.tar', '\x89PNG\r\n\x1a\n' + '\0'.repeat(3000), 'This is a PNG picture, not a tar'],
    ['image.zip', 'PK\x03\x04' + 'x'.repeat(3000), 'This is a zip archive, not a tar'],
    ['login.tar.gz', '<!DOCTYPE html><title>Log in</title>', 'This is a web page, not a tar'],
    ['words.txt', 'nothing of the kind '.repeat(100), 'This is not a tar'],
    ['empty.tar', '', 'The file is empty'],
  ] as const) {
    await drop(fileWith(name, Buffer.from(content, 'latin1')));
    await expect(heading(page, title)).toBeVisible();
    await expect(heading(page, title)).toBeFocused();
    await expect(page.getByText('Choose another file')).toBeVisible();
  }
});

test('a folder and several files are refused, and what is open stays', async ({
  page,
  drop,
  fileWith,
}, testInfo) => {
  const file = fileWith('layer.tar', tar);
  await drop(file);
  await expect(grid(page)).toBeVisible();
  const folder = testInfo.outputPath('folder');
  mkdirSync(folder);
  await drop(folder);
  await expect(page.getByRole('alert')).toContainText('That is a folder. Drop one file.');
  await drop(file, fileWith('other.tar', tar));
  await expect(page.getByRole('alert')).toContainText('That is more than one file.');
  await expect(grid(page)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('a file that is gone when it is read is named', async ({ page, drop, fileWith }) => {
  const path = fileWith('layer.tar', tar);
  await drop(path);
  await expect(grid(page)).toBeVisible();
  // Written again, it is not the file that was dropped.
  fileWith('layer.tar', tar.subarray(0, 512));
  await rowNamed(page, /motd/).click();
  await expect(page.getByText('The file changed while it was read')).toBeVisible();
});
