/**
 * Ten layers with 500,000 paths together: applications in trees of packages, of which each layer changes, removes and replaces some of
 * the layer below it.
 */
import { smallTexts } from './node-files.mjs';
import { fitsUstar, TarWriter } from './tar-writer.mjs';

export const LAYERS = 10;
const NEW_ENTRIES = 50_000;
/** Small, so that a layer has its entries and little else. */
const MOST_BYTES = 1024;
const CHANGED = 2000;
const REMOVED = 500;
const NOTHING = Buffer.alloc(0);

/**
 * @param {number} number from 0, bottom first
 * @param {string} path
 */
export function writeLayer(number, path) {
  const tar = new TarWriter(path);
  if (number > 0) changeLower(tar, number - 1);
  const enough = tar.entries + NEW_ENTRIES;
  for (const { name, content } of filesOf(number)) {
    tar.file(name, content);
    if (tar.entries >= enough) break;
  }
  tar.end();
}

/** Other contents, whiteouts, and a package that is emptied. @param {TarWriter} tar @param {number} lower */
function changeLower(tar, lower) {
  let at = 0;
  for (const { name, content } of filesOf(lower)) {
    const removed = at >= CHANGED && at < CHANGED + REMOVED;
    const cut = name.lastIndexOf('/') + 1;
    if (removed) tar.file(`${name.slice(0, cut)}.wh.${name.slice(cut)}`, NOTHING);
    else tar.file(name, content.subarray(1));
    if (++at === CHANGED + REMOVED) break;
  }
  tar.file(`srv/app-${lower}-1/node_modules/svelte/.wh..wh..opq`, NOTHING);
}

/** More files than any layer takes. @param {number} layer */
function* filesOf(layer) {
  const texts = smallTexts();
  for (let app = 0; texts.length > 0; app++) {
    for (const { path, content } of texts) {
      const name = `srv/app-${layer}-${app}/node_modules/${path}`;
      if (fitsUstar(name) && fitsUstar(`${name}.wh.`)) {
        yield { name, content: content.subarray(0, MOST_BYTES) };
      }
    }
  }
}
