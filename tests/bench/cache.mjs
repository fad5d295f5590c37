/** Made data and the built page are kept below the system's temporary folder, because making it takes longer than measuring. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Raise it when the made data changes. */
const VERSION = 2;
const FOLDER = join(tmpdir(), `onionskin-bench-${VERSION}`);
const UNFINISHED = '.part';

/** Makes the folder, and removes what an interrupted run left half made. */
export function openCache() {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) if (name.endsWith(UNFINISHED)) rmSync(join(FOLDER, name));
}

/** @param {string} name */
export function cachePath(name) {
  return join(FOLDER, name);
}

/**
 * The path of a made file; `make` writes it where it is not there yet.
 * @param {string} name
 * @param {(path: string) => void | Promise<void>} make
 */
export async function cached(name, make) {
  const path = cachePath(name);
  if (existsSync(path)) return path;
  console.log(`making ${path} …`);
  const unfinished = path + UNFINISHED;
  await make(unfinished);
  renameSync(unfinished, path);
  return path;
}

export function removeCache() {
  rmSync(FOLDER, { recursive: true, force: true });
}
