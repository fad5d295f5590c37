/** The teas on sale: a big text that compresses well. */
import { Seeded } from '../seeded.mjs';

const KINDS = ['black', 'green', 'oolong', 'white', 'yellow', 'dark', 'rooibos', 'herbal'];
const PLACES = ['Assam', 'Darjeeling', 'Fujian', 'Uji', 'Nilgiri', 'Kandy', 'Taitung', 'Kericho'];
const NOTES = ['honey', 'smoke', 'wet stone', 'apricot', 'malt', 'hay', 'orchid', 'chestnut'];
const NAMES = ['Morning', 'Harbour', 'Fog', 'Lantern', 'Captain’s', 'Low Tide', 'Gull', 'Old Pier'];

/**
 * @param {string} release
 * @param {number} count
 */
export function catalogue(release, count) {
  const seeded = new Seeded('catalogue');
  const teas = Array.from({ length: count }, (_, number) => ({
    id: `HT-${String(number).padStart(4, '0')}`,
    name: `${seeded.pick(NAMES)} ${seeded.pick(PLACES)}`,
    kind: seeded.pick(KINDS),
    tastesOf: [seeded.pick(NOTES), seeded.pick(NOTES)],
    grams: 50 * (1 + seeded.below(5)),
    pence: 100 + 5 * seeded.below(300),
  }));
  return `${JSON.stringify({ release, teas }, undefined, 1)}\n`;
}
