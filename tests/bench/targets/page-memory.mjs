/** P8: the most memory the real page's process takes while it opens hard images. */
import { openImage, waitForChecks } from '../app.mjs';
import { GIANT_IMAGE_ENTRIES, giantImage } from '../data/giant-image.mjs';
import { millionImage } from '../data/images.mjs';
import { canMeasureMemory, readMemory, resetPeak } from '../process-memory.mjs';
import { megabytes } from '../report.mjs';

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../browser.mjs').Page} Page */

const MOST_TAB = 400e6;

/** @param {Bench} bench */
export async function pageMemory(bench) {
  if (!canMeasureMemory()) return;
  const million = await measure(bench, await millionImage(), waitForChecks);
  const giant = await measure(bench, await giantImage(), checkRows);
  const entries = 'page, docker save of 1,000,000 entries';
  add(bench, { work: `${entries}: opened`, most: MOST_TAB, ...million });
  add(bench, { work: `${entries}: checked too`, ...million, peak: million.peakAfter });
  add(bench, { work: 'page, docker save of 20 GB: opened', most: MOST_TAB, ...giant });
}

/**
 * @param {Bench} bench
 * @param {string} file
 * @param {(page: Page, layers: number) => Promise<void>} afterwards whether it is right
 */
async function measure(bench, file, afterwards) {
  const app = await bench.app();
  const { page, renderers, close } = await app.openAlone();
  try {
    renderers.forEach(resetPeak);
    const { now: baseline } = readMemory(renderers);
    const start = performance.now();
    const layers = await openImage(page, file);
    const openMs = performance.now() - start;
    const { peak } = readMemory(renderers);
    await afterwards(page, layers);
    return { baseline, peak, peakAfter: readMemory(renderers).peak, openMs };
  } finally {
    await close();
  }
}

/** The head of the tree is a row, too. @param {Page} page */
async function checkRows(page) {
  const rows = await page.getByRole('treegrid').getAttribute('aria-rowcount');
  if (Number(rows) !== GIANT_IMAGE_ENTRIES + 1) throw new Error(`20 GB: ${rows} rows`);
}

/**
 * @param {Bench} bench
 * @param {{ work: string, most?: number } & Awaited<ReturnType<typeof measure>>} measured
 */
function add(bench, { work, most, ...measured }) {
  const { peak, baseline, openMs } = measured;
  bench.add({
    target: 'P8',
    work,
    ours: megabytes(peak),
    against: `${megabytes(baseline)} before`,
    ratio: `${(openMs / 1000).toFixed(1)} s to open`,
    goal: most === undefined ? '' : `≤ ${megabytes(most)}`,
    ...(most !== undefined && { met: peak <= most }),
    samples: { measured },
  });
}
