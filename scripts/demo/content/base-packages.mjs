/** What comes with Tidewater Linux, and what the shop adds to it. */

/** @typedef {import('./packages.mjs').DebPackage} DebPackage */

/** The right to open raw sockets, as the kernel keeps it in an attribute of the file (revision 2, effective). */
const CAP_NET_RAW = Buffer.from('0100000200200000000000000000000000000000', 'hex');

/** @type {DebPackage} */
const baseFiles = {
  name: 'base-files',
  version: '4.2+tide1',
  section: 'base',
  about:
    'Files that every system has\nNames of the release, and the messages that greet a visitor.',
  licence: 'CC0-1.0',
  anyArchitecture: true,
  files: {
    '/usr/lib/os-release': {
      text: `PRETTY_NAME="Tidewater Linux 4 (lantern)"
NAME="Tidewater Linux"
VERSION_ID="4"
VERSION="4 (lantern)"
VERSION_CODENAME=lantern
ID=tidewater
ID_LIKE=debian
HOME_URL="https://tidewater.example/"
`,
    },
    '/etc/os-release': { symlink: '../usr/lib/os-release' },
    '/etc/debian_version': { text: '13.0\n' },
    '/etc/issue': { text: 'Tidewater Linux 4 \\n \\l\n' },
    '/etc/motd': { text: 'Mind the gap between the boat and the quay.\n' },
    '/usr/share/zoneinfo/UTC': { text: 'TZif2\0\0\0\0\nUTC0\n' },
    '/etc/localtime': { symlink: '/usr/share/zoneinfo/UTC' },
  },
};

/** @type {DebPackage} */
const libc = {
  name: 'libtide6',
  version: '2.41-3',
  section: 'libs',
  about: 'Shared library of the C language',
  source: 'tidelib',
  licence: 'LGPL-2.1-or-later',
  files: {
    '/usr/lib/libtide.so.6': { program: 420_000 },
    '/usr/lib/libtide.so': { symlink: 'libtide.so.6' },
    '/usr/lib/ld-tide.so.2': { program: 96_000 },
    '/etc/ld.so.conf': { text: '/usr/local/lib\n/usr/lib\n' },
  },
};

const APPLETS = ['cat', 'chmod', 'chown', 'cp', 'ls', 'mkdir', 'mv', 'rm', 'sed', 'sh', 'tar'];

/** @type {DebPackage} */
const box = {
  name: 'deckbox',
  version: '1:1.37.0-2',
  section: 'base',
  about: 'Many small tools in one program\nEach name is a hard link to it.',
  depends: 'libtide6 (>= 2.40)',
  licence: 'GPL-2.0-only',
  files: {
    '/usr/bin/deckbox': { program: 310_000 },
    ...Object.fromEntries(
      APPLETS.map((name) => [`/usr/bin/${name}`, { sameAs: '/usr/bin/deckbox' }]),
    ),
  },
};

/** @type {DebPackage} */
const login = {
  name: 'anchor-login',
  version: '4.17.4-2',
  section: 'base',
  about: 'Programs to become somebody else',
  depends: 'libtide6 (>= 2.40)',
  licence: 'BSD-3-Clause',
  files: {
    '/usr/bin/su': { program: 71_000, mode: 0o4755 },
    '/usr/bin/passwd': { program: 64_000, mode: 0o4755 },
    '/usr/bin/wall': { program: 22_000, mode: 0o2755, gid: 5 },
    '/etc/login.defs': { text: 'UMASK 022\nUID_MIN 1000\nUID_MAX 60000\n' },
  },
};

/** @type {DebPackage} */
const apt = {
  name: 'apt',
  version: '3.0.3+tide2',
  section: 'admin',
  about: 'Fetches and installs packages',
  depends: 'libtide6 (>= 2.40), deckbox',
  licence: 'GPL-2.0-or-later',
  files: {
    '/usr/bin/apt-get': { program: 52_000 },
    '/usr/bin/dpkg': { program: 148_000 },
    '/etc/apt/sources.list': {
      text: 'deb https://mirror.tidewater.example/tidewater lantern main\n',
    },
    '/etc/apt/apt.conf.d/01autoremove': { text: 'APT::NeverAutoRemove { "^linux-.*"; };\n' },
  },
};

/** What the base image has, in the order in which it is installed. */
export const basePackages = [baseFiles, libc, box, login, apt];

/** The same three months later. */
export const newerBasePackages = [
  { ...baseFiles, version: '4.3+tide1' },
  { ...libc, version: '2.41-5' },
  box,
  login,
  { ...apt, version: '3.0.3+tide4' },
];

/** @type {DebPackage} */
export const node = {
  name: 'nodejs',
  version: '22.14.0-1tide1',
  section: 'javascript',
  about: 'Runs JavaScript outside of browsers',
  depends: 'libtide6 (>= 2.41), ca-beacons',
  licence: 'MIT',
  files: {
    '/usr/bin/node': { program: 1_240_000 },
    '/usr/bin/nodejs': { symlink: 'node' },
    '/usr/bin/npm': { symlink: '../share/npm/bin/npm-cli.js' },
    '/usr/share/npm/bin/npm-cli.js': {
      text: "#!/usr/bin/env node\nimport '../lib/cli.js';\n",
      mode: 0o755,
    },
    '/usr/share/npm/package.json': {
      text: '{ "name": "npm", "version": "10.9.2", "license": "Artistic-2.0" }\n',
    },
  },
};

/** @type {DebPackage} */
export const init = {
  name: 'tiller',
  version: '0.19.0-4',
  section: 'utils',
  about: 'The first process of a container: passes signals on and buries the dead',
  depends: 'libtide6 (>= 2.40)',
  licence: 'MIT',
  files: { '/usr/bin/tiller': { program: 28_000 } },
};

/** @type {DebPackage} */
export const certificates = {
  name: 'ca-beacons',
  version: '20260115',
  section: 'misc',
  about: 'Certificates that are trusted by default',
  licence: 'MPL-2.0',
  anyArchitecture: true,
  files: {
    '/etc/ca-certificates.conf': { text: 'harbourmaster/Lantern_Root_X1.crt\n' },
    '/usr/share/ca-certificates/harbourmaster/Lantern_Root_X1.crt': {
      text: 'This would be a certificate, if Lantern were not made up.\n',
    },
    '/etc/ssl/certs/Lantern_Root_X1.pem': {
      symlink: '/usr/share/ca-certificates/harbourmaster/Lantern_Root_X1.crt',
    },
  },
};

/** @type {DebPackage} */
export const ping = {
  name: 'sonar-ping',
  version: '3:20250605-1',
  section: 'net',
  about: 'Asks other machines whether they are there',
  depends: 'libtide6 (>= 2.40)',
  licence: 'BSD-3-Clause',
  files: {
    '/usr/bin/ping': {
      program: 90_000,
      attributes: new Map([['security.capability', CAP_NET_RAW]]),
    },
  },
};

/** @type {DebPackage} */
export const compiler = {
  name: 'shipwright-cc',
  version: '14.2.0-8',
  section: 'devel',
  about: 'Compiler of the C language\nNeeded to build, and by nobody afterwards.',
  depends: 'libtide6 (>= 2.41)',
  licence: 'GPL-3.0-or-later',
  files: {
    '/usr/bin/cc': { program: 860_000 },
    '/usr/bin/c99': { sameAs: '/usr/bin/cc' },
    '/usr/include/tide.h': { text: '#define TIDE_HIGH 1\n#define TIDE_LOW 0\n' },
  },
};
