/** harbour-tea:2.0, for two processors: built in stages, so that only what is needed is in it. */
import { addAttestations } from './attestations.mjs';
import { buildImage, buildKitStep } from './build-image.mjs';
import { Blobs } from './blobs.mjs';
import { newerBasePackages, certificates, init, node } from './content/base-packages.mjs';
import { addShopAccount, layBaseSystem } from './content/base-system.mjs';
import { installNodeModules } from './content/node-modules.mjs';
import { packagesOf } from './content/npm-packages.mjs';
import { installPackage } from './content/packages.mjs';
import { program } from './content/program.mjs';
import { buildAssets, copyManifests, copySources, SHOP } from './content/shop.mjs';

/**
 * @typedef {import('./file-tree.mjs').FileTree} FileTree
 * @typedef {import('./content/program.mjs').Architecture} Architecture
 * @typedef {import('./build-image.mjs').Recipe} Recipe
 */

const CREATED = '2026-06-23T15:20:41.775130662Z';
const SAVED = Date.UTC(2026, 5, 23, 14, 58, 3) / 1000;
const shop = { uid: 1001, gid: 1001, time: SAVED };
const debs = [certificates, { ...node, version: '22.17.1-1tide1' }, init];

const LABEL =
  'LABEL org.opencontainers.image.title=harbour-tea org.opencontainers.image.version=2.0';

/** @param {Architecture} architecture */
const configOf = (architecture) => ({
  User: 'shop',
  ExposedPorts: { '8080/tcp': {} },
  Env: [
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'NODE_ENV=production',
    `TARGET=linux/${architecture}`,
  ],
  Entrypoint: ['tiller', '--'],
  Cmd: ['node', 'src/server.js'],
  Volumes: { '/srv/shop/uploads': {} },
  WorkingDir: SHOP,
  Labels: {
    'org.opencontainers.image.licenses': 'MIT',
    'org.opencontainers.image.title': 'harbour-tea',
    'org.opencontainers.image.version': '2.0',
  },
  StopSignal: 'SIGTERM',
});

function copyShop(/** @type {FileTree} */ tree) {
  tree.dir(`${SHOP}/uploads`, shop);
  copyManifests(tree, '2.0', shop);
  copySources(tree, '2.0', shop);
  buildAssets(tree, '2.0', shop);
  tree.file(`${SHOP}/config/theme.json`, '{ "theme": "seaweed" }\n', shop);
  tree.file(`${SHOP}/config/prices.json`, '{ "currency": "GBP" }\n', shop);
  tree.file(`${SHOP}/labels/煎茶.txt`, '煎茶, first flush\n', shop);
}

/**
 * @param {FileTree} tree
 * @param {Architecture} architecture
 */
function copyStockSync(tree, architecture) {
  const path = '/usr/local/bin/stock-sync';
  tree.file(path, program(architecture, path, 352_000), { mode: 0o755, time: SAVED });
}

const at = (/** @type {string} */ time) => `2026-06-23T15:20:${time}Z`;

/**
 * @param {Architecture} architecture
 * @param {string} [variant]
 * @returns {Recipe}
 */
function recipeFor(architecture, variant) {
  return {
    architecture,
    ...(variant !== undefined && { variant }),
    config: configOf(architecture),
    steps: [
      {
        at: '2026-06-01T00:00:00Z',
        createdBy: `# tidewater.sh --arch '${architecture}' out/ 'lantern' '@1780272000'`,
        comment: 'tidewater 4.3',
        change: (tree) => {
          layBaseSystem(tree, newerBasePackages, architecture);
        },
      },
      buildKitStep(at('03.400512877'), LABEL),
      buildKitStep(at('03.400512877'), `ENV NODE_ENV=production TARGET=linux/${architecture}`),
      buildKitStep(
        at('21.093384150'),
        'RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends ca-beacons nodejs tiller && rm -rf /var/lib/apt/lists/* /var/cache/apt && useradd shop',
        (tree) => {
          for (const deb of debs) installPackage(tree, deb, architecture);
          addShopAccount(tree);
        },
      ),
      buildKitStep(at('21.502877416'), `WORKDIR ${SHOP}`, (tree) => {
        tree.dir(SHOP);
      }),
      buildKitStep(
        at('33.818440290'),
        'COPY --chown=shop:shop --from=build /src/node_modules ./node_modules',
        (tree) => {
          installNodeModules(tree, SHOP, '2.0', 'production', shop);
        },
      ),
      buildKitStep(at('40.164903381'), 'COPY --chown=shop:shop --from=build /out/ ./', copyShop),
      buildKitStep(
        at('41.775130662'),
        'COPY --chmod=755 --from=build /src/stock-sync /usr/local/bin/',
        (tree) => {
          copyStockSync(tree, architecture);
        },
      ),
      ...[
        'VOLUME [/srv/shop/uploads]',
        'EXPOSE [8080/tcp]',
        'USER shop',
        'ENTRYPOINT ["tiller" "--"]',
        'CMD ["node" "src/server.js"]',
      ].map((line) => buildKitStep(CREATED, line)),
    ],
  };
}

/** An OCI layout with an index of both platforms and the attestations that BuildKit adds to each. */
export function makeOciArchive() {
  const blobs = new Blobs();
  const platforms = /** @type {const} */ ([
    { architecture: 'amd64', os: 'linux' },
    { architecture: 'arm64', os: 'linux', variant: 'v8' },
  ]);
  const images = platforms.map((platform) => {
    const variant = 'variant' in platform ? platform.variant : undefined;
    const image = buildImage(recipeFor(platform.architecture, variant));
    return { ...blobs.addImage(image).manifest, platform };
  });
  const contents = {
    debs: [...newerBasePackages, ...debs],
    npm: packagesOf('2.0', 'production'),
    finishedOn: CREATED,
  };
  const attestations = images.map((image) => addAttestations(blobs, image, contents));
  const index = blobs.addIndex([...images, ...attestations]);
  const annotations = {
    'org.opencontainers.image.created': CREATED,
    'org.opencontainers.image.ref.name': 'harbour-tea:2.0',
  };
  return blobs.archive({
    'index.json': {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [{ ...index, annotations }],
    },
    'oci-layout': { imageLayoutVersion: '1.0.0' },
  });
}
