/** Compresses a file as image builders do, with the native tools that are measured. */
import { spawn } from 'node:child_process';

const COMMANDS = {
  gzip: 'gzip -6 -cn < "$1" > "$2"',
  'gzip-fast': 'gzip -1 -cn < "$1" > "$2"',
  zstd: 'zstd -3 -cq < "$1" > "$2"',
  // A zstd layer made of a gzip layer, for layers that are only there as gzip.
  'gzip-to-zstd': 'gzip -dc < "$1" | zstd -3 -cq > "$2"',
  gunzip: 'gzip -dc < "$1" > "$2"',
};

/**
 * @param {keyof typeof COMMANDS} how
 * @param {string} from
 * @param {string} to
 * @returns {Promise<void>}
 */
export function compress(how, from, to) {
  return new Promise((resolve, reject) => {
    const command = COMMANDS[how];
    const shell = spawn('sh', ['-c', command, 'sh', from, to], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    shell.once('error', reject);
    shell.once('exit', (status) => {
      if (status === 0) resolve();
      else reject(new Error(`\`${command}\` on ${from} ended with ${status ?? 'a signal'}`));
    });
  });
}
