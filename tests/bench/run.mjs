/**
 * `npm run bench`: the engine in a real headless Chromium against native tools on the same files in the same run (targets and
 * latest figures: docs/PERFORMANCE.md). Never part of the tests: a busy machine must not fail them.
 */
import { openCache, removeCache } from './cache.mjs';
import { startBrowser } from './browser.mjs';
import { Layers } from './data/layers.mjs';
import { readOptions } from './options.mjs';
import { describeMachine, printTable, writeJson } from './report.mjs';
import { gzipLayers, zstdLayers } from './targets/compressed-layer.mjs';
import { memory } from './targets/memory.mjs';
import { oneFile } from './targets/one-file.mjs';
import { plainLayers } from './targets/plain-layers.mjs';

/** @typedef {import('./report.mjs').Row} Row */

/**
 * What a target needs and where it puts what it found.
 * @typedef {object} Bench
 * @property {import('./browser.mjs').BenchBrowser} browser
 * @property {import('./options.mjs').Options} options
 * @property {Layers} layers
 * @property {(row: Row) => void} add
 * @property {(reason: string) => void} skip
 */

/** @type {Record<string, (bench: Bench) => Promise<void>>} */
const WORK = { P1: gzipLayers, P3: zstdLayers, P4: plainLayers, P5: oneFile, P8: memory };

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
  /** @type {Bench} */
  const bench = {
    browser,
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
