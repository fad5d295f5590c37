/** P4: uncompressed layers, against the browser streaming the same file to nowhere. */
import { fileName } from '../browser.mjs';
import { oneHugeFile, plainImage } from '../data/hard-cases.mjs';
import { ms, times } from '../report.mjs';
import { interleave, median } from '../rounds.mjs';

/** @typedef {import('../run.mjs').Bench} Bench */

const MOST_TIME = 1.25;
const LEAST_GAIN = 5;

/** @param {Bench} bench */
export async function plainLayers(bench) {
  const layers = [await bench.layers.get('A'), await bench.layers.get('N')];
  const image = await plainImage(
    `image-${layers.map(({ tar }) => fileName(tar)).join('-')}`,
    layers.map(({ tar }) => tar),
  );
  await indexPlainImage(bench, image);
  await indexHugeFile(bench, await oneHugeFile());
}

/** @param {Bench} bench @param {string} file */
async function indexPlainImage(bench, file) {
  const { index, stream } = await measure(bench, file, 'indexPlainImage');
  const ours = median(index);
  const other = median(stream);
  bench.add({
    target: 'P4',
    work: 'docker save, A and N plain → 3 indexes',
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
  const { index, stream } = await measure(bench, file, 'index');
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

/** @param {Bench} bench @param {string} file @param {'index' | 'indexPlainImage'} work */
async function measure(bench, file, work) {
  const name = fileName(file);
  const page = await bench.browser.open([file]);
  const call = /** @type {const} */ ([name, work]);
  const samples = await interleave(
    {
      stream: () => page.evaluate((chosen) => window.bench.stream(chosen), name),
      index: () =>
        page.evaluate(async ([chosen, method]) => (await window.bench[method](chosen)).ms, call),
    },
    bench.options.runs,
  );
  await page.close();
  return samples;
}
