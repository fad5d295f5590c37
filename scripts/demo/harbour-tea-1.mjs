/** harbour-tea:1.0, with everything in it that one learns to avoid. */
import { buildImage, buildKitStep } from './build-image.mjs';
import { Blobs } from './blobs.mjs';
import {
  basePackages,
  certificates,
  compiler,
  init,
  node,
  ping,
} from './content/base-packages.mjs';
import { addShopAccount, layBaseSystem } from './content/base-system.mjs';
import { installNodeModules, pruneNodeModules } from './content/node-modules.mjs';
import { leaveAptCache, leaveNpmCache } from './content/package-cache.mjs';
import { installPackage, removePackage } from './content/packages.mjs';
import { program } from './content/program.mjs';
import { buildShop, copyEverything, copyManifests, SHOP } from './content/shop.mjs';

/**
 * @typedef {import('./file-tree.mjs').FileTree} FileTree
 * @typedef {import('./build-image.mjs').Recipe} Recipe
 */

const ARCHITECTURE = 'amd64';
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const debs = [certificates, node, init, ping, compiler];
const SYNC = '/usr/local/bin/stock-sync';

const config = {
  User: 'shop',
  ExposedPorts: { '8080/tcp': {} },
  Env: [PATH, 'NODE_ENV=production', 'PAYMENTS_TOKEN=EXAMPLE-not-a-real-token'],
  Entrypoint: ['/usr/local/bin/entrypoint.sh'],
  Cmd: ['node', 'src/server.js'],
  Healthcheck: { Test: ['CMD-SHELL', 'ping -c 1 localhost'], Interval: 30_000_000_000 },
  Volumes: { '/srv/shop/uploads': {} },
  WorkingDir: SHOP,
  Labels: {
    'org.opencontainers.image.title': 'harbour-tea',
    'org.opencontainers.image.version': '1.0',
  },
  StopSignal: 'SIGTERM',
};

function installDebs(/** @type {FileTree} */ tree) {
  for (const deb of debs) installPackage(tree, deb, ARCHITECTURE);
  tree.file('/etc/ssl/certs/ca-certificates.crt', 'The Lantern root would be here.\n');
  tree.file('/var/log/dpkg.log', debs.map(({ name }) => `install ${name}\n`).join(''));
  leaveAptCache(tree, debs, ARCHITECTURE);
}

function cleanUp(/** @type {FileTree} */ tree) {
  removePackage(tree, compiler);
  for (const path of ['/var/lib/apt/lists', '/var/cache/apt/archives', '/var/cache/npm']) {
    tree.remove(path);
  }
  for (const name of ['.env', '.git', 'deploy/id_rsa']) tree.remove(`${SHOP}/${name}`);
}

function addUser(/** @type {FileTree} */ tree) {
  addShopAccount(tree);
  tree.dir(`${SHOP}/uploads`);
  tree.changeAll(SHOP, { uid: 1001, gid: 1001 });
  tree.change(SYNC, { mode: 0o4755 });
}

function copyTools(/** @type {FileTree} */ tree) {
  const time = Date.UTC(2026, 3, 2, 9, 30) / 1000;
  tree.file(SYNC, program(ARCHITECTURE, SYNC, 380_000), { mode: 0o755, time });
  const script = '#!/bin/sh\nexec tiller -- "$@"\n';
  tree.file('/usr/local/bin/entrypoint.sh', script, { mode: 0o755, time });
}

const at = (/** @type {string} */ time) => `2026-04-14T09:${time}Z`;
const run = (/** @type {string} */ command) => `RUN |1 STAGE=release /bin/sh -c ${command}`;

