import { gzipSync } from 'node:zlib';
import { smallImage, smallImageMembers } from '../fixtures/small-image.ts';
import { smallTar } from '../fixtures/small-tar.ts';
import { zstdFrame } from '../fixtures/zstd-frames.ts';
import {
  expect,
  expectPhase,
  heading,
  layerButton,
  main,
  preview,
  rowNamed,
  test,
  tree,
} from './page-test.ts';

const image = smallImage({
  tags: ['tea:1'],
  layers: [
    {
      tar: smallTar({
        'etc/hosts': '127.0.0.1 localhost\n',
        'etc/motd': 'Welcome.\n',
        'bin/true': '\x7fELF\0\x01',
      }),
      createdBy: '/bin/sh -c #(nop) ADD file:0123 in / ',
    },
    {
      tar: smallTar({ 'etc/.wh.motd': '', 'srv/app.js': 'serve();\n' }),
      createdBy: 'COPY . /srv # buildkit',
    },
  ],
});

test('the page says what it is and that nothing is uploaded', async ({ page }) => {
  await expectPhase(page, 'empty');
  await expect(heading(page, 'See what is inside a container image')).toBeVisible();
  await expect(page.getByText('nothing is uploaded')).toBeVisible();
});

test('a dropped image is merged, however the archive is compressed and whatever it is called', async ({
  page,
  drop,
  fileWith,
}) => {
  for (const [name, bytes] of [
    ['tea.tar', image],
    ['tea.tar.gz', gzipSync(image)],
    ['tea.tar.zst', zstdFrame(image)],
    ['lies-about-itself.zip', image],
  ] as const) {
    await drop(fileWith(name, bytes));
    await expect(page).toHaveTitle(`${name} – Onionskin`);
    await expectPhase(page, 'ready');
    await expect(heading(page, 'tea:1')).toBeVisible();
    await expect(tree(page)).toHaveAttribute('aria-rowcount', '4');
    await expect(layerButton(page, 1)).toContainText('COPY . /srv');
    await page.getByRole('searchbox').fill('motd');
    await expect(page.getByText('No name contains this.')).toBeVisible();
  }
});

