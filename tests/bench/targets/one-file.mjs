/** P5: one file of 10 KB near the end of a big gzip layer that is indexed, against inflating up to it with the same engine. */
import { fileName } from '../browser.mjs';
import { megabytes, ms, times } from '../report.mjs';
import { interleave, median } from '../rounds.mjs';

/** @typedef {import('../run.mjs').Bench} Bench */

const LEAST_GAIN = 50;

/** @param {Bench} bench */
export async function oneFile(bench) {
  const { gzip } = await bench.layers.get('B');
  const name = fileName(gzip);
  const page = await bench.browser.open([gzip]);
  const { tarBytes, seekPoints } = await page.evaluate(
    (chosen) => window.bench.index(chosen),
    name,
  );
  const wanted = await page.evaluate((chosen) => window.bench.readWanted(chosen), name);
  const reading = await page.evaluate((chosen) => window.bench.countWanted(chosen), name);
  const samples = await interleave(
    {
      inflate: () =>
        page.evaluate(
          ([chosen, offset]) => window.bench.inflateUpTo(chosen, offset),
          /** @type {const} */ ([name, wanted.tarOffset]),
        ),
      read: () => page.evaluate(async (chosen) => (await window.bench.readWanted(chosen)).ms, name),
    },
    bench.options.runs,
  );
  await page.close();
  const ours = median(samples.read);
  const other = median(samples.inflate);
  const span = tarBytes / Math.max(seekPoints, 1);
  bench.add({
    target: 'P5',
    work: `${wanted.size} B at ${megabytes(wanted.tarOffset)} of B gzip`,
    ours: ms(ours),
    against: `inflating up to it ${ms(other)}`,
    ratio: times(other / ours),
    goal: `≥ ${LEAST_GAIN} × faster`,
    met: other >= LEAST_GAIN * ours,
    samples,
  });
  bench.add({
    target: 'P5',
    work: `inflated for it; reads of the source: ${reading.reads}`,
    ours: megabytes(reading.tarSpan),
    against: `a mean span ${megabytes(span)}`,
    ratio: `${megabytes(reading.sourceBytes)} read`,
    goal: '≤ 1 span, 1 read',
    // A span may be longer than the mean one, but not twice as long.
    met: reading.reads <= 1 && reading.tarSpan <= 2 * span + wanted.size,
    samples: { reading, seekPoints, tarBytes },
  });
}
