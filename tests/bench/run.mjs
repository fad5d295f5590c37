/**
 * `npm run bench`: the engine in a real headless Chromium against native tools on the same files in the same run (targets and
 * latest figures: docs/PERFORMANCE.md). Never part of the tests: a busy machine must not fail them.
 */
import { startApp } from './app.mjs';
import { openCache, removeCache } from './cache.mjs';
import { startBrowser } from './browser.mjs';
import { Layers } from './data/layers.mjs';
import { readOptions } from './options.mjs';
import { describeMachine, printTable, writeJson } from './report.mjs';
import { gzipLayers, zstdLayers } from './targets/compressed-layer.mjs';
import { firstPage } from './targets/first-page.mjs';
import { mainThread } from './targets/main-thread.mjs';
import { memory } from './targets/memory.mjs';
import { mergeLayers } from './targets/merge.mjs';
import { oneFile } from './targets/one-file.mjs';
import { plainLayers } from './targets/plain-layers.mjs';
import { wholeImage } from './targets/whole-image.mjs';

/** @typedef {import('./report.mjs').Row} Row */

/**
 * What a target needs and where it puts what it found.
 * @typedef {object} Bench
 * @property {import('./browser.mjs').BenchBrowser} browser
 * @property {() => Promise<import('./app.mjs').App>} app the real page, built when first asked for
 * @property {import('./options.mjs').Options} options
 * @property {Layers} layers
 * @property {(row: Row) => void} add
 * @property {(reason: string) => void} skip
 */

/** @type {Record<string, (bench: Bench) => Promise<void>>} */
const WORK = {
  P1: gzipLayers,
  P2: wholeImage,
  P3: zstdLayers,
  P4: plainLayers,
  P5: oneFile,
  P6: mergeLayers,
  P7: mainThread,
  P8: memory,
  P9: firstPage,
};

const options = readOptions(process.argv.slice(2));
if (options === undefined) process.exitCode = 2;
else await run(options);

/** @param {import('./options.mjs').Options} options */
async function run(options) {
  openCache();
  /** @type {Row[]} */
  const rows = [];
  /** @type {string[]} */
  const skipped = [];
  const layers = new Layers(options.large);
  const browser = await startBrowser();
  /** @type {Promise<import('./app.mjs').App> | undefined} */
  let app;
  /** @type {Bench} */
  const bench = {
    browser,
    app: () => (app ??= startApp()),
    options,
    layers,
    add: (row) => rows.push(row),
    skip: (reason) => {
      skipped.push(reason);
      console.log(`skipped: ${reason}`);
    },
  };
  try {
    for (const target of options.only) {
      console.log(`${target} …`);
      try {
        await WORK[target]?.(bench);
      } catch (error) {
        // The other targets are worth having all the same.
        process.exitCode = 1;
        bench.skip(`${target} failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await browser.close();
    const [started] = await Promise.allSettled([app]);
    if (started.status === 'fulfilled') started.value?.close();
  }
  const about = {
    ...describeMachine(browser.version),
    runs: options.runs,
    layers: (await layers.prepared()).map(({ name, about }) => ({ name, about })),
  };
  for (const { name, about: text } of about.layers) console.log(`${name}: ${text}`);
  printTable(rows);
  console.log(`written to ${writeJson({ about, rows, skipped })}`);
  if (options.clean) removeCache();
}
