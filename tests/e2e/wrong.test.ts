import { mkdirSync, readdirSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { smallImage } from '../fixtures/small-image.ts';
import { join, smallTar, tarHeader } from '../fixtures/small-tar.ts';
import { expect, expectPhase, heading, layerButton, rowNamed, test, tree } from './page-test.ts';

const tar = smallTar({ 'etc/hosts': '127.0.0.1 localhost\n', 'etc/motd': 'Welcome.\n' });
const image = smallImage({ layers: [{ tar }] });
const BAD = fileURLToPath(new URL('../fixtures/images/bad/archive', import.meta.url));

/** A hundred GB of zeros in a hundred MB: no machine reads it before a person can press a button. */
function gzipBomb(): Uint8Array {
  const member = gzipSync(new Uint8Array(1e8));
  return join([gzipSync(tarHeader('zeros', 1e11)), ...Array<Uint8Array>(1000).fill(member)]);
}

test('opening a huge file shows how far it is, and can be cancelled', async ({
  page,
  drop,
  fileWith,
}) => {
  await drop(fileWith('bomb.tar', smallImage({ layers: [{ tar: gzipBomb() }, { tar }] })));
  await expectPhase(page, 'opening');
  await expect(layerButton(page, 0)).toContainText(/ of .* B\/s|\d [kMG]B\/s/);
  // The other layer is there before, and can be walked.
  await expect(layerButton(page, 1)).toContainText('2 entries');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(heading(page, /See what is inside/)).toBeVisible();
  // The next file does not have to wait for it.
  await drop(fileWith('image.tar', image));
  await expectPhase(page, 'ready');
  await expect(rowNamed(page, /etc/)).toBeVisible();
});

test('unpacking a huge archive shows how far it is, and dropping another file ends it', async ({
  page,
  drop,
  fileWith,
}) => {
  await drop(fileWith('bomb.tar.gz', gzipBomb()));
  await expect(heading(page, 'Opening bomb.tar.gz')).toBeVisible();
  const bar = page.getByRole('progressbar', { name: 'Bytes read' });
  await expect.poll(() => bar.evaluate((e: HTMLProgressElement) => e.value)).toBeGreaterThan(0);
  await drop(fileWith('image.tar', image));
  await expect(page).toHaveTitle('image.tar – Onionskin');
  await expectPhase(page, 'ready');
});

test('one bad layer does not hurt the others', async ({ page, drop, fileWith }) => {
  const bad = new TextEncoder().encode('this is no layer '.repeat(100));
  const layers = [{ tar }, { tar: bad }, { tar: smallTar({ top: 'x' }) }];
  await drop(fileWith('image.tar', smallImage({ layers })));
  await expectPhase(page, 'ready');
  await expect(layerButton(page, 1)).toContainText('This is not a tar');
  await expect(layerButton(page, 2)).toContainText('1 entry');
  await expect(rowNamed(page, /top/)).toBeVisible();
  await expect(rowNamed(page, /etc/)).toBeVisible();
});

test('an image that was cut off shows what there is, and says what is missing', async ({
  page,
  drop,
  fileWith,
}) => {
  const cut = smallImage({ layers: [{ tar: tar.subarray(0, 512 + 512 + 512 + 4) }] });
  await drop(fileWith('cut.tar', cut));
  await expectPhase(page, 'ready');
  await expect(page.getByText('The tar is cut off').first()).toBeVisible();
  await expect(page.getByText(/9 bytes were expected, 4 bytes are there/)).toBeVisible();
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
    await expectPhase(page, 'failed');
    await expect(heading(page, title)).toBeFocused();
    await expect(page.getByRole('button', { name: 'Choose another file' })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Onionskin' }).click();
  await expect(page.getByRole('list', { name: 'Could not be opened' })).toContainText('empty.tar');
});

test('every bad archive leads to a page that says so and works', async ({ page, fileWith }) => {
  const input = page.getByLabel('Open image file');
  const names = readdirSync(BAD).filter((name) => !name.endsWith('.tsv'));
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    await input.setInputFiles(joinPath(BAD, name));
    await expect(page, name).toHaveTitle(`${name} – Onionskin`);
    await expect(page.locator('main'), name).toHaveAttribute(
      'data-phase',
      /^(ready|failed|choosing)$/,
    );
    await expect(page.getByRole('heading', { level: 1 }), name).toBeVisible();
  }
  await input.setInputFiles(fileWith('image.tar', image));
  await expect(rowNamed(page, /etc/)).toBeVisible();
});

test('names that are markup or turn the writing are shown harmlessly', async ({
  page,
  drop,
  fileWith,
}) => {
  const hostile = smallTar({ '<img src=x onerror=alert(1)>': 'x', 'a\u202eb\n': 'y' });
  const tags = ['<script>alert(1)</script>:\u202e1'];
  await drop(fileWith('hostile.tar', smallImage({ tags, layers: [{ tar: hostile }] })));
  await expectPhase(page, 'ready');
  await expect(rowNamed(page, /<img src=x onerror=alert\(1\)>/)).toBeVisible();
  await expect(rowNamed(page, /a\\u\{202e\}b\\n/)).toBeVisible();
  await expect(heading(page, /<script>alert\(1\)<\/script>:\\u\{202e\}1/)).toBeVisible();
});

test('a folder that is no layout is refused, and what is open stays until then', async ({
  page,
  drop,
  fileWith,
}, testInfo) => {
  await drop(fileWith('image.tar', image));
  await expect(tree(page)).toBeVisible();
  const folder = testInfo.outputPath('folder');
  mkdirSync(folder);
  await drop(folder);
  await expect(page.getByRole('alert')).toContainText('That folder is empty');
  await expect(tree(page)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('a file that changes on disk while it is open is said to have changed', async ({
  page,
  drop,
  fileWith,
}) => {
  await drop(fileWith('image.tar', image));
  await expectPhase(page, 'ready');
  await rowNamed(page, /etc/).dblclick();
  // Written again, it is not the file that was dropped.
  fileWith('image.tar', image.subarray(0, 512));
  await rowNamed(page, /motd/).click();
  await expect(page.getByText('The file changed while it was read')).toBeVisible();
});
