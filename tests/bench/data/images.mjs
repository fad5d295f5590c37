/** The images of a run. */
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { cached } from '../cache.mjs';
import { compress } from './compress.mjs';
import { writeMillion } from './hard-cases.mjs';
import { writeDockerSave, writeOciArchive } from './image-archives.mjs';
import { LAYERS, writeLayer } from './many-paths.mjs';
import { bigFiles, smallTexts } from './node-files.mjs';
import { fitsUstar, TarWriter } from './tar-writer.mjs';

/** @typedef {import('./small-layers.mjs').Layer} Layer */

/**
 * A `docker save` of the given layers.
 * @param {readonly Layer[]} layers
 */
export function plainImage(layers) {
  const tars = layers.map(({ tar }) => tar);
  const name = `save-${tars.map((tar) => basename(tar, '.tar')).join('-')}.tar`;
  return cached(name, (path) => writeDockerSave(path, tars));
}

/**
 * An OCI archive of A, N and B with two smaller layers between them, and its layers one by one.
 * @param {{ a: Layer, n: Layer, b: Layer }} layers
 */
export async function gzipImage({ a, n, b }) {
  const layers = [a, await smallerLayer('tools'), b, n, await smallerLayer('settings')];
  const name = `oci-${layers.map(({ tar }) => basename(tar, '.tar')).join('-')}.tar`;
  const path = await cached(name, (unfinished) => writeOciArchive(unfinished, layers));
  return { path, layers: layers.map(({ gzip }) => gzip) };
}

/** An OCI archive of ten gzip layers with 500,000 paths together. */
export function manyPaths() {
  return cached('ten-layers.tar', async (path) => {
    const layers = Array.from({ length: LAYERS }, (_, i) => {
      return { tar: `${path}.${i}.tar.part`, gzip: `${path}.${i}.gz.part` };
    });
    for (const [i, { tar, gzip }] of layers.entries()) {
      writeLayer(i, tar);
      await compress('gzip', tar, gzip);
    }
    await writeOciArchive(path, layers);
    for (const made of layers.flatMap(({ tar, gzip }) => [tar, gzip])) rmSync(made);
  });
}

/** A `docker save` of one layer with 1,000,000 entries. */
export function millionImage() {
  return cached('million-save.tar', async (path) => {
    const layer = `${path}.layer.part`;
    writeMillion(layer);
    await writeDockerSave(path, [layer]);
    rmSync(layer);
  });
}

/** @param {'tools' | 'settings'} name */
async function smallerLayer(name) {
  const tar = await cached(`${name}.tar`, name === 'tools' ? writeTools : writeSettings);
  return { tar, gzip: await cached(`${name}.tar.gz`, (path) => compress('gzip', tar, path)) };
}

/** A few binaries, 24 MB. @param {string} path */
function writeTools(path) {
  const tar = new TarWriter(path);
  const [binary] = bigFiles();
  for (let i = 0; binary !== undefined && i < 24; i++) {
    tar.file(`usr/local/bin/tool-${i}`, binary.content.subarray(i << 20, (i + 1) << 20), 0o755);
  }
  tar.end();
}

/** Some thousand small files. @param {string} path */
function writeSettings(path) {
  const tar = new TarWriter(path);
  for (const { path: name, content } of smallTexts().slice(0, 3000)) {
    if (fitsUstar(`etc/app/${name}`)) tar.file(`etc/app/${name}`, content);
  }
  tar.end();
}
