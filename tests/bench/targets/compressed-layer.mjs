/** P1 and P3: a compressed layer in a chosen file → finished index, against a native decompressor piped into `tar -tv`. */
import { countEntries, pipelines, timePipeline } from '../native.mjs';
import { fileName } from '../browser.mjs';
import { ms, times } from '../report.mjs';
import { interleave, median } from '../rounds.mjs';

/** @typedef {import('../run.mjs').Bench} Bench */
/** @typedef {import('../data/small-layers.mjs').Layer} Layer */

/** @param {Bench} bench */
export async function gzipLayers(bench) {
  for (const [name, goal] of /** @type {const} */ ([
    ['A', 3],
    ['N', 6],
    ['B', 3],
  ])) {
    await compare(bench, { target: 'P1', kind: 'gzip', layer: await bench.layers.get(name), goal });
  }
}

/** @param {Bench} bench */
export async function zstdLayers(bench) {
  for (const name of /** @type {const} */ (['A', 'N', 'B'])) {
    await compare(bench, {
      target: 'P3',
      kind: 'zstd',
      layer: await bench.layers.get(name),
      goal: 0.45,
    });
  }
}

/**
 * @param {Bench} bench
 * @param {{ target: string, kind: 'gzip' | 'zstd', layer: Layer, goal: number }} comparison
 */
async function compare(bench, { target, kind, layer, goal }) {
  const file = layer[kind];
  const [rival, ...others] = pipelines(kind);
  if (file === undefined || rival === undefined) {
    bench.skip(`${target} ${layer.name}: ${kind} or tar is not installed`);
    return;
  }
  const name = fileName(file);
  const page = await bench.browser.open([file]);
  await checkEntries(page, { kind, file, name });
  const duel = await interleave(
    {
      warm: () => page.evaluate(async (chosen) => (await window.bench.index(chosen)).ms, name),
      native: () => timePipeline(rival.command, file),
      cold: () =>
        page.evaluate(async (chosen) => (await window.bench.index(chosen, true)).ms, name),
    },
    bench.options.runs,
  );
  await page.close();
  const work = `${layer.name} ${kind} → index`;
  add(bench, { target, work, against: rival.name, goal, ours: duel.warm, others: duel.native });
  add(bench, { target, work, against: 'itself, cold worker', ours: duel.warm, others: duel.cold });
  for (const other of others) {
    const once = [await timePipeline(other.command, file)];
    add(bench, { target, work, against: other.name, ours: duel.warm, others: once });
  }
}

/**
 * Nothing is fast that is wrong: as many entries as the native tools list, and no complaint.
 * @param {import('../browser.mjs').Page} page
 * @param {{ kind: 'gzip' | 'zstd', file: string, name: string }} layer
 */
async function checkEntries(page, { kind, file, name }) {
  const index = await page.evaluate((chosen) => window.bench.index(chosen), name);
  const entries = countEntries(kind, file);
  if (index.entries !== entries || index.problems.length > 0) {
    const problems = index.problems.join(', ');
    throw new Error(
      `${name}: ${index.entries} entries, tar lists ${entries}; problems: ${problems}`,
    );
  }
}

/**
 * A line of the table; without a goal it is there for orientation.
 * @param {Bench} bench
 * @param {{ target: string, work: string, against: string, goal?: number, ours: number[], others: number[] }} result
 */
function add(bench, { target, work, against, goal, ours, others }) {
  const here = median(ours);
  const there = median(others);
  bench.add({
    target,
    work,
    ours: ms(here),
    against: `${against} ${ms(there)}`,
    ratio: times(there / here),
    goal: goal === undefined ? '' : `≥ ${goal} ×`,
    ...(goal !== undefined && { met: there >= goal * here }),
    samples: { ours, others },
  });
}
