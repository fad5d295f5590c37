/** Real content that is on any machine that can run the bench: the packages of node_modules and the node binary itself. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const PACKAGES = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
const TEXT = /\.([cm]?[jt]s|json|md|map|css|html|svelte)$/;
const KIB = 1024;

/** @typedef {{ path: string, content: Buffer }} PoolFile */

/**
 * Small text files, as in a tree of packages.
 * @returns {PoolFile[]}
 */
export function smallTexts() {
  return packageFiles((path, size) => TEXT.test(path) && size <= 16 * KIB);
}

/**
 * Text files of the size that documents and scripts of a distribution have.
 * @returns {PoolFile[]}
 */
export function mediumTexts() {
  return packageFiles((path, size) => TEXT.test(path) && size > 4 * KIB && size <= 64 * KIB);
}

/**
 * Files bigger than 64 KiB, text and binary; the first is a binary, the second does not compress any further.
 * @returns {PoolFile[]}
 */
export function bigFiles() {
  const node = readFileSync(process.execPath);
  return [
    { path: 'bin/node', content: node },
    { path: 'share/node.gz', content: gzipSync(node.subarray(0, 40 << 20), { level: 6 }) },
    ...packageFiles((_, size) => size > 64 * KIB && size < 32 << 20),
  ];
}

/**
 * @param {(path: string, size: number) => boolean} wanted
 * @returns {PoolFile[]}
 */
function packageFiles(wanted) {
  return walk('')
    .filter((path) => wanted(path, statSync(join(PACKAGES, path)).size))
    .map((path) => ({ path, content: readFileSync(join(PACKAGES, path)) }));
}

/**
 * Paths of plain files, sorted, without the caches of tools (their names start with a dot).
 * @param {string} folder
 * @returns {string[]}
 */
function walk(folder) {
  return readdirSync(join(PACKAGES, folder), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return walk(path);
      return entry.isFile() ? [path] : [];
    });
}
