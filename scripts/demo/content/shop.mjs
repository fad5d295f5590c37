/** The shop itself: its sources, what is built of them, and what should never have been copied into an image. */
import { catalogue } from './catalogue.mjs';
import { packagesOf } from './npm-packages.mjs';
import { rootLockOf } from './node-modules.mjs';

/**
 * @typedef {import('../file-tree.mjs').FileTree} FileTree
 * @typedef {import('../file-tree.mjs').Metadata} Metadata
 * @typedef {import('./npm-packages.mjs').Release} Release
 */

export const SHOP = '/srv/shop';
/** When the sources were last saved. */
const SAVED = Date.UTC(2026, 3, 13, 16, 42, 11) / 1000;
const saved = { time: SAVED };

/**
 * @param {FileTree} tree
 * @param {Release} release
 * @param {Metadata} [owner]
 */
export function copyManifests(tree, release, owner = {}) {
  const versions = (/** @type {boolean} */ dev) =>
    Object.fromEntries(
      packagesOf(release, 'all')
        .filter((each) => (each.dev === true) === dev)
        .map(({ name, version }) => [name, `^${version}`]),
    );
  const manifest = {
    name: 'harbour-tea',
    version: `${release}.0`,
    private: true,
    license: 'MIT',
    type: 'module',
    scripts: { build: 'bundle src/shop.js', start: 'node src/server.js', test: 'try' },
    dependencies: { '@harbour/icons': '^12.4.0', ...versions(false) },
    devDependencies: versions(true),
  };
  const metadata = { ...owner, time: SAVED };
  tree.file(`${SHOP}/package.json`, `${JSON.stringify(manifest, undefined, 2)}\n`, metadata);
  tree.file(`${SHOP}/package-lock.json`, rootLockOf(release), metadata);
}

/** `COPY . .` without a .dockerignore. */
export function copyEverything(/** @type {FileTree} */ tree) {
  copySources(tree, '1.0', saved);
  tree.file(`${SHOP}/Dockerfile`, '# see the history of the image\n', saved);
  tree.file(`${SHOP}/.git/HEAD`, 'ref: refs/heads/main\n', saved);
  tree.file(`${SHOP}/.git/config`, '[core]\n\tbare = false\n', saved);
  tree.file(`${SHOP}/config`, 'theme=teal\n', saved);
  tree.file(`${SHOP}/src/shop.js`, "document.title = 'Harbour Tea';\n", saved);
  tree.file(`${SHOP}/src/server.test.js`, "import 'node:test';\n", saved);
  for (const number of [1, 2, 3, 4, 5, 6]) {
    const pixels = `<rect width="${number}00" height="400" fill="teal"/>\n`.repeat(200);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg">\n${pixels}</svg>\n`;
    tree.file(`${SHOP}/public/img/photo-${number}.svg`, svg, saved);
  }
  tree.symlink(`${SHOP}/public/latest.css`, '../dist/assets/shop.css', saved);
  tree.symlink(`${SHOP}/docs/next`, 'previous', saved);
  tree.symlink(`${SHOP}/docs/previous`, 'next', saved);
  copySecrets(tree);
  copyLabels(tree);
}

/**
 * @param {FileTree} tree
 * @param {Release} release
 * @param {Metadata} metadata
 */
export function copySources(tree, release, metadata) {
  const server = `import { createServer } from 'node:http';
import { route } from '@harbour/router';

// Release ${release}
createServer(route).listen(Number(process.env.PORT ?? 8080));
`;
  tree.file(`${SHOP}/src/server.js`, server, metadata);
  tree.file(`${SHOP}/src/basket.js`, 'export const basket = new Map();\n', metadata);
  const teas = catalogue(release, release === '1.0' ? 1150 : 1180);
  tree.file(`${SHOP}/data/catalogue.json`, teas, metadata);
  tree.file(
    `${SHOP}/data/shipping.csv`,
    'zone,pence\nharbour,0\nisland,350\nmainland,495\n',
    metadata,
  );
  tree.file(`${SHOP}/README.md`, '# Harbour Tea\n\nA shop that does not exist.\n', metadata);
}

/** None of them opens anything. */
function copySecrets(/** @type {FileTree} */ tree) {
  const env = `# EXAMPLE values: this shop does not exist
PAYMENTS_TOKEN=EXAMPLE-not-a-real-token
DATABASE_URL=postgres://shop:EXAMPLE-password@db.harbour-tea.example/shop
`;
  tree.file(`${SHOP}/.env`, env, { ...saved, mode: 0o600 });
  const rule = '-----';
  const key = `${rule}BEGIN OPENSSH PRIVATE KEY${rule}
${'EXAMPLEnotARealKeyEXAMPLEnotARealKey\n'.repeat(6)}${rule}END OPENSSH PRIVATE KEY${rule}
`;
  tree.file(`${SHOP}/deploy/id_rsa`, key, { ...saved, mode: 0o600 });
  tree.file(`${SHOP}/deploy/id_rsa.pub`, 'ssh-rsa EXAMPLE deploy@harbour-tea.example\n', saved);
}

/** Labels to print, under names that not every tool can show. */
function copyLabels(/** @type {FileTree} */ tree) {
  const names = [
    '煎茶.txt',
    '玄米茶.txt',
    '🍵 of the day.txt',
    'rosehip & <b>hibiscus<b>.txt',
    'two\nlines.txt',
    'back\\slash.txt',
    // A right-to-left override: shown as it is, this one looks like a picture.
    'invoice-\u202Egpj.txt',
    `a ${'very '.repeat(18)}long name.txt`,
  ];
  for (const name of names) tree.file(`${SHOP}/labels/${name}`, `${name}\n`, saved);
  // Latin-1, from an old computer.
  tree.file(Buffer.from(`${SHOP}/labels/caf\u00E9.txt`, 'latin1'), 'blend for caf\u00E9s\n', saved);
}

/** `npm run build`: a bundle, smaller photos in a directory made anew, and a directory where a file was. */
export function buildShop(/** @type {FileTree} */ tree) {
  buildAssets(tree, '1.0');
  tree.remove(`${SHOP}/public/img`);
  for (const number of [1, 2, 3]) {
    tree.file(
      `${SHOP}/public/img/photo-${number}.min.svg`,
      '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    );
  }
  tree.remove(`${SHOP}/config`);
  tree.file(`${SHOP}/config/theme.json`, '{ "theme": "teal" }\n');
  tree.file(`${SHOP}/config/prices.json`, '{ "currency": "GBP" }\n');
}

/**
 * @param {FileTree} tree
 * @param {Release} release
 * @param {Metadata} [metadata]
 */
export function buildAssets(tree, release, metadata = {}) {
  const dist = `${SHOP}/dist/assets`;
  const hash = release === '1.0' ? 'b41c9f' : 'e07d22';
  const code = `const release='${release}';document.title='Harbour Tea '+release;`;
  tree.file(`${dist}/shop-${hash}.js`, `${code.repeat(400)}\n`, metadata);
  tree.file(
    `${dist}/shop-${hash}.css`,
    `${'.tin{color:teal}.cup{color:snow}'.repeat(120)}\n`,
    metadata,
  );
  const page = `<!doctype html><title>Harbour Tea</title><script src="assets/shop-${hash}.js"></script>\n`;
  tree.file(`${SHOP}/dist/index.html`, page, metadata);
}
