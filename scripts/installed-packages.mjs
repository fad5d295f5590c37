/** Whether node_modules holds what package-lock.json says, so that `npm ci` runs only when it has to. Node built-ins only. */
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/** Why the packages under `root` must be installed (again), or undefined when all is there. */
export function staleReason(/** @type {string} */ root) {
  const installed = readLock(`${root}/node_modules/.package-lock.json`);
  if (installed === undefined) return 'nothing is installed yet';
  const wanted = readLock(`${root}/package-lock.json`);
  if (wanted === undefined) throw new Error('package-lock.json is missing or damaged.');
  return difference(wanted, installed);
}

/**
 * The first thing in which what is installed differs from what is wanted.
 * @param {Lock} wanted
 * @param {Lock} installed
 */
export function difference(wanted, installed) {
  for (const [path, want] of Object.entries(wanted.packages)) {
    if (path === '') continue;
    const got = installed.packages[path];
    // Optional packages are for one platform each: those of others are never installed.
    if (got === undefined && want.optional === true) continue;
    if (got === undefined) return `${path} is missing`;
    if (got.version !== want.version || got.integrity !== want.integrity) {
      return `${path} is ${got.version ?? 'of no version'}, not ${want.version ?? 'of no version'}`;
    }
  }
  const extra = Object.keys(installed.packages).find((path) => !(path in wanted.packages));
  return extra === undefined ? undefined : `${extra} is no longer wanted`;
}

/** @returns {Lock | undefined} */
function readLock(/** @type {string} */ path) {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    /** @type {unknown} */
    const lock = JSON.parse(text);
    return isLock(lock) ? lock : undefined;
  } catch (error) {
    // A file cut short by an interrupted installation counts as none.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Lock}
 */
function isLock(value) {
  if (typeof value !== 'object' || value === null || !('packages' in value)) return false;
  return typeof value.packages === 'object' && value.packages !== null;
}
