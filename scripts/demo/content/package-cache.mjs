/** What apt and npm leave behind where nobody tells them not to: the waste that is there to be found. */
import { createHash } from 'node:crypto';
import { Seeded } from '../seeded.mjs';
import { statusOf } from './packages.mjs';

/**
 * @typedef {import('../file-tree.mjs').FileTree} FileTree
 * @typedef {import('./packages.mjs').DebPackage} DebPackage
 * @typedef {import('./program.mjs').Architecture} Architecture
 */

const LISTS = '/var/lib/apt/lists';
const ARCHIVES = '/var/cache/apt/archives';

/**
 * @param {FileTree} tree
 * @param {readonly DebPackage[]} debs
 * @param {Architecture} architecture
 */
export function leaveAptCache(tree, debs, architecture) {
  const mirror = `${LISTS}/mirror.tidewater.example_tidewater_dists_lantern`;
  tree.file(`${mirror}_InRelease`, 'Origin: Tidewater\nSuite: lantern\nComponents: main\n');
  tree.file(`${mirror}_main_binary-${architecture}_Packages`, packageList(debs, architecture));
  tree.file(`${LISTS}/lock`, '', { mode: 0o640 });
  tree.dir(`${LISTS}/partial`, { mode: 0o700, uid: 42 });
  for (const deb of debs) {
    const of = deb.anyArchitecture === true ? 'all' : architecture;
    const name = `${deb.name}_${deb.version.replace(':', '%3a')}_${of}.deb`;
    tree.file(`${ARCHIVES}/${name}`, debFile(deb));
  }
  tree.file(`${ARCHIVES}/lock`, '', { mode: 0o640 });
  tree.dir(`${ARCHIVES}/partial`, { mode: 0o700, uid: 42 });
}

/**
 * Everything that could be installed: the real ones, and three hundred more.
 * @param {readonly DebPackage[]} debs
 * @param {Architecture} architecture
 */
function packageList(debs, architecture) {
  const seeded = new Seeded('packages');
  const parts = ['anchor', 'beacon', 'buoy', 'capstan', 'galley', 'keel', 'mast', 'rudder', 'sail'];
  const others = Array.from({ length: 300 }, (_, number) => {
    const name = `lib${seeded.pick(parts)}${number}`;
    const version = `${seeded.below(9)}.${seeded.below(30)}-${1 + seeded.below(4)}`;
    return statusOf(
      { name, version, section: 'libs', about: `Part ${number} of a ship`, licence: '', files: {} },
      architecture,
    );
  });
  return [...debs.map((deb) => statusOf(deb, architecture)), ...others]
    .map((stanza) => stanza.replace(/^Status: .*\n/m, ''))
    .join('\n');
}

/** An `ar` archive as a .deb is one, with a body of the right size that holds nothing. */
function debFile(/** @type {DebPackage} */ deb) {
  const size = Object.values(deb.files).reduce((sum, file) => sum + (file.program ?? 200), 0) >> 2;
  const member = (/** @type {string} */ name, /** @type {number} */ length) =>
    `${name.padEnd(16)}${'1771569000'.padEnd(12)}0     0     100644  ${String(length).padEnd(10)}\`\n`;
  const body = Buffer.alloc(size + (size % 2), new Seeded(deb.name).bytes(64));
  return Buffer.concat([
    Buffer.from(`!<arch>\n${member('debian-binary', 4)}2.0\n${member('data.tar.xz', body.length)}`),
    body,
  ]);
}

/**
 * @param {FileTree} tree
 * @param {string} folder
 */
export function leaveNpmCache(tree, folder) {
  const seeded = new Seeded('npm cache');
  const cache = `${folder}/_cacache`;
  for (let number = 0; number < 24; number++) {
    const content = Buffer.alloc(12_000 + seeded.below(30_000), seeded.bytes(48));
    const hash = createHash('sha512').update(content).digest('hex');
    const place = `${cache}/content-v2/sha512/${hash.slice(0, 2)}/${hash.slice(2, 4)}`;
    tree.file(`${place}/${hash.slice(4)}`, content);
  }
  tree.file(`${folder}/_update-notifier-last-checked`, '');
  tree.file(`${folder}/_logs/2026-04-14T09_13_40_118Z-debug-0.log`, 'verbose cli npm ci\n');
}
