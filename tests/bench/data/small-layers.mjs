/**
 * Layers like the ones the targets were set on, made on the spot: N many small files, A a small distribution, B big
 * packages. Each plain, as gzip -6 and, where the tool is there, as zstd -3.
 */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { cached } from '../cache.mjs';
import { hasTool } from '../native.mjs';
import { compress } from './compress.mjs';
import { bigFiles, mediumTexts, smallTexts } from './node-files.mjs';
import { fitsUstar, TarWriter } from './tar-writer.mjs';

const MB = 1_000_000;

/**
 * @typedef {object} Layer
 * @property {'A' | 'B' | 'N'} name
 * @property {string} about
 * @property {string} tar
 * @property {string} gzip
 * @property {string | undefined} zstd
 */

/** @type {Record<Layer['name'], { about: string, write: (path: string) => void }>} */
const KINDS = {
  A: { about: 'binaries and text, 81 MB', write: writeMixed },
  N: { about: '100,000+ small files, 347 MB', write: writeManySmall },
  B: { about: 'big files, 631 MB', write: writeBig },
};

/**
 * @param {Layer['name']} name
 * @returns {Promise<Layer>}
 */
export async function smallLayer(name) {
  const { about, write } = KINDS[name];
  const tar = await cached(`${name}.tar`, write);
  const gzip = await cached(`${name}.tar.gz`, (path) => compress('gzip', tar, path));
  const zstd = hasTool('zstd')
    ? await cached(`${name}.tar.zst`, (path) => compress('zstd', tar, path))
    : undefined;
  const ratio = (statSync(tar).size / statSync(gzip).size).toFixed(1);
  return { name, about: `${about} (gzip ${ratio}:1)`, tar, gzip, zstd };
}

/** @param {string} path */
function writeManySmall(path) {
  const tar = new TarWriter(path);
  const texts = smallTexts();
  for (let app = 0; tar.bytes < 347 * MB || tar.entries < 100_000; app++) {
    for (const text of texts) {
      const name = `srv/app-${app}/node_modules/${text.path}`;
      if (fitsUstar(name)) tar.file(name, text.content);
      if (tar.bytes >= 347 * MB && tar.entries >= 100_000) break;
    }
  }
  tar.end();
}

/** Shared objects, half as much text, a little that is compressed already. @param {string} path */
function writeMixed(path) {
  const tar = new TarWriter(path);
  const texts = mediumTexts();
  const [binary, compressed] = bigFiles();
  if (binary === undefined || compressed === undefined) throw new Error('no big files');
  for (let i = 0, text = 0; tar.bytes < 81 * MB; i++) {
    const library = slice(binary.content, i, 300_000 + ((i * 77_777) % 700_000));
    tar.file(`usr/lib/lib-${i}.so`, library, 0o755);
    for (const end = tar.bytes + library.length / 2; tar.bytes < end; text++) {
      const file = texts[text % texts.length];
      if (file !== undefined) tar.file(`usr/share/${text}/${basename(file.path)}`, file.content);
    }
    tar.file(`usr/share/doc/${i}/changelog.gz`, slice(compressed.content, i, library.length / 5));
  }
  tar.end();
}

/** A piece of a file, another one for every `i`. @param {Buffer} content @param {number} i @param {number} bytes */
function slice(content, i, bytes) {
  const from = (i * 1_300_000) % Math.max(content.length - bytes, 1);
  return content.subarray(from, from + bytes);
}

/** @param {string} path */
function writeBig(path) {
  const tar = new TarWriter(path);
  const files = bigFiles();
  for (let copy = 0; tar.bytes < 630 * MB; copy++) {
    for (const file of files) {
      const name = `opt/copy-${copy}/${file.path}`;
      if (fitsUstar(name)) tar.file(name, file.content);
      if (tar.bytes >= 630 * MB) break;
    }
  }
  // Among them what P5 reads: a file of about 10 KB.
  for (const text of smallTexts().slice(0, 200))
    tar.file(`opt/after/${text.path.replaceAll('/', '-')}`, text.content);
  tar.end();
}
