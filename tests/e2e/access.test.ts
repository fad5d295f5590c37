import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { smallImage } from '../fixtures/small-image.ts';
import { smallTar } from '../fixtures/small-tar.ts';
import {
  expect,
  expectPhase,
  heading,
  layerButton,
  preview,
  rowNamed,
  test,
  tree,
} from './page-test.ts';

const first = smallTar({ 'etc/hosts': '127.0.0.1 localhost\n', '../evil\u202e': 'x' });
const second = smallTar({ 'etc/.wh.hosts': '', 'etc/motd': 'Welcome.\n' });
const image = smallImage({ tags: ['tea:1'], layers: [{ tar: first }, { tar: second }] });
const both = smallImage(
  { tags: ['tea:1'], layers: [{ tar: first }] },
  { tags: ['tea:2'], layers: [{ tar: second }] },
);

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes[0]?.html }));
  expect(told).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('every screen can be used without seeing it', async ({ page, drop, fileWith }) => {
      await expectAccessible(page);
      await drop(fileWith('both.tar', both));
      await expectPhase(page, 'choosing');
      await expectAccessible(page);
      await drop(fileWith('image.tar', image));
      await expectPhase(page, 'ready');
      await expect(heading(page, 'tea:1')).toBeFocused();
      await expectAccessible(page);
      await page.getByRole('searchbox').fill('nothing has this in its name');
      await expect(page.getByText('No name contains this.')).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('searchbox').fill('motd');
      await rowNamed(page, /motd/).click();
      await expect(preview(page)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('searchbox').fill('');
      await layerButton(page, 1).click();
      await expect(page.getByRole('button', { name: 'Only layer 1' })).toBeVisible();
      await page.getByRole('button', { name: 'Export' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await page.locator('summary').click();
      await expectAccessible(page);
      await drop(fileWith('words.txt', Buffer.from('no tar')));
      await expect(heading(page, 'This is not a tar')).toBeVisible();
      await expectAccessible(page);
    });
  });
}

for (const [width, height] of [
  [390, 844],
  [1920, 1080],
] as const) {
  test.describe(`${width} pixels wide`, () => {
    test.use({ viewport: { width, height } });

    test('every screen fits', async ({ page, drop, fileWith }) => {
      const overflow = () =>
        page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await overflow()).toBeLessThanOrEqual(0);
      const name = `${'a-very-long-name-'.repeat(12)}.tar`;
      const tar = smallTar({ [`${'d/'.repeat(45)}file`]: 'x'.repeat(2000) });
      await drop(
        fileWith(name, smallImage({ tags: [`${'long/'.repeat(40)}tea:1`], layers: [{ tar }] })),
      );
      await expectPhase(page, 'ready');
      await page.getByRole('searchbox').fill('file');
      await expect(page.getByText('1 of 46')).toBeVisible();
      await tree(page).focus();
      await page.keyboard.press('End');
      await expect(preview(page)).toBeVisible();
      expect(await overflow()).toBeLessThanOrEqual(0);
      await drop(fileWith(`${name}.txt`, Buffer.from('no tar')));
      await expect(heading(page, 'This is not a tar')).toBeVisible();
      expect(await overflow()).toBeLessThanOrEqual(0);
    });
  });
}
