/** The page under test in a real headless Chromium: built, served on loopback, opened with real files. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { cachePath } from './cache.mjs';
import { chromiumArguments, findChromium } from '../../scripts/find-chromium.mjs';

const CONFIG = fileURLToPath(new URL('./vite.config.ts', import.meta.url));

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('playwright').Browser} Browser */

export class BenchBrowser {
  #browser;
  #server;
  #url;

  /** @param {Browser} browser @param {import('vite').PreviewServer} server */
  constructor(browser, server) {
    this.#browser = browser;
    this.#server = server;
    this.#url = server.resolvedUrls?.local[0] ?? '';
  }

  get version() {
    return this.#browser.version();
  }

  /**
   * A new page with the given files chosen in its input.
   * @param {readonly string[]} files
   */
  open(files) {
    return openPage(this.#browser, this.#url, files);
  }

  /**
   * The same in a browser of its own, so that its renderer can be told from others. Close it afterwards.
   * @param {readonly string[]} files
   */
  async openAlone(files) {
    const browser = await launch();
    const page = await openPage(browser, this.#url, files);
    return { page, renderers: await findRenderers(browser), close: () => browser.close() };
  }

  async close() {
    await this.#browser.close();
    await this.#server.close();
  }
}

/** @returns {Promise<BenchBrowser>} */
export async function startBrowser() {
  const outDir = cachePath('page');
  await build({ configFile: CONFIG, build: { outDir } });
  const server = await preview({
    configFile: CONFIG,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  });
  return new BenchBrowser(await launch(), server);
}

/** What the page calls a chosen file. */
export const fileName = basename;

/** A browser of its own. */
export async function launch() {
  const executablePath = await findChromium();
  return chromium.launch({
    args: chromiumArguments(),
    ...(executablePath !== undefined && { executablePath }),
  });
}

/** @param {Browser} browser @param {string} url @param {readonly string[]} files */
async function openPage(browser, url, files) {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  page.on('pageerror', (error) => {
    console.error(`page: ${error.message}`);
    // Whoever waits for the page would wait for ever.
    void page.close();
  });
  await page.goto(url);
  await page.setInputFiles('input', [...files]);
  await page.waitForFunction(() => 'bench' in window);
  return page;
}

/** Process ids of the renderers: the page's and perhaps a spare one. @param {Browser} browser */
export async function findRenderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}
