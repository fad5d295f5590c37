import { createHash } from 'node:crypto';
import type { Locator } from '@playwright/test';
import { smallImage } from '../fixtures/small-image.ts';
import { smallTar } from '../fixtures/small-tar.ts';
import { downloadOf, expect, expectPhase, exportAs, preview, rowNamed, test } from './page-test.ts';

const long = 'All work and no play makes a dull layer.\n'.repeat(4000);
const image = smallImage({
  layers: [
    { tar: smallTar({ 'a-b': 'one', 'a/x': 'two', 'weird\\name': 'three' }) },
    { tar: smallTar({ 'a/long.txt': long, 'a/.wh.x': '' }) },
  ],
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Line {
  path: string;
  type: string;
  size: number;
  layer: number;
  sha256?: string;
}

const linesOf = (content: Buffer): Line[] =>
  content
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test('a file is saved as it is, however long', async ({ page, drop, fileWith }) => {
  await drop(fileWith('image.tar', image));
  await expectPhase(page, 'ready');
  await page.getByRole('searchbox').fill('long');
  await rowNamed(page, /long\.txt/).click();
  await expect(page.getByText(/the first 65\.5 kB of 164\.0 kB/)).toBeVisible();
  await page.getByRole('button', { name: /Show more/ }).click();
  await expect(preview(page)).toHaveText(long);
  const { name, content } = await downloadOf(page, () =>
    page.getByRole('button', { name: 'Save file' }).click(),
  );
  expect(name).toBe('long.txt');
  expect(content.toString('utf8')).toBe(long);
});

test('the merged files are listed in the order of their bytes', async ({
  page,
  drop,
  fileWith,
}) => {
  await drop(fileWith('image.tar', image));
  await expectPhase(page, 'ready');
  const { name, content } = await exportAs(page, 'File listing (JSON Lines)');
  expect(name).toBe('small-1.files.jsonl');
  const lines = linesOf(content);
  expect(lines.map(({ path, type, size, layer }) => [path, type, size, layer])).toEqual([
    ['/a', 'dir', 0, 0],
    ['/a-b', 'file', 3, 0],
    ['/a/long.txt', 'file', long.length, 1],
    ['/weird\\\\name', 'file', 5, 0],
  ]);
  expect(Object.keys(lines[1] ?? {})).toEqual([
    'path',
    'type',
    'mode',
    'uid',
    'gid',
    'size',
    'mtime',
    'linkname',
    'layer',
  ]);
});

test('the listing has hashes where they are wanted', async ({ page, drop, fileWith }) => {
  await drop(fileWith('image.tar', image));
  await expectPhase(page, 'ready');
  const { content } = await exportAs(page, 'File listing with hashes (JSON Lines)');
  expect(linesOf(content).map((line) => [line.path, line.sha256])).toEqual([
    ['/a', undefined],
    ['/a-b', sha256('one')],
    ['/a/long.txt', sha256(long)],
    ['/weird\\\\name', sha256('three')],
  ]);
});

test('the export menu is used from the keyboard', async ({ page, drop, fileWith }) => {
  await drop(fileWith('image.tar', image));
  await expectPhase(page, 'ready');
  await page.getByRole('button', { name: 'Export' }).focus();
  await page.keyboard.press('Enter');
  const [first, second] = await page.getByRole('menuitem').all();
  await expect(first as Locator).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(second as Locator).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Export' })).toBeFocused();
});
