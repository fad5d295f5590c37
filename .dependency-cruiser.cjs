/**
 * Who may import whom (docs/ARCHITECTURE.md, "Rooms"). An allow-list: an import that no line here allows is an error.
 * A room may always import itself and the files beside it.
 */
const PROBLEM = '^src/core/(image-|tree-)?problem\\.ts$';
const BYTES = '^src/core/bytes/';
const ARCHIVE = '^src/core/archive/';
const LAYER = '^src/core/layer/';
const IMAGE = '^src/core/image/';
const TREE = '^src/core/tree/';
const FINDINGS = '^src/core/findings/';
const REPORT = '^src/core/report/';
const CORE = '^src/core/';

const packages = (...names) => names.map((name) => `^node_modules/${name}/`);
const SVELTE = packages('svelte');

const allowed = [
  // core, from the bottom up: each room sees the ones above its line
  room(PROBLEM),
  room(BYTES, PROBLEM),
  room(ARCHIVE, BYTES, PROBLEM, ...packages('fflate')),
  // The tar grammar fills rows; the row's layout belongs to the layer index.
  room('^src/core/archive/tar/', '^src/core/layer/(row-batch|index-builder)\\.ts$'),
  room(LAYER, ARCHIVE, BYTES, PROBLEM, ...packages('fflate')),
  room(IMAGE, LAYER, ARCHIVE, BYTES, PROBLEM, ...packages('fflate')),
  room(TREE, IMAGE, LAYER, BYTES, PROBLEM),
  room(FINDINGS, TREE, IMAGE, LAYER, ARCHIVE, BYTES, PROBLEM, ...packages('fflate')),
  room(REPORT, FINDINGS, TREE, IMAGE, LAYER, BYTES, PROBLEM),

  // off the main thread
  room('^src/wasm/(?!build/)', CORE, ...packages('zstddec', 'xz-decompress', 'hash-wasm')),
  room('^workers/', CORE, '^src/wasm/(?!build/)', ...packages('comlink')),

  // the main thread
  room('^src/client/', '^workers/contract\\.ts$', CORE, ...packages('comlink')),
  room('^src/registry/', CORE),
  room('^src/storage/', CORE, ...packages('idb')),
  room('^src/text/', CORE),
  room('^src/state/', '^src/(client|registry|storage|text)/', CORE, ...SVELTE),
  room('^src/ui/', '^src/(state|text)/', CORE, ...SVELTE),
  room(
    '^src/(main\\.ts|image-page\\.ts|App\\.svelte)$',
    '^src/(client|registry|state|storage|text|ui)/',
    CORE,
    ...SVELTE,
  ),

  // Node
  room('^src/wasm/build/', ...packages('assemblyscript', 'vite')),
  room('^scripts/', ...packages('playwright')),
  room('^relay/'),
  { from: { path: '^(src/wasm/build|scripts|relay)/' }, to: { dependencyTypes: ['core'] } },

  // tests and settings of tools import what they need
  { from: { path: '^(tests/|[^/]+\\.config\\.[jt]s$)' }, to: {} },
];

/** @param {string} from @param {string[]} to */
function room(from, ...to) {
  return { from: { path: from }, to: { path: [from, ...to] } };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that import each other cannot be read, tested or moved one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-missing-files',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  allowed,
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/wasm/[^/]+/assembly/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'node', 'default', 'types'],
      extensions: ['.ts', '.svelte', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
};
