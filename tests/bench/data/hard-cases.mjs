/** Files that are hard in one way: an image of plain layers, a layer with one huge file, a layer of a million entries. */
import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { cached } from '../cache.mjs';
import { compress } from './compress.mjs';
import { TarWriter } from './tar-writer.mjs';

/**
 * A `docker save` with the given tars as uncompressed layers.
 * @param {string} name
 * @param {readonly string[]} layers
 */
export function plainImage(name, layers) {
  return cached(name, async (path) => {
    const tar = new TarWriter(path);
    const names = layers.map((_, i) => `layer-${i}/layer.tar`);
    const places = layers.map((layer, i) => tar.hole(names[i] ?? '', statSync(layer).size));
    const manifest = [{ Config: 'config.json', RepoTags: null, Layers: names }];
    tar.file('config.json', Buffer.from('{}'));
    tar.file('manifest.json', Buffer.from(JSON.stringify(manifest)));
    tar.end();
    for (const [i, layer] of layers.entries()) await copyInto(path, layer, places[i] ?? 0);
  });
}

/** A layer with one file of 1 GiB. It is a hole on disk, which a browser streams no slower than any other file. */
export function oneHugeFile() {
  return cached('huge.tar', (path) => {
    const tar = new TarWriter(path);
    tar.file('etc/before', Buffer.from('x\n'));
    tar.hole('var/lib/huge.img', 1 << 30);
    tar.file('etc/after', Buffer.from('x\n'));
    tar.end();
  });
}

/**
 * A layer of so many files of 512 KiB, too small to be jumped over. Holes on disk, too.
 * @param {number} files
 */
export function manyHoles(files) {
  return cached(`holes-${files}.tar`, (path) => {
    const tar = new TarWriter(path);
    for (let i = 0; i < files; i++) tar.hole(`var/lib/hole-${i}.img`, 512 << 10);
    tar.end();
  });
}

/** A gzip layer of 1,000,000 empty files with names of a usual length. */
export function millionEntries() {
  return cached('million.tar.gz', async (path) => {
    const plain = `${path}.tar.part`;
    const tar = new TarWriter(plain);
    const empty = Buffer.alloc(0);
    for (let i = 0; tar.entries < 1_000_000; i++) {
      tar.file(`usr/lib/node_modules/package-${i % 1000}/dist/module-${i}.js`, empty);
    }
    tar.end();
    await compress('gzip-fast', plain, path);
    rmSync(plain);
  });
}

/** @param {string} target @param {string} source @param {number} position */
async function copyInto(target, source, position) {
  await pipeline(
    createReadStream(source),
    createWriteStream(target, { flags: 'r+', start: position }),
  );
}
