/** Every image at hand, opened and exported in the browser, against what other tools unpack of it; dive's efficiency as well. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import { corpusRoots, filesBelow } from '../corpus/corpus-roots.ts';
import { escapeBytes } from '../corpus/escaped-bytes.ts';
import { expect, expectPhase, exportAs, main, test } from './page-test.ts';

const root = corpusRoots[0];
const archives = root === undefined ? [] : filesBelow(root, 'images').filter(isImage);

/** What a `docker export` lists is the same files, and some that the container's start had made. */
function isImage(file: string): boolean {
  return !basename(file).startsWith('NOT-AN-IMAGE');
}

interface Listed {
  path: string;
  type: string;
  mode: string;
  uid: number;
  gid: number;
  size: number;
  linkname: string;
  sha256?: string | null;
}

const LETTERS: Readonly<Record<string, string>> = {
  file: 'f',
  hardlink: 'f',
  symlink: 'l',
  dir: 'd',
  char: 'c',
  block: 'b',
  fifo: 'p',
};

/** As the truth writes it: path, type, mode, owner, size, SHA-256, link, hard link. */
function rowOf(file: Listed): string {
  const regular = file.type === 'file' || file.type === 'hardlink';
  const link = escapeBytes(bytesOf(file.linkname));
  return [
    escapeBytes(bytesOf(file.path)),
    LETTERS[file.type] ?? file.type,
    file.mode.padStart(4, '0'),
    `${file.uid}:${file.gid}`,
    regular ? file.size : '-',
    regular ? file.sha256 : '-',
    file.type === 'symlink' ? link : '-',
    file.type === 'hardlink' ? link : '-',
  ].join(' ');
}

/** The bytes of a listed name: `\xNN` and `\\` are escapes, all else is UTF-8. */
function bytesOf(name: string): Uint8Array {
  const parts = name.match(/\\x[0-9a-f]{2}|\\\\|[^\\]+/g) ?? [];
  return Buffer.concat(
    parts.map((part) =>
      part.startsWith('\\x')
        ? Buffer.from(part.slice(2), 'hex')
        : Buffer.from(part === '\\\\' ? '\\' : part),
    ),
  );
}

function truthRows(folder: string): string[] {
  const lines = readFileSync(join(folder, 'merged.tsv'), 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [path, type, mode, uid, gid, size, , sha256, link, first] = line.split('\t');
    const hardlink = first === path ? '-' : first;
    return [path, type, mode, `${uid}:${gid}`, size, sha256, link, hardlink].join(' ');
  });
}

/** Which truth an open image has: its family is in the name of the file, its tag and platform on the page. */
async function truthOf(page: Page, file: string): Promise<string | undefined> {
  const family = /^(mini|zoo|arch|npm-app)/.exec(basename(file))?.[1];
  const head = await page.getByRole('banner').innerText();
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  const tag =
    /(?:^|:)(\d(?:\.\d)?)$/.exec(title)?.[1] ?? /-(\d(?:\.\d)?)\./.exec(basename(file))?.[1];
  const platform = /linux\/([a-z0-9/]+)/.exec(head)?.[1]?.replace('/', '');
  const suffix = basename(file).includes('estargz')
    ? '-estargz'
    : family === 'arch'
      ? `-${platform}`
      : '';
  const folder = join(root?.folder ?? '', 'truth', `${family}-${tag}${suffix}`);
  return existsSync(join(folder, 'merged.tsv')) ? folder : undefined;
}

async function expectTruth(page: Page, file: string): Promise<number> {
  await expectPhase(page, 'ready');
  const folder = await truthOf(page, file);
  if (folder === undefined) return 0;
  const { content } = await exportAs(page, 'File listing with hashes (JSON Lines)');
  const listed = content.toString('utf8').trimEnd().split('\n');
  expect(listed.map((line) => rowOf(JSON.parse(line) as Listed))).toEqual(truthRows(folder));
  const { efficiency } = JSON.parse(
    readFileSync(join(folder, 'efficiency.json'), 'utf8'),
  ) as Record<string, unknown>;
  await expect(page.getByTitle(String(efficiency), { exact: true })).toBeVisible();
  return 1;
}

test('there are images', () => {
  expect(archives.length).toBeGreaterThanOrEqual(10);
});

for (const file of archives) {
  test(`${basename(file)} is what other tools unpack`, async ({ page }) => {
    await page.getByLabel('Open image file').setInputFiles(file);
    await expect(main(page)).toHaveAttribute('data-phase', /^(ready|choosing)$/);
    let compared = 0;
    if ((await main(page).getAttribute('data-phase')) === 'ready') {
      compared += await expectTruth(page, file);
    } else {
      const images = main(page).getByRole('list').first().getByRole('button');
      const count = await images.count();
      for (let i = 0; i < count; i++) {
        if (i > 0) await page.getByRole('button', { name: /images in this file/ }).click();
        await images.nth(i).click();
        compared += await expectTruth(page, file);
      }
    }
    test.skip(compared === 0, 'no truth for this image');
  });
}
