/** What the shop depends on: packages that npm does not have, so that nobody is blamed for anything. */

/**
 * @typedef {object} NpmPackage
 * @property {string} name
 * @property {{ '1.0'?: string, '2.0'?: string }} versions by release of the shop; none where it is not used
 * @property {string} licence
 * @property {string} about
 * @property {boolean} [dev] needed for building only
 * @property {number} files in its `lib`
 * @property {string} [bin] the name of its program
 */

/** @typedef {'1.0' | '2.0'} Release */

/**
 * @param {string} name
 * @param {string} before its version in release 1.0
 * @param {string} after
 * @param {string} licence
 * @param {number} files
 * @param {string} about
 * @returns {NpmPackage}
 */
const npm = (name, before, after, licence, files, about) => ({
  name,
  versions: { '1.0': before, '2.0': after },
  licence,
  files,
  about,
});

/** @type {readonly NpmPackage[]} */
export const npmPackages = [
  npm('@harbour/router', '4.18.2', '5.0.1', 'MIT', 38, 'Finds the handler of a request'),
  npm('@harbour/templates', '2.9.0', '2.9.0', 'MIT', 52, 'Pages from templates'),
  npm('@harbour/cookies', '0.7.1', '0.7.2', 'ISC', 9, 'Reads and signs cookies'),
  npm('@harbour/money', '3.1.4', '3.1.4', 'Apache-2.0', 31, 'Sums of money without fractions'),
  npm('@harbour/i18n', '6.2.0', '6.3.0', 'MIT', 74, 'Names of things in many languages'),
  npm('@harbour/queue', '1.12.5', '1.12.5', 'BSD-3-Clause', 22, 'Jobs that wait for each other'),
  npm('@harbour/mail', '2.0.3', '2.1.0', 'MIT', 27, 'Letters to customers'),
  npm('@harbour/search', '0.9.8', '1.0.0', 'MPL-2.0', 46, 'Finds a tea by half its name'),
  npm('@tidewater/log', '8.4.1', '8.4.1', 'MIT', 18, 'Writes down what happens'),
  npm('@tidewater/retry', '5.0.0', '5.0.0', 'MIT', 6, 'Tries again, a little later'),
  npm('@tidewater/clock', '1.3.9', '1.3.9', 'ISC', 12, 'Times that tests can set'),
  npm(
    '@tidewater/schema',
    '7.6.3',
    '7.7.0',
    'BSD-2-Clause',
    61,
    'Says whether data is as expected',
  ),
  npm('@tidewater/streams', '4.4.0', '4.4.0', 'MIT', 33, 'Joins and splits streams'),
  npm('@tidewater/sqlish', '11.2.0', '12.0.0', 'Apache-2.0', 88, 'Asks the stock its questions'),
  npm('steep-timer', '1.0.7', '1.0.7', 'MIT', 4, 'Minutes for every kind of leaf'),
  npm('leaf-grades', '2.2.2', '2.2.2', 'CC0-1.0', 15, 'FTGFOP1 and what it means'),
  npm('porcelain-color', '3.0.0', '3.0.1', 'MIT', 11, 'Colours of cups'),
  npm('tin-labels', '0.4.6', '0.4.6', 'UNLICENSED', 19, 'Prints what goes on a tin'),
  npm('once-upon', '1.4.0', '1.4.0', 'ISC', 2, 'Calls a function once'),
  npm('two-pass-merge', '2.1.1', '2.1.1', 'MIT', 3, 'Merges plain objects'),
  npm('kettle-events', '5.3.0', '5.3.0', 'MIT', 14, 'Tells who listens'),
  npm('tiny-mimes', '2.1.35', '2.2.0', 'MIT', 7, 'Media types by extension'),
  {
    ...npm('left-quay', '1.3.0', '', 'WTFPL', 1, 'Pads a text on the left'),
    versions: { '1.0': '1.3.0' },
  },
  {
    ...npm('@harbour/csrf', '', '1.0.0', 'MIT', 8, 'Knows our own forms from those of others'),
    versions: { '2.0': '1.0.0' },
  },
  {
    ...npm('@harbour/bundler', '9.5.0', '9.8.1', 'MIT', 180, 'Makes few files of many'),
    dev: true,
    bin: 'bundle',
  },
  {
    ...npm('@harbour/lint', '8.57.0', '8.57.1', 'MIT', 140, 'Complains'),
    dev: true,
    bin: 'complain',
  },
  { ...npm('@tidewater/test', '3.2.4', '3.2.4', 'MIT', 66, 'Runs tests'), dev: true, bin: 'try' },
];

/**
 * @param {Release} release
 * @param {'all' | 'production'} which
 */
export function packagesOf(release, which) {
  return npmPackages.flatMap((npmPackage) => {
    const version = npmPackage.versions[release];
    if (version === undefined || (which === 'production' && npmPackage.dev === true)) return [];
    return [{ ...npmPackage, version }];
  });
}
