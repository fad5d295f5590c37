/**
 * Makes docs/screens/: every state of the built page, wide and narrow, light and dark. `node scripts/make-screens.mjs [state …]`, after
 * `npm run build`.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import { chromiumArguments, findChromium } from './find-chromium.mjs';
import { listen } from './listen.mjs';
import { pagePolicy } from './page-policy.mjs';
import { createStaticServer } from './static-server.mjs';

/** @typedef {import('playwright').Page} Page */

const OUT = 'docs/screens';
const SIZES = [
  { name: '1440', width: 1440, height: 900 },
  { name: '390', width: 390, height: 844 },
];
const DEMO = 'public/demo/harbour-tea-1.0.tar';
const BAD = 'tests/fixtures/images/bad';
const scratch = mkdtempSync(join(tmpdir(), 'onionskin-screens-'));

/** What a person does to get there. @type {Record<string, (page: Page) => Promise<void>>} */
const STATES = {
  start: async () => {},
  opening: async (page) => {
    await open(page, bomb());
    await page
      .getByText(/\d B\/s|\d [kMG]B\/s/)
      .first()
      .waitFor();
  },
  choosing: (page) => openUntil(page, 'public/demo/harbour-tea-2.0.oci.tar', 'choosing'),
  image: (page) => openUntil(page, DEMO),
  text: async (page) => {
    await openUntil(page, DEMO);
    await select(page, 'os-release', 'file');
  },
  layer: async (page) => {
    await openUntil(page, DEMO);
    await page.getByRole('navigation', { name: 'Layers' }).getByRole('button').nth(1).click();
    await page.waitForTimeout(400);
  },
  filter: async (page) => {
    await openUntil(page, DEMO);
    await page.getByRole('searchbox').fill('package.json');
    await page.waitForTimeout(500);
  },
  export: async (page) => {
    await openUntil(page, DEMO);
    await page.getByRole('button', { name: 'Export' }).click();
  },
  problems: (page) => openUntil(page, `${BAD}/archive/oci-flipped-blob.tar`),
  failed: async (page) => {
    await open(page, `${BAD}/archive/manifest-not-json.tar`);
    await page.locator('main[data-phase=failed]').waitFor();
  },
};

/** @param {Page} page @param {string} file */
async function open(page, file) {
  await page.getByLabel('Open image file').setInputFiles(file);
}

/** @param {Page} page @param {string} file @param {string} [phase] */
async function openUntil(page, file, phase = 'ready') {
  await open(page, file);
  await page.locator(`main[data-phase=${phase}]`).waitFor();
  // Figures and digests follow.
  await page.waitForTimeout(700);
}

/** @param {Page} page @param {string} name @param {string} kind */
async function select(page, name, kind) {
  await page.getByRole('searchbox').fill(name);
  await page.locator(`[role=row].${kind}`).filter({ hasText: name }).first().click();
  await page.getByRole('region', { name: 'Preview' }).waitFor();
}

/** A hundred GB of zeros in a hundred MB, so that there is time to take a picture. */
function bomb() {
  const file = join(scratch, 'database-dump.tar.gz');
  const member = gzipSync(new Uint8Array(1e8));
  writeFileSync(file, Buffer.concat(Array.from({ length: 300 }, () => member)));
  return file;
}

const wanted = process.argv.slice(2);
const policy = pagePolicy(readFileSync('dist/index.html', 'utf8'));
const server = createStaticServer('dist', policy);
const port = await listen(server, 0);
const executablePath = await findChromium();
const browser = await chromium.launch({
  args: chromiumArguments(),
  ...(executablePath !== undefined && { executablePath }),
});
mkdirSync(OUT, { recursive: true });
try {
  for (const [state, reach] of Object.entries(STATES)) {
    if (wanted.length > 0 && !wanted.includes(state)) continue;
    for (const { name, width, height } of SIZES) {
      for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
        const page = await browser.newPage({ viewport: { width, height }, colorScheme });
        page.on('pageerror', (error) => {
          console.error(`${state}: ${error.message}`);
        });
        await page.goto(`http://127.0.0.1:${port}/`);
        await reach(page);
        await page.screenshot({ path: join(OUT, `${state}-${name}-${colorScheme}.png`) });
        await page.close();
      }
    }
    console.log(state);
  }
} finally {
  await browser.close();
  server.close();
  rmSync(scratch, { recursive: true });
}
