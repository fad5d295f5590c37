/** P8: what an index holds, and the most memory the tab's process takes while one is made. */
import { statSync } from 'node:fs';
import { fileName } from '../browser.mjs';
import { manyHoles, millionEntries } from '../data/hard-cases.mjs';
import { megabytes } from '../report.mjs';
import { interleave, median } from '../rounds.mjs';
import { pageMemory } from './page-memory.mjs';
import { canMeasureMemory, readMemory, resetPeak } from '../process-memory.mjs';

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../page/bench-page.ts').Indexing} Indexing */

const MOST_PER_ENTRY = 120;
const MOST_TAB = 400e6;
/** "Independent of the layer's size": not zero, because memory is measured in a living browser. */
const MOST_GROWTH = 0.02;

/** @param {Bench} bench */
export async function memory(bench) {
  const { gzip: n } = await bench.layers.get('N');
  const { gzip: b } = await bench.layers.get('B');
  const many = await measure(bench, n);
  const million = await measure(bench, await millionEntries());
  addHeld(bench, 'N', many);
  addHeld(bench, '1,000,000 entries', million);
  if (!canMeasureMemory()) {
    bench.skip('P8 peak memory: only on Linux, from /proc');
    return;
  }
  addTab(bench, 'B gzip', await measure(bench, b));
  addTab(bench, '1,000,000 entries', million, MOST_TAB);
  await addIndependence(bench);
  await pageMemory(bench);
}

/**
 * Indexes a file in a fresh browser.
 * @param {Bench} bench
 * @param {string} file
 */
async function measure(bench, file) {
  const { page, renderers, close } = await bench.browser.openAlone([file]);
  renderers.forEach(resetPeak);
  const { now: baseline } = readMemory(renderers);
  const index = await page.evaluate((chosen) => window.bench.index(chosen), fileName(file));
  const { peak } = readMemory(renderers);
  await close();
  return { file: fileName(file), index, baseline, peak };
}

/** @typedef {Awaited<ReturnType<typeof measure>>} Measured */

/** @param {Bench} bench @param {string} work @param {Measured} measured */
function addHeld(bench, work, measured) {
  const { entries, indexBytes, seekPointBytes, seekPoints } = measured.index;
  const perEntry = (indexBytes - seekPointBytes) / entries;
  bench.add({
    target: 'P8',
    work: `${work}: held per entry`,
    ours: `${perEntry.toFixed(1)} B`,
    against: `index ${megabytes(indexBytes)}`,
    ratio: `${seekPoints} seek points ${megabytes(seekPointBytes)}`,
    goal: `≤ ${MOST_PER_ENTRY} B`,
    met: perEntry <= MOST_PER_ENTRY,
    samples: { measured },
  });
}

/** @param {Bench} bench @param {string} work @param {Measured} measured @param {number} [most] */
function addTab(bench, work, measured, most) {
  bench.add({
    target: 'P8',
    work: `${work}: tab at its peak`,
    ours: megabytes(measured.peak),
    against: `${megabytes(measured.baseline)} before`,
    ratio: '',
    goal: most === undefined ? '' : `≤ ${megabytes(most)}`,
    ...(most !== undefined && { met: measured.peak <= most }),
    samples: { measured },
  });
}

/**
 * Two layers alike but in size. When the garbage collector runs is chance, so the median of several runs counts.
 * @param {Bench} bench
 */
async function addIndependence(bench) {
  const small = await manyHoles(1000);
  const big = await manyHoles(5000);
  const added = await interleave(
    { small: () => addedBy(bench, small), big: () => addedBy(bench, big) },
    bench.options.runs,
  );
  const growth =
    (median(added.big) - median(added.small)) / (statSync(big).size - statSync(small).size);
  bench.add({
    target: 'P8',
    work: `plain layer of ${megabytes(statSync(big).size)}: added at the peak`,
    ours: megabytes(median(added.big)),
    against: `${megabytes(statSync(small).size)} layer ${megabytes(median(added.small))}`,
    ratio: `${(100 * growth).toFixed(1)} % of what it is bigger`,
    goal: `≤ ${100 * MOST_GROWTH} %`,
    met: growth <= MOST_GROWTH,
    samples: added,
  });
}

/** @param {Bench} bench @param {string} file */
async function addedBy(bench, file) {
  const { peak, baseline } = await measure(bench, file);
  return peak - baseline;
}
