import { mkdirSync, writeFileSync } from 'node:fs';
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

export const grid = (page: Page): Locator => page.getByRole('grid');
export const rowNamed = (page: Page, name: RegExp): Locator =>
  grid(page).getByRole('row', { name });
export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name });
