/** Type-checks every part of the house against the platform it runs on: components with svelte-check, all else with tsc. */
import { spawnSync } from 'node:child_process';

// Two packages claim `node_modules/.bin/tsc`, so it is called by its path.
const TSC = 'node_modules/@typescript/native/bin/tsc';
const PROJECTS = [
  'tsconfig.json',
  'src/core/tsconfig.json',
  'src/wasm/tsconfig.json',
  'workers/tsconfig.json',
  'src/wasm/build/tsconfig.json',
  'scripts/tsconfig.json',
  'tsconfig.node.json',
  'tests/tsconfig.json',
];

const checks = [
  ['node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings'],
  ...PROJECTS.map((project) => [TSC, '--noEmit', '-p', project]),
];
let failed = false;
for (const command of checks) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${command.slice(1).join(' ')}`);
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
