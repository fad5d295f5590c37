import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

interface Fixtures {
  /** Writes a file for this test and gives its path. */
  fileWith: (name: string, content: Uint8Array) => string;
  /** Drops files or folders of the disk onto the page, as a person's mouse would. */
  drop: (...paths: string[]) => Promise<void>;
  /** Watches every test: nothing but this page is asked for, and nothing is complained about. */
  watch: undefined;
}

/** A test on the open page. */
export const test = base.extend<Fixtures>({
  watch: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.context().on('request', (request) => {
        const own = request.url().startsWith(baseURL ?? '') || request.url().startsWith('data:');
        if (!own || request.method() !== 'GET')
          complaints.push(`${request.method()} ${request.url()}`);
      });
      await page.goto('./');
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],

  fileWith: async ({}, use, testInfo) => {
    await use((name, content) => {
      const path = testInfo.outputPath(name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    });
  },

  drop: async ({ page }, use) => {
    const session = await page.context().newCDPSession(page);
    await use(async (...files) => {
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        const data = { items: [], files, dragOperationsMask: 1 };
        await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
      }
    });
  },
});

export { expect };

export const tree = (page: Page): Locator => page.getByRole('treegrid');
export const rowNamed = (page: Page, name: RegExp): Locator =>
  tree(page).getByRole('row', { name });
export const main = (page: Page): Locator => page.locator('main');
export const preview = (page: Page): Locator => page.getByRole('region', { name: 'Preview' });
export const layerButton = (page: Page, layer: number): Locator =>
  page.getByRole('navigation', { name: 'Layers' }).getByRole('button').nth(layer);

/** Waits for a phase of the page (docs/AUTOMATION.md). */
export async function expectPhase(page: Page, phase: string): Promise<void> {
  await expect(main(page)).toHaveAttribute('data-phase', phase);
}

/** What the page hands over when something is pressed. */
export async function downloadOf(page: Page, press: () => Promise<void>): Promise<Saved> {
  const coming = page.waitForEvent('download');
  await press();
  const download = await coming;
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

export interface Saved {
  name: string;
  content: Buffer;
}

export async function exportAs(page: Page, name: string): Promise<Saved> {
  return downloadOf(page, async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
  });
}
export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name });
