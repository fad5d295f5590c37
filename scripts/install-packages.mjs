/** Brings node_modules in line with package-lock.json. Node built-ins only: it runs before anything is installed. */
import { staleReason } from './installed-packages.mjs';
import { runNpm } from './run-command.mjs';

/** Installs what is missing or stale under the current folder; gives the exit code of npm, 0 when there was nothing to do. */
export async function installPackages() {
  const node = process.versions.node.split('.').map(Number);
  if (!isNodeNewEnough(node)) {
    console.error(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`);
    return 1;
  }
  const reason = staleReason(process.cwd());
  if (reason === undefined) return 0;
  console.log(`Installing packages, because ${reason}.`);
  // --include=dev: NODE_ENV=production would leave the build tools out.
  return runNpm(['ci', '--include=dev', '--no-audit', '--no-fund']);
}

/** Vite's bound: 20.19, or 22.12 and newer. */
export function isNodeNewEnough(/** @type {number[]} */ [major = 0, minor = 0]) {
  if (major === 20) return minor >= 19;
  return major === 22 ? minor >= 12 : major > 22;
}
