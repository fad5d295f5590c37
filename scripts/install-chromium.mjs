/** Installs a Chromium for the tests where none was found, and says how. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { runCommand, runNode } from './run-command.mjs';

/** Gives the path of the installed Chromium, or undefined when every way failed. */
export async function installChromium() {
  if (isRootOnDebian()) {
    console.log('No Chromium found. Installing Debian’s: apt-get install chromium.');
    await aptInstall();
    const found = await findChromium();
    if (found !== undefined) return found;
  }
  console.log(
    'No Chromium of the system. Downloading Playwright’s own: playwright install chromium.',
  );
  await runNode('node_modules/playwright/cli.js', ['install', 'chromium']);
  return findChromium();
}

async function aptInstall() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-q'], { env });
  return runCommand('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], {
    env,
  });
}

function isRootOnDebian() {
  // Ubuntu has apt too, but its `chromium` package only points at a snap.
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get');
}

/** @param {string} name */
function onPath(name) {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((folder) => existsSync(join(folder, name)));
}