/** @type {Recipe} */
const recipe = {
  architecture: ARCHITECTURE,
  config,
  steps: [
    {
      at: '2026-03-02T00:00:00Z',
      createdBy:
        '/bin/sh -c #(nop) ADD file:5f1d9a03e7c4b86a2d0f9be1744c35d8a6f20b9ce81d7345f0a96b2c8de4173f in / ',
      change: (tree) => {
        layBaseSystem(tree, basePackages, ARCHITECTURE);
      },
    },
    { at: '2026-03-02T00:00:01Z', createdBy: '/bin/sh -c #(nop)  CMD ["sh"]' },
    buildKitStep(
      at('12:04.118202914'),
      'LABEL org.opencontainers.image.title=harbour-tea org.opencontainers.image.version=1.0',
    ),
    buildKitStep(at('12:04.118202914'), 'ARG STAGE=release'),
    buildKitStep(
      at('12:04.118202914'),
      'ENV NODE_ENV=production PAYMENTS_TOKEN=EXAMPLE-not-a-real-token',
    ),
    buildKitStep(
      at('12:51.640337128'),
      run(
        'apt-get update && apt-get install -y --no-install-recommends ca-beacons nodejs tiller sonar-ping shipwright-cc',
      ),
      installDebs,
    ),
    buildKitStep(at('12:52.007119554'), `WORKDIR ${SHOP}`, (tree) => {
      tree.dir(SHOP);
    }),
    buildKitStep(at('12:52.298440731'), 'COPY package.json package-lock.json ./', (tree) => {
      copyManifests(tree, '1.0');
    }),
    buildKitStep(
      at('13:41.902256043'),
      run('npm ci --include=dev --cache /var/cache/npm'),
      (tree) => {
        installNodeModules(tree, SHOP, '1.0', 'all');
        leaveNpmCache(tree, '/var/cache/npm');
      },
    ),
    buildKitStep(at('13:43.553871206'), 'COPY . .', copyEverything),
    buildKitStep(at('13:58.027466390'), run('npm run build && npm prune --omit=dev'), (tree) => {
      buildShop(tree);
      pruneNodeModules(tree, SHOP);
    }),
    buildKitStep(at('13:58.771204815'), 'COPY tools/ /usr/local/bin/', copyTools),
    buildKitStep(
      at('13:59.480911273'),
      run(
        'apt-get purge -y shipwright-cc && rm -rf /var/lib/apt/lists /var/cache/apt/archives /var/cache/npm .env .git deploy/id_rsa',
      ),
      cleanUp,
    ),
    buildKitStep(
      at('14:02.316608447'),
      run(
        `useradd -d ${SHOP} shop && mkdir uploads && chown -R shop:shop ${SHOP} && chmod u+s ${SYNC}`,
      ),
      addUser,
    ),
    ...[
      'VOLUME [/srv/shop/uploads]',
      'EXPOSE [8080/tcp]',
      'USER shop',
      'HEALTHCHECK &{["CMD-SHELL" "ping -c 1 localhost"] "30s" "0s" "0s" "0s" \'\\x00\'}',
      'ENTRYPOINT ["/usr/local/bin/entrypoint.sh"]',
      'CMD ["node" "src/server.js"]',
    ].map((line) => buildKitStep(at('14:02.316608447'), line)),
  ],
};

/** As `docker save` of Docker 25 and later writes it, from the store of containerd. */
export function makeDockerArchive() {
  const blobs = new Blobs();
  const { config: configOf, layers, manifest } = blobs.addImage(buildImage(recipe));
  const pathOf = (/** @type {{ digest: string }} */ { digest }) =>
    `blobs/${digest.replace(':', '/')}`;
  const annotations = {
    'io.containerd.image.name': 'docker.io/library/harbour-tea:1.0',
    'org.opencontainers.image.ref.name': '1.0',
  };
  return blobs.archive({
    'index.json': {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        { ...manifest, annotations, platform: { architecture: ARCHITECTURE, os: 'linux' } },
      ],
    },
    'manifest.json': [
      {
        Config: pathOf(configOf),
        RepoTags: ['harbour-tea:1.0'],
        Layers: layers.map(pathOf),
      },
    ],
    'oci-layout': { imageLayoutVersion: '1.0.0' },
  });
}
