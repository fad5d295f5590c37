import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a command with this terminal as its own and gives its exit code (128 + n when signal n ended it).
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}

/**
 * Runs a script of an installed package under this very Node.
 * @param {string} script
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runNode(script, args, env = process.env) {
  return runCommand(process.execPath, [script, ...args], { env });
}

/**
 * Runs npm: the one that started us, else the one on the PATH (a .cmd file on Windows, which needs a shell).
 * @param {string[]} args
 */
export function runNpm(args) {
  const npm = process.env['npm_execpath'];
  if (npm !== undefined && /npm-cli\.c?js$/.test(npm)) return runNode(npm, args);
  return runCommand('npm', args, { shell: process.platform === 'win32' });
}
