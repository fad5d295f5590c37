/** The packages of an imaginary distribution, in the form of Debian's: files, dpkg's lists and its status. */
import { createHash } from 'node:crypto';
import { program } from './program.mjs';

/**
 * @typedef {import('../file-tree.mjs').FileTree} FileTree
 * @typedef {import('../file-tree.mjs').Metadata} Metadata
 * @typedef {import('./program.mjs').Architecture} Architecture
 */

/**
 * One of `text`, `program` (its bytes), `symlink`, `sameAs` (a hard link).
 * @typedef {Metadata & { text?: string, program?: number, symlink?: string, sameAs?: string }} PackageFile
 */

/**
 * @typedef {object} DebPackage
 * @property {string} name
 * @property {string} version
 * @property {string} section
 * @property {string} about the first line is the summary
 * @property {string} [depends]
 * @property {string} [source]
 * @property {string} licence
 * @property {boolean} [anyArchitecture] the same files everywhere
 * @property {Record<string, PackageFile>} files by path
 */

const STATUS = '/var/lib/dpkg/status';
/** When the packages were made: files keep that time wherever they are installed. */
const PACKED = Date.UTC(2026, 1, 20, 6, 30) / 1000;

/**
 * @param {FileTree} tree
 * @param {DebPackage} deb
 * @param {Architecture} architecture
 */
export function installPackage(tree, deb, architecture) {
  const copyright = `/usr/share/doc/${deb.name}/copyright`;
  const files = { ...deb.files, [copyright]: { text: copyrightOf(deb) } };
  const sums = Object.entries(files).map(([path, file]) =>
    installFile(tree, path, file, architecture),
  );
  const info = `/var/lib/dpkg/info/${deb.name}`;
  tree.file(`${info}.list`, ['/.', ...Object.keys(files).sort(), ''].join('\n'));
  tree.file(`${info}.md5sums`, sums.join(''));
  const before = tree.read(STATUS);
  tree.file(STATUS, `${before}${statusOf(deb, architecture)}\n`);
}

/** Takes the files of a package away, and its stanza out of the status. */
export function removePackage(/** @type {FileTree} */ tree, /** @type {DebPackage} */ deb) {
  for (const path of Object.keys(deb.files)) tree.remove(path);
  tree.remove(`/usr/share/doc/${deb.name}`);
  tree.remove(`/var/lib/dpkg/info/${deb.name}.list`);
  tree.remove(`/var/lib/dpkg/info/${deb.name}.md5sums`);
  const stanzas = tree.read(STATUS).split(/(?<=\n\n)/);
  tree.file(STATUS, stanzas.filter((text) => !text.startsWith(`Package: ${deb.name}\n`)).join(''));
}

/**
 * @param {FileTree} tree
 * @param {string} path
 * @param {PackageFile} file
 * @param {Architecture} architecture
 * @returns {string} its line of the md5sums
 */
function installFile(tree, path, file, architecture) {
  const metadata = { time: PACKED, ...file };
  if (file.symlink !== undefined) tree.symlink(path, file.symlink, metadata);
  if (file.sameAs !== undefined) tree.hardLink(path, file.sameAs);
  const content =
    file.program === undefined ? file.text : program(architecture, path, file.program);
  if (content === undefined) return '';
  tree.file(path, content, { mode: file.program === undefined ? 0o644 : 0o755, ...metadata });
  return `${createHash('md5').update(content).digest('hex')}  ${path.slice(1)}\n`;
}

/**
 * @param {DebPackage} deb
 * @param {Architecture} architecture
 */
export function statusOf(deb, architecture) {
  const size = Object.values(deb.files).reduce(
    (sum, { program: bytes = 0, text = '' }) => sum + bytes + text.length,
    0,
  );
  const fields = [
    ['Package', deb.name],
    ['Status', 'install ok installed'],
    ['Priority', deb.section === 'base' ? 'required' : 'optional'],
    ['Section', deb.section],
    ['Installed-Size', String(Math.max(1, Math.ceil(size / 1024)))],
    ['Maintainer', 'Tidewater Packagers <packages@tidewater.example>'],
    ['Architecture', deb.anyArchitecture === true ? 'all' : architecture],
    ['Multi-Arch', 'foreign'],
    ['Source', deb.source],
    ['Version', deb.version],
    ['Depends', deb.depends],
    ['Description', deb.about.replaceAll('\n', '\n ')],
    ['Homepage', `https://tidewater.example/packages/${deb.name}`],
  ];
  return fields
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

function copyrightOf(/** @type {DebPackage} */ deb) {
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: ${deb.name}
Source: https://tidewater.example/packages/${deb.name}

Files: *
Copyright: 2019-2026 the people of ${deb.name}
License: ${deb.licence}
`;
}