test('a layer shows what it did, and the tree as it was then', async ({ page, drop, fileWith }) => {
  await drop(fileWith('tea.tar', image));
  await expectPhase(page, 'ready');
  await layerButton(page, 1).click();
  await expect(page.getByRole('button', { name: 'Only layer 1' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  // So little is shown unfolded. What is removed has neither owner nor time any more.
  await expect(rowNamed(page, /motd/)).toHaveText(/motd\s*1$/);
  await layerButton(page, 0).click();
  await page.getByRole('button', { name: 'Up to layer 0' }).click();
  await rowNamed(page, /etc/).dblclick();
  await expect(rowNamed(page, /srv/)).toBeHidden();
  await expect(rowNamed(page, /motd/)).toBeVisible();
  await page.getByRole('button', { name: 'Merged' }).click();
  await expect(rowNamed(page, /srv/)).toBeVisible();
  await expect(rowNamed(page, /motd/)).toBeHidden();
});

test('the tree is walked and files are read from the keyboard', async ({ page, fileWith }) => {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Space');
  await (await chooser).setFiles(fileWith('tea.tar', image));
  await expectPhase(page, 'ready');
  const selected = tree(page).getByRole('row', { selected: true });
  await tree(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(selected).toContainText('bin');
  await page.keyboard.press('ArrowDown');
  await expect(selected).toContainText('etc');
  await expect(selected).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(selected).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(selected).toContainText('hosts');
  await expect(selected).toHaveAttribute('aria-level', '2');
  await expect(preview(page)).toHaveText('127.0.0.1 localhost\n');
  await page.keyboard.press('ArrowLeft');
  await expect(selected).toContainText('etc');
  await page.keyboard.press('ArrowLeft');
  await expect(selected).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('*');
  await expect(tree(page)).toHaveAttribute('aria-rowcount', '7');
  await page.keyboard.press('End');
  await expect(selected).toContainText('app.js');
  await expect(preview(page)).toHaveText('serve();\n');
  await page.keyboard.press('Home');
  await expect(selected).toContainText('bin');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toBeHidden();
});

test('binary content is shown as bytes', async ({ page, drop, fileWith }) => {
  await drop(fileWith('tea.tar', image));
  await expectPhase(page, 'ready');
  await page.getByRole('searchbox').fill('true');
  await rowNamed(page, /true/).click();
  await expect(preview(page)).toContainText('7f 45 4c 46 00 01');
});

test('a link leads to what it points to', async ({ page }) => {
  await page.getByRole('button', { name: /harbour-tea 1\.0/ }).click();
  await expectPhase(page, 'ready');
  await page.getByRole('searchbox').fill('etc/os-release');
  await rowNamed(page, /os-release/).click();
  await page.getByRole('button', { name: 'Go to target' }).click();
  await expect(tree(page).getByRole('row', { selected: true })).toHaveAttribute('aria-level', '3');
  await expect(page.getByRole('complementary')).toContainText('/usr/lib/os-release');
  await expect(preview(page)).toContainText('PRETTY_NAME');
  await expect(page.getByRole('heading', { level: 2, name: 'os-release' })).toBeFocused();
});

test('of several images one is chosen, and another one later', async ({ page, drop, fileWith }) => {
  const both = smallImage(
    { tags: ['tea:1'], layers: [{ tar: smallTar({ one: '1' }) }] },
    { tags: ['tea:2', 'tea:latest'], layers: [{ tar: smallTar({ two: '2' }) }] },
  );
  await drop(fileWith('both.tar', both));
  await expectPhase(page, 'choosing');
  await main(page).getByRole('button', { name: /tea:2/ }).click();
  await expectPhase(page, 'ready');
  await expect(rowNamed(page, /two/)).toBeVisible();
  await page.getByRole('button', { name: '2 images in this file' }).click();
  await main(page).getByRole('button', { name: /tea:1/ }).click();
  await expect(rowNamed(page, /one/)).toBeVisible();
});

test('several files are several archives', async ({ page, fileWith }) => {
  const one = smallImage({ tags: ['a:1'], layers: [{ tar: smallTar({ one: '1' }) }] });
  const two = smallImage({ tags: ['b:1'], layers: [{ tar: smallTar({ two: '2' }) }] });
  const files = [fileWith('a.tar', one), fileWith('b.tar', two)];
  await page.getByLabel('Open image file').setInputFiles(files);
  await expectPhase(page, 'choosing');
  await main(page).getByRole('button', { name: /b:1/ }).click();
  await expect(rowNamed(page, /two/)).toBeVisible();
});

test('a folder that an image was unpacked to is opened', async ({
  page,
  drop,
  fileWith,
}, testInfo) => {
  const tar = smallTar({ 'etc/motd': 'Hello from a folder.\n' });
  for (const [name, content] of smallImageMembers({ tags: ['tea:3'], layers: [{ tar }] })) {
    fileWith(`unpacked/${name}`, content);
  }
  await drop(testInfo.outputPath('unpacked'));
  await expectPhase(page, 'ready');
  await expect(heading(page, 'tea:3')).toBeVisible();
  await page.getByRole('searchbox').fill('motd');
  await rowNamed(page, /motd/).click();
  await expect(preview(page)).toHaveText('Hello from a folder.\n');
});

test('a demo image is one click away', async ({ page }) => {
  await page.getByRole('button', { name: /harbour-tea 1\.0/ }).click();
  await expectPhase(page, 'ready');
  await expect(heading(page, /harbour-tea:1\.0/)).toBeVisible();
});

test('another file takes the place of the first', async ({ page, drop, fileWith }) => {
  await drop(fileWith('first.tar', image));
  await expectPhase(page, 'ready');
  await drop(fileWith('second.tar', smallTar({ other: '' })));
  await expect(heading(page, 'second.tar')).toBeVisible();
  await expect(tree(page)).toHaveAttribute('aria-rowcount', '2');
  await page.getByRole('button', { name: 'Onionskin' }).click();
  await expect(heading(page, /See what is inside/)).toBeVisible();
});

test('scripts can time what was done', async ({ page, drop, fileWith }) => {
  await drop(fileWith('tea.tar', image));
  await expectPhase(page, 'ready');
  await page.getByRole('searchbox').fill('hosts');
  await rowNamed(page, /hosts/).click();
  await expect(preview(page)).toBeVisible();
  const measures = await page.evaluate(() =>
    performance.getEntriesByType('measure').map((entry) => ({
      name: entry.name,
      detail: (entry as PerformanceMeasure).detail as unknown,
    })),
  );
  const named = (name: string) => measures.filter((measure) => measure.name === name);
  expect(named('onionskin:layer').map(({ detail }) => detail)).toContainEqual({
    digest: `sha256:${'0'.repeat(64)}`,
    compressedBytes: 4096,
    uncompressedBytes: 4096,
    entries: 3,
  });
  for (const name of ['open', 'tree', 'read', 'filter']) {
    expect(named(`onionskin:${name}`), name).not.toHaveLength(0);
  }
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
  for (const part of ['image.worker', 'decode-zstd', 'decode-xz']) {
    await expect.poll(() => [...loaded].some((url) => url.includes(part)), part).toBe(true);
  }
  await context.setOffline(true);
  for (const [name, bytes] of [
    ['tea.tar.zst', zstdFrame(image)],
    ['tea.tar.gz', gzipSync(image)],
  ] as const) {
    await drop(fileWith(name, bytes));
    await expect(page).toHaveTitle(`${name} – Onionskin`);
    await expectPhase(page, 'ready');
    await page.getByRole('searchbox').fill('hosts');
    await rowNamed(page, /hosts/).click();
    await expect(preview(page)).toHaveText('127.0.0.1 localhost\n');
  }
});
