import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { smallTar } from '../fixtures/small-tar.ts';
import { expect, grid, heading, rowNamed, test } from './page-test.ts';

const tar = smallTar({ 'etc/hosts': '127.0.0.1 localhost\n', '../evil\u202e': 'x' });

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
      await drop(fileWith('layer.tar', tar));
      await expect(grid(page)).toBeVisible();
      await expectAccessible(page);
      await expect(heading(page, 'layer.tar')).toBeFocused();
      await page.getByRole('searchbox').fill('nothing has this in its name');
      await expect(page.getByText('No name contains this.')).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('searchbox').fill('');
      await page.locator('summary').click();
      await rowNamed(page, /hosts/).click();
      await expect(page.getByRole('region', { name: 'Preview' })).toBeVisible();
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
      await drop(fileWith(name, smallTar({ [`${'d/'.repeat(45)}file`]: 'x'.repeat(2000) })));
      await rowNamed(page, /file/).click();
      await expect(page.getByRole('region', { name: 'Preview' })).toBeVisible();
      expect(await overflow()).toBeLessThanOrEqual(0);
      await drop(fileWith(`${name}.txt`, Buffer.from('no tar')));
      await expect(heading(page, 'This is not a tar')).toBeVisible();
      expect(await overflow()).toBeLessThanOrEqual(0);
    });
  });
}
