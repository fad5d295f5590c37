/**
 * Finds a Chromium for the tests: the one named by ONIONSKIN_CHROMIUM, then the system's, then Playwright's own.
 * Uses Node built-ins only until the last of these, because the first two must work before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const OUTSIDE_PATH = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The path of a Chromium that starts, or undefined.
 * @param {Record<string, string | undefined>} [env]
 * @param {(path: string) => boolean} [starts]
 * @returns {Promise<string | undefined>}
 */
export async function findChromium(env = process.env, starts = startsAsChromium) {
  const named = env['ONIONSKIN_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (starts(named)) return named;
    throw new Error(`ONIONSKIN_CHROMIUM is ${named}, which does not start as a Chromium.`);
  }
  return systemCandidates(env).find(starts) ?? (await playwrightsOwn(starts));
}

/** Chromium refuses its sandbox as root, and a container's small /dev/shm crashes it. */
export function chromiumArguments() {
  const root = process.getuid?.() === 0;
  return ['--disable-dev-shm-usage', ...(root ? ['--no-sandbox'] : [])];
}

/**
 * Where the system may have a Chromium, best first.
 * @param {Record<string, string | undefined>} env
 */
export function systemCandidates(env) {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...OUTSIDE_PATH];
}

/**
 * Asks for the version, because Ubuntu's `chromium-browser` may be a script that only says what to install.
 * @param {string} path
 */
function startsAsChromium(path) {
  if (!existsSync(path)) return false;
  // Chrome for Windows opens a window instead of telling its version.
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && /chrom/i.test(stdout);
}

/** @param {(path: string) => boolean} starts */
async function playwrightsOwn(starts) {
  try {
    const { chromium } = await import('playwright');
    const path = chromium.executablePath();
    return starts(path) ? path : undefined;
  } catch (error) {
    // Not installed yet: then there is none of its own either.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return undefined;
    throw error;
  }
}
