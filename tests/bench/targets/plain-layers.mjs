/** P4: uncompressed layers, against the browser streaming the same file to nowhere. */
import { fileName } from '../browser.mjs';
import { oneHugeFile } from '../data/hard-cases.mjs';
import { plainImage } from '../data/images.mjs';
import { ms, times } from '../report.mjs';
import { interleave, median } from '../rounds.mjs';

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../browser.mjs').Page} Page */

const MOST_TIME = 1.25;
const LEAST_GAIN = 5;

/** @param {Bench} bench */
export async function plainLayers(bench) {
  const layers = [await bench.layers.get('A'), await bench.layers.get('N')];
  await indexPlainImage(bench, await plainImage(layers));
  await indexHugeFile(bench, await oneHugeFile());
}

/** @param {Bench} bench @param {string} file */
async function indexPlainImage(bench, file) {
  const { index, stream } = await measure(bench, file, async (page, name) => {
    const opening = await page.evaluate((chosen) => window.bench.image.open(chosen), name);
    if (opening.problems.length > 0) throw new Error(opening.problems.join(', '));
    return opening.ms;
  });
  const ours = median(index);
  const other = median(stream);
  bench.add({
    target: 'P4',
    work: 'docker save, A and N plain → indexes',
    ours: ms(ours),
    against: `streaming the file ${ms(other)}`,
    ratio: `${times(ours / other)} its time`,
    goal: `≤ ${MOST_TIME} ×`,
    met: ours <= MOST_TIME * other,
    samples: { index, stream },
  });
}

/** @param {Bench} bench @param {string} file */
async function indexHugeFile(bench, file) {
  const { index, stream } = await measure(
    bench,
    file,
    async (page, name) => (await page.evaluate((chosen) => window.bench.index(chosen), name)).ms,
  );
  const ours = median(index);
  const other = median(stream);
  bench.add({
    target: 'P4',
    work: 'plain layer with a file of 1 GiB → index',
    ours: ms(ours),
    against: `streaming the file ${ms(other)}`,
    ratio: times(other / ours),
    goal: `≥ ${LEAST_GAIN} ×`,
    met: other >= LEAST_GAIN * ours,
    samples: { index, stream },
  });
}

/**
 * @param {Bench} bench
 * @param {string} file
 * @param {(page: Page, name: string) => Promise<number>} work
 */
async function measure(bench, file, work) {
  const name = fileName(file);
  const page = await bench.browser.open([file]);
  const samples = await interleave(
    {
      stream: () => page.evaluate((chosen) => window.bench.stream(chosen), name),
      index: () => work(page, name),
    },
    bench.options.runs,
  );
  await page.close();
  return samples;
}
