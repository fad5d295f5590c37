/**
 * The layers the targets were set on, found in real images (OCI archives below ONIONSKIN_BENCH_DIR) by size and number of
 * entries: A is nearest to a Debian base of 170 MB, B nearest to 631 MB, N has the most entries. Taken as stored: nothing is
 * compressed again but the zstd form, which the archives do not have.
 */
import { createReadStream, createWriteStream, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cached } from '../cache.mjs';
import { countEntries, hasTool } from '../native.mjs';
import { compress } from './compress.mjs';
import { gzipBlobs } from './oci-blobs.mjs';

/** @typedef {import('./small-layers.mjs').Layer} Layer */
/** @typedef {import('./oci-blobs.mjs').GzipBlob} GzipBlob */

const MB = 1_000_000;

/**
 * @param {Layer['name']} name
 * @returns {Promise<Layer>}
 */
export async function largeLayer(name) {
  const blob = await choose(name);
  const key = basename(blob.name).slice(0, 12);
  const gzip = await cached(`${key}.tar.gz`, (path) => cutOut(blob, path));
  const tar = await cached(`${key}.tar`, (path) => compress('gunzip', gzip, path));
  const zstd = hasTool('zstd')
    ? await cached(`${key}.tar.zst`, (path) => compress('gzip-to-zstd', gzip, path))
    : undefined;
  const size = Math.round(blob.tarBytes / MB);
  const about = `${basename(blob.archive)} ${key}, ${size} MB (gzip ${(blob.tarBytes / blob.bytes).toFixed(1)}:1)`;
  return { name, about, tar, gzip, zstd };
}

/** @param {Layer['name']} name */
async function choose(name) {
  const blobs = allBlobs();
  if (name === 'A') return nearest(blobs, 170 * MB);
  if (name === 'B') return nearest(blobs, 631 * MB);
  // Counting takes a while: only of layers that are big enough to have a hundred thousand entries.
  let most = { blob: nearest(blobs, 347 * MB), entries: 0 };
  for (const blob of blobs.filter(({ tarBytes }) => tarBytes > 50 * MB)) {
    const gzip = await cached(`${basename(blob.name).slice(0, 12)}.tar.gz`, (path) =>
      cutOut(blob, path),
    );
    const entries = countEntries('gzip', gzip);
    if (entries > most.entries) most = { blob, entries };
  }
  return most.blob;
}

/** @returns {GzipBlob[]} */
function allBlobs() {
  const folder = process.env['ONIONSKIN_BENCH_DIR'];
  if (folder === undefined || folder === '') throw new Error('--large needs ONIONSKIN_BENCH_DIR');
  const archives = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /oci.*\.tar$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  const blobs = new Map(archives.flatMap(gzipBlobs).map((blob) => [blob.name, blob]));
  if (blobs.size === 0) throw new Error(`no gzip layer in any *oci*.tar below ${folder}`);
  return [...blobs.values()];
}

/** @param {GzipBlob[]} blobs @param {number} tarBytes */
function nearest(blobs, tarBytes) {
  const distance = (/** @type {GzipBlob} */ blob) => Math.abs(blob.tarBytes - tarBytes);
  return blobs.reduce((best, blob) => (distance(blob) < distance(best) ? blob : best));
}

/** @param {GzipBlob} blob @param {string} path */
async function cutOut({ archive, start, bytes }, path) {
  await pipeline(
    createReadStream(archive, { start, end: start + bytes - 1 }),
    createWriteStream(path),
  );
}
