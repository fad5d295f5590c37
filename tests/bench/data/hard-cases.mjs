/** Layers that are hard in one way: one huge file, many files that are too small to be jumped over, a million entries. */
import { rmSync } from 'node:fs';
import { cached } from '../cache.mjs';
import { compress } from './compress.mjs';
import { TarWriter } from './tar-writer.mjs';

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

/** A gzip layer of 1,000,000 entries: empty files with names of a usual length. */
export function millionEntries() {
  return cached('million.tar.gz', async (path) => {
    const plain = `${path}.tar.part`;
    writeMillion(plain);
    await compress('gzip-fast', plain, path);
    rmSync(plain);
  });
}

/** The same layer, not compressed. @param {string} path */
export function writeMillion(path) {
  const tar = new TarWriter(path);
  const empty = Buffer.alloc(0);
  for (let i = 0; tar.entries < 1_000_000; i++) {
    tar.file(`usr/lib/node_modules/package-${i % 1000}/dist/module-${i}.js`, empty);
  }
  tar.end();
}
