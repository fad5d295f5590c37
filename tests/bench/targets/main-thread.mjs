/** P7: tasks of 50 ms and more on the main thread of the real page while an image opens. */
import { openImage, waitForChecks } from '../app.mjs';
import { manyPaths, plainImage } from '../data/images.mjs';
import { ms } from '../report.mjs';

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../browser.mjs').Page} Page */

/** @param {Bench} bench */
export async function mainThread(bench) {
  const plain = await plainImage([await bench.layers.get('A'), await bench.layers.get('N')]);
  await watch(bench, '10 layers, 500,000 paths', await manyPaths());
  await watch(bench, 'docker save, A and N plain', plain);
}

/** @param {Bench} bench @param {string} work @param {string} file */
async function watch(bench, work, file) {
  const runs = [];
  for (let run = 0; run < bench.options.runs; run++) runs.push(await openWatched(bench, file));
  const bare = ms(Math.max(...runs.map((run) => run.bare)));
  for (const when of /** @type {const} */ (['opening', 'after'])) {
    const tasks = runs.flatMap((run) => run[when]);
    const durations = tasks.map(({ duration }) => duration);
    bench.add({
      target: 'P7',
      work: `${work}: tasks over 50 ms ${when === 'opening' ? 'while opening' : 'after it, until all is checked'}`,
      ours: `${tasks.length} (runs: ${runs.length})`,
      against: `8 ms of nothing took up to ${bare}`,
      ratio: tasks.length === 0 ? '' : `longest ${ms(Math.max(...durations))}`,
      goal: when === 'opening' ? 'none' : '',
      ...(when === 'opening' && { met: tasks.length === 0 }),
      samples: { runs },
    });
  }
}

/** @param {Bench} bench @param {string} file */
async function openWatched(bench, file) {
  const app = await bench.app();
  const { page, close } = await app.openAlone(noteLongTasks);
  try {
    const bare = await page.evaluate(longestBareSlice);
    const start = await page.evaluate(() => performance.now());
    const layers = await openImage(page, file);
    const drawn = await nextFrame(page);
    await waitForChecks(page, layers);
    await nextFrame(page);
    const tasks = await page.evaluate(() =>
      performance
        .getEntriesByName('bench:long-task')
        .map(({ startTime, duration }) => ({ startTime, duration })),
    );
    // What began before the last frame was in its way.
    const opening = tasks.filter((task) => task.startTime >= start && task.startTime < drawn);
    const after = tasks.filter((task) => task.startTime >= drawn);
    return { bare, opening, after };
  } finally {
    await close();
  }
}

/** Runs in the page: how long slices of 8 ms take that do nothing. A task may be long because others had the processor. */
async function longestBareSlice() {
  let longest = 0;
  for (let slice = 0; slice < 100; slice++) {
    const start = performance.now();
    let now = start;
    while (now - start < 8) now = performance.now();
    longest = Math.max(longest, now - start);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return longest;
}

/** Runs in the page, which keeps what it measured. */
function noteLongTasks() {
  new PerformanceObserver((list) => {
    for (const { startTime: start, duration } of list.getEntries()) {
      performance.measure('bench:long-task', { start, duration });
    }
  }).observe({ type: 'longtask', buffered: true });
}

/** When what is there now was drawn. @param {Page} page */
function nextFrame(page) {
  return page.evaluate(
    () =>
      /** @type {Promise<number>} */ (
        new Promise((resolve) => {
          requestAnimationFrame(() => {
            // A timer comes after the drawing, and after what observers were told of it.
            setTimeout(() => {
              resolve(performance.now());
            }, 100);
          });
        })
      ),
  );
}
