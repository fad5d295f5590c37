/** P6: the merged tree of ten layers, from their indexes to its first rows, against the time of indexing them. */
import { fileName } from '../browser.mjs';
import { manyPaths } from '../data/images.mjs';
import { ms, times } from '../report.mjs';
import { interleave, median } from '../rounds.mjs';

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../browser.mjs').Page} Page */

const MOST_TIME = 0.5;
const LEAST_PATHS = 500_000;

/** @param {Bench} bench */
export async function mergeLayers(bench) {
  const file = await manyPaths();
  const page = await bench.browser.open([file]);
  const index = () => page.evaluate((name) => window.bench.image.open(name), fileName(file));
  const { layers } = await index();
  const paths = await checkPaths(page);
  const samples = await interleave(
    {
      // The indexes stay for the two that follow.
      index: async () => (await index()).indexMs,
      straight: async () => (await merge(page, false)).ms,
      sliced: async () => (await merge(page, true)).ms,
    },
    bench.options.runs,
  );
  await page.close();
  for (const how of /** @type {const} */ (['straight', 'sliced'])) {
    const ours = median(samples[how]);
    const other = median(samples.index);
    bench.add({
      target: 'P6',
      work: `${layers} layers, ${paths.toLocaleString('en')} paths → tree, ${how === 'sliced' ? 'with pauses' : 'straight'}`,
      ours: ms(ours),
      against: `indexing them ${ms(other)}`,
      ratio: `${times(ours / other)} its time`,
      goal: `≤ ${MOST_TIME} ×`,
      met: ours <= MOST_TIME * other,
      samples: { ours: samples[how], index: samples.index },
    });
  }
}

/** @param {Page} page @param {boolean} sliced */
function merge(page, sliced) {
  return page.evaluate((how) => window.bench.image.merge(how), sliced);
}

/** Both ways see the same, and enough. @param {Page} page */
async function checkPaths(page) {
  const straight = await merge(page, false);
  const sliced = await merge(page, true);
  const problems = straight.problems.join(', ');
  if (straight.visible !== sliced.visible || problems !== '' || straight.paths < LEAST_PATHS) {
    const seen = `${straight.visible} and ${sliced.visible} of ${straight.paths} paths`;
    throw new Error(`${seen}; problems: ${problems}`);
  }
  return straight.paths;
}
