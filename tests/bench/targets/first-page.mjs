/** P9: what the page and its worker weigh before anything optional loads, counted as `npm run size` counts them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** @typedef {import('../run.mjs').Bench} Bench */

const KB = 1000;
const MOST_PAGE = 60 * KB;
const MOST_WORKER = 40 * KB;

/** @param {Bench} bench */
export async function firstPage(bench) {
  const { folder } = await bench.app();
  const page = [join(folder, 'index.html'), ...filesIn(join(folder, 'assets'), /\.(js|css)$/)];
  const worker = filesIn(join(folder, 'assets/worker'), /\.(js|wasm)$/);
  add(bench, 'page', page, MOST_PAGE);
  add(bench, 'worker', worker, MOST_WORKER);
}

/** Without those in folders below: they load when asked for. @param {string} folder @param {RegExp} names */
function filesIn(folder, names) {
  return readdirSync(folder)
    .filter((name) => names.test(name))
    .map((name) => join(folder, name));
}

/** @param {Bench} bench @param {string} work @param {readonly string[]} files @param {number} most */
function add(bench, work, files, most) {
  const contents = files.map((file) => readFileSync(file));
  const brotli = contents.map((content) => brotliCompressSync(content).length);
  const bytes = sum(brotli);
  bench.add({
    target: 'P9',
    work: `${work}, before anything optional loads`,
    ours: kilobytes(bytes),
    against: `${kilobytes(sum(contents.map(({ length }) => length)))} as it is`,
    ratio: `${files.length} ${files.length === 1 ? 'file' : 'files'}`,
    goal: `≤ ${kilobytes(most)}`,
    met: bytes <= most,
    samples: { brotli },
  });
}

/** @param {readonly number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / KB).toFixed(1)} kB`;
}
