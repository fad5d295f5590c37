/** P2: a whole image in a chosen file → the indexes of all its layers, against a native decompressor and `tar -tv` for one after the other. */
import { fileName } from '../browser.mjs';
import { gzipImage } from '../data/images.mjs';
import { countEntries, hasTool, timePipeline } from '../native.mjs';
import { ms, times } from '../report.mjs';
import { interleave, median } from '../rounds.mjs';

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../browser.mjs').Page} Page */

const LEAST_GAIN = 4;
const WORKERS = 2;
const ONE_BY_ONE = 'for layer; do gzip -dc < "$layer" | tar -tvf - > /dev/null || exit; done';
const TWO_AT_ONCE = `printf '%s\\0' "$@" | xargs -0 -n 1 -P 2 sh -c 'gzip -dc < "$0" | tar -tvf - > /dev/null'`;

/** @param {Bench} bench */
export async function wholeImage(bench) {
  if (!hasTool('gzip') || !hasTool('tar')) {
    bench.skip('P2: gzip or tar is not installed');
    return;
  }
  const [a, n, b] = [
    await bench.layers.get('A'),
    await bench.layers.get('N'),
    await bench.layers.get('B'),
  ];
  const { path, layers } = await gzipImage({ a, n, b });
  const page = await bench.browser.open([path]);
  await checkEntries(page, path, layers);
  const samples = await interleave(
    {
      ours: () => open(page, path, WORKERS),
      native: () => timePipeline(ONE_BY_ONE, ...layers),
      alone: () => open(page, path, 1),
      nativeTwo: () => timePipeline(TWO_AT_ONCE, ...layers),
    },
    bench.options.runs,
  );
  await page.close();
  const { ours, native, alone, nativeTwo } = samples;
  add(bench, { against: 'gzip → tar -tv, one by one', goal: LEAST_GAIN, ours, others: native });
  add(bench, { against: 'itself, 1 worker', ours, others: alone });
  add(bench, { against: 'gzip → tar -tv, 2 at once', ours, others: nativeTwo });
}

/** @param {Page} page @param {string} path @param {number} workers */
function open(page, path, workers) {
  return page.evaluate(
    async ([name, size]) => (await window.bench.image.open(name, size)).ms,
    /** @type {const} */ ([fileName(path), workers]),
  );
}

/**
 * Nothing is fast that is wrong: as many layers and entries as the native tools find, and no complaint.
 * @param {Page} page @param {string} path @param {readonly string[]} layers
 */
async function checkEntries(page, path, layers) {
  const found = await page.evaluate((name) => window.bench.image.open(name), fileName(path));
  const entries = layers.reduce((sum, layer) => sum + countEntries('gzip', layer), 0);
  const right = found.layers === layers.length && found.entries === entries;
  if (!right || found.problems.length > 0) {
    const here = `${found.layers} layers, ${found.entries} entries`;
    const problems = found.problems.join(', ');
    throw new Error(`${fileName(path)}: ${here}; tar lists ${entries}; problems: ${problems}`);
  }
}

/**
 * A line of the table; without a goal it is there for orientation.
 * @param {Bench} bench
 * @param {{ against: string, goal?: number, ours: number[], others: number[] }} result
 */
function add(bench, { against, goal, ours, others }) {
  const here = median(ours);
  const there = median(others);
  bench.add({
    target: 'P2',
    work: `OCI archive of 5 gzip layers → indexes, ${WORKERS} workers`,
    ours: ms(here),
    against: `${against} ${ms(there)}`,
    ratio: times(there / here),
    goal: goal === undefined ? '' : `≥ ${goal} ×`,
    ...(goal !== undefined && { met: there >= goal * here }),
    samples: { ours, others },
  });
}
