/** The real page: built into the cache and served as `npm start` serves it, in browsers of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { findRenderers, launch } from './browser.mjs';
import { cachePath } from './cache.mjs';
import { listen } from '../../scripts/listen.mjs';
import { pagePolicy } from '../../scripts/page-policy.mjs';
import { createStaticServer } from '../../scripts/static-server.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** @typedef {import('playwright').Page} Page */

export class App {
  /** Where it is built. */
  folder;
  #server;
  #url;

  /** @param {string} folder @param {import('node:http').Server} server @param {string} url */
  constructor(folder, server, url) {
    this.folder = folder;
    this.#server = server;
    this.#url = url;
  }

  /**
   * The page in a browser of its own, with all that it loads. Close it afterwards.
   * @param {() => void} [before] runs in the page before anything else
   */
  async openAlone(before) {
    const browser = await launch();
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => {
      console.error(`page: ${error.message}`);
      // Whoever waits for the page would wait for ever.
      void page.close();
    });
    if (before !== undefined) await page.addInitScript(before);
    await page.goto(this.#url, { waitUntil: 'networkidle' });
    return { page, renderers: await findRenderers(browser), close: () => browser.close() };
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** @returns {Promise<App>} */
export async function startApp() {
  const outDir = cachePath('app');
  await build({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  const policy = pagePolicy(readFileSync(join(outDir, 'index.html'), 'utf8'));
  const server = createStaticServer(outDir, policy);
  const port = await listen(server, 0);
  return new App(outDir, server, `http://127.0.0.1:${port}/`);
}

/**
 * Chooses a file in the page and waits until its one image is there; gives how many layers it has.
 * @param {Page} page
 * @param {string} file
 */
export async function openImage(page, file) {
  await page.getByLabel('Open image file').setInputFiles(file);
  const done = page.locator(
    'main:is([data-phase=ready], [data-phase=failed], [data-phase=choosing])',
  );
  await done.waitFor();
  const phase = await done.getAttribute('data-phase');
  if (phase !== 'ready') throw new Error(`${file}: the page is ${phase}, not ready`);
  return page.getByRole('navigation', { name: 'Layers' }).getByRole('listitem').count();
}

/**
 * Waits until all layers are found to be what their digests say.
 * @param {Page} page
 * @param {number} layers
 */
export async function waitForChecks(page, layers) {
  await page
    .getByText('Digests match')
    .nth(layers - 1)
    .waitFor();
}
