/** Writes `node_modules` as npm does: some two thousand small files, half of them icons. */
import { createHash } from 'node:crypto';
import { Seeded } from '../seeded.mjs';
import { packagesOf } from './npm-packages.mjs';

/**
 * @typedef {import('../file-tree.mjs').FileTree} FileTree
 * @typedef {import('../file-tree.mjs').Metadata} Metadata
 * @typedef {import('./npm-packages.mjs').Release} Release
 * @typedef {ReturnType<typeof packagesOf>[number]} Installed
 */

/** The time that npm gives to all files of a package. */
const NPM_TIME = Date.UTC(1985, 9, 26, 8, 15) / 1000;
const ICONS = 960;
const ICON_PACKAGE = { name: '@harbour/icons', version: '12.4.0', licence: 'CC-BY-4.0' };
const SHAPES = ['anchor', 'buoy', 'cup', 'crate', 'gull', 'kettle', 'leaf', 'lamp', 'rope', 'tin'];

/**
 * @param {FileTree} tree
 * @param {string} root the directory that holds package.json
 * @param {Release} release
 * @param {'all' | 'production'} which
 * @param {Metadata} [owner]
 */
export function installNodeModules(tree, root, release, which, owner = {}) {
  const packages = packagesOf(release, which);
  const folder = `${root}/node_modules`;
  tree.dir(folder, owner);
  const metadata = { ...owner, time: NPM_TIME };
  for (const each of packages) installPackage(tree, `${folder}/${each.name}`, each, metadata);
  installIcons(tree, `${folder}/@harbour/icons`, metadata);
  for (const { name, bin } of packages) {
    if (bin !== undefined) tree.symlink(`${folder}/.bin/${bin}`, `../${name}/bin.js`, owner);
  }
  tree.file(`${folder}/.package-lock.json`, lockOf(release, which), owner);
}

/** What is only needed for building, as `npm prune --omit=dev` takes it away. */
export function pruneNodeModules(/** @type {FileTree} */ tree, /** @type {string} */ root) {
  const folder = `${root}/node_modules`;
  for (const { name, bin, dev } of packagesOf('1.0', 'all')) {
    if (dev !== true) continue;
    tree.remove(`${folder}/${name}`);
    if (bin !== undefined) tree.remove(`${folder}/.bin/${bin}`);
  }
  tree.file(`${folder}/.package-lock.json`, lockOf('1.0', 'production'));
}

/**
 * @param {FileTree} tree
 * @param {string} folder
 * @param {Installed} npmPackage
 * @param {Metadata} metadata
 */
function installPackage(tree, folder, npmPackage, metadata) {
  const { name, version, licence, about, files, bin } = npmPackage;
  const manifest = {
    name,
    version,
    description: about,
    license: licence,
    type: 'module',
    main: './lib/index.js',
    ...(bin !== undefined && { bin: { [bin]: './bin.js' } }),
  };
  tree.file(`${folder}/package.json`, jsonOf(manifest), metadata);
  tree.file(`${folder}/README.md`, `# ${name}\n\n${about}.\n`, metadata);
  tree.file(`${folder}/LICENSE`, `${licence}\n\nCopyright the people of ${name}\n`, metadata);
  if (bin !== undefined) {
    const text = "#!/usr/bin/env node\nimport './lib/index.js';\n";
    tree.file(`${folder}/bin.js`, text, { ...metadata, mode: 0o755 });
  }
  const parts = Array.from({ length: files }, (_, number) => `part-${number}`);
  const index = parts.map((part) => `export * from './${part}.js';\n`).join('');
  tree.file(`${folder}/lib/index.js`, index, metadata);
  for (const part of parts) {
    tree.file(`${folder}/lib/${part}.js`, moduleText(name, part), metadata);
  }
}

/**
 * @param {string} name
 * @param {string} part
 */
function moduleText(name, part) {
  const number = new Seeded(`${name} ${part}`).below(1000);
  return `export const ${part.replace('-', '')} = (value) => value ?? ${number};\n`;
}

/**
 * @param {FileTree} tree
 * @param {string} folder
 * @param {Metadata} metadata
 */
function installIcons(tree, folder, metadata) {
  const seeded = new Seeded('icons');
  const { name, version, licence } = ICON_PACKAGE;
  const manifest = { name, version, license: licence };
  tree.file(`${folder}/package.json`, jsonOf(manifest), metadata);
  for (let number = 0; number < ICONS; number++) {
    const [shape] = SHAPES.slice(number % SHAPES.length);
    const path = `M${seeded.below(24)} ${seeded.below(24)}h${seeded.below(12)}v${seeded.below(12)}z`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="${path}"/></svg>\n`;
    const file = `${shape ?? 'leaf'}-${String(Math.floor(number / SHAPES.length)).padStart(2, '0')}`;
    tree.file(`${folder}/svg/${file}.svg`, svg, metadata);
  }
}

/**
 * package-lock.json, in npm's third form; the one in `node_modules` has no entry for the root.
 * @param {Release} release
 */
export function rootLockOf(release) {
  const root = { name: 'harbour-tea', version: `${release}.0`, license: 'MIT' };
  return lockText(release, { '': root, ...lockEntries(release, 'all') });
}

/**
 * @param {Release} release
 * @param {'all' | 'production'} which
 */
function lockOf(release, which) {
  return lockText(release, lockEntries(release, which));
}

/**
 * @param {Release} release
 * @param {object} packages
 */
function lockText(release, packages) {
  const head = { name: 'harbour-tea', version: `${release}.0`, lockfileVersion: 3, requires: true };
  return jsonOf({ ...head, packages });
}

/**
 * @param {Release} release
 * @param {'all' | 'production'} which
 * @returns {Record<string, object>}
 */
function lockEntries(release, which) {
  const entries = [...packagesOf(release, which), ICON_PACKAGE].map((each) => {
    const { name, version, licence } = each;
    const file = `${name.split('/').at(-1) ?? name}-${version}.tgz`;
    const hash = createHash('sha512').update(`${name}@${version}`).digest('base64');
    const entry = {
      version,
      resolved: `https://npm.harbour-tea.example/${name}/-/${file}`,
      integrity: `sha512-${hash}`,
      ...('dev' in each && { dev: true }),
      license: licence,
    };
    return /** @type {const} */ ([`node_modules/${name}`, entry]);
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function jsonOf(/** @type {unknown} */ value) {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
