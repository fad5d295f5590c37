/**
 * The whole check from a bare checkout: installs what is missing, finds or installs a Chromium, then runs every step in turn and stops
 * at the first that fails. The last line is `N passed, N failed`, counted over all tests. `npm test [-- step …]` runs only those.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium } from './find-chromium.mjs';
import { installChromium } from './install-chromium.mjs';
import { installPackages } from './install-packages.mjs';
import { runNode } from './run-command.mjs';
import { countTests } from './test-counts.mjs';

const BIN = {
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  eslint: 'node_modules/eslint/bin/eslint.js',
  playwright: 'node_modules/@playwright/test/cli.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  sizeLimit: 'node_modules/size-limit/bin.js',
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
};
const REPORTS = 'test-results';

/** @type {{ name: string, run: () => Promise<number>, report?: string }[]} */
const STEPS = [
  { name: 'format', run: () => runNode(BIN.prettier, ['--check', '.']) },
  { name: 'lint', run: () => runNode(BIN.eslint, ['.']) },
  { name: 'types', run: () => runNode('scripts/types.mjs', []) },
  {
    name: 'deps',
    run: () => runNode(BIN.depcruise, ['src', 'workers', 'scripts', 'relay', 'tests']),
  },
  { name: 'unit', run: () => vitest('unit', 'unit', 'dom'), report: `${REPORTS}/unit.json` },
  { name: 'browser', run: () => vitest('browser', 'browser'), report: `${REPORTS}/browser.json` },
  { name: 'build', run: () => runNode(BIN.vite, ['build']) },
  { name: 'size', run: () => runNode(BIN.sizeLimit, []) },
  { name: 'e2e', run: () => runNode(BIN.playwright, ['test']), report: `${REPORTS}/e2e.json` },
];

const totals = { passed: 0, failed: 0, skipped: 0 };
process.exitCode = await runAll(chosenSteps(process.argv.slice(2)));
if (totals.skipped > 0) console.log(`${totals.skipped} skipped`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);

/** @param {typeof STEPS} steps */
async function runAll(steps) {
  const prepared =
    (await step('packages', installPackages)) || (await step('chromium', provideChromium));
  if (prepared !== 0) return prepared;
  mkdirSync(REPORTS, { recursive: true });
  for (const { name, run, report } of steps) {
    if (report !== undefined) rmSync(report, { force: true });
    const code = await step(name, run);
    if (report !== undefined) addCounts(report, code);
    if (code !== 0) return code;
  }
  return 0;
}

/**
 * Runs one step, named and timed.
 * @param {string} name
 * @param {() => Promise<number>} run
 */
async function step(name, run) {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const code = await run().catch((/** @type {unknown} */ error) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    code === 0 ? `── ${name}: ok, ${seconds} s` : `── ${name}: FAILED with ${code}, ${seconds} s`,
  );
  return code;
}

/** Makes every later step use the same Chromium. */
async function provideChromium() {
  const path = (await findChromium()) ?? (await installChromium());
  if (path === undefined) {
    console.error(
      'No Chromium could be installed. Install one, or name one by ONIONSKIN_CHROMIUM.',
    );
    return 1;
  }
  console.log(path);
  process.env['ONIONSKIN_CHROMIUM'] = path;
  return 0;
}

/**
 * @param {string} report
 * @param {...string} projects
 */
function vitest(report, ...projects) {
  return runNode(BIN.vitest, [
    'run',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORTS}/${report}.json`,
  ]);
}

/**
 * @param {string} report
 * @param {number} exitCode
 */
function addCounts(report, exitCode) {
  const counts = countTests(readReport(report), exitCode);
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  totals.skipped += counts.skipped;
}

/**
 * @param {string} path
 * @returns {unknown} undefined where the run ended before it wrote one
 */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`No report of the run: ${String(error)}`);
    return undefined;
  }
}

/** @param {string[]} names */
function chosenSteps(names) {
  const unknown = names.find((name) => !STEPS.some((known) => known.name === name));
  if (unknown !== undefined) {
    throw new Error(
      `No step is named ${unknown}. Steps: ${STEPS.map(({ name }) => name).join(', ')}.`,
    );
  }
  return names.length === 0 ? STEPS : STEPS.filter(({ name }) => names.includes(name));
}
