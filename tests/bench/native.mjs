/** The native tools we are measured against, each run timed from spawn to exit. */
import { spawn, spawnSync } from 'node:child_process';

/**
 * Shell pipelines over a file `$1`. The first of each kind is the one a target names; the rest are for orientation.
 * @type {Record<'gzip' | 'zstd', { name: string, needs: string, command: string }[]>}
 */
const PIPELINES = {
  gzip: [
    { name: 'gzip → tar -tv', needs: 'gzip', command: 'gzip -dc < "$1" | tar -tvf - > /dev/null' },
    { name: 'pigz → tar -tv', needs: 'pigz', command: 'pigz -dc < "$1" | tar -tvf - > /dev/null' },
    {
      name: 'libdeflate-gzip → tar -tv',
      needs: 'libdeflate-gzip',
      command: 'libdeflate-gzip -dc < "$1" | tar -tvf - > /dev/null',
    },
    {
      name: 'igzip → tar -tv',
      needs: 'igzip',
      command: 'igzip -dc < "$1" | tar -tvf - > /dev/null',
    },
    { name: 'igzip alone', needs: 'igzip', command: 'igzip -dc < "$1" > /dev/null' },
  ],
  zstd: [
    { name: 'zstd → tar -tv', needs: 'zstd', command: 'zstd -dcq < "$1" | tar -tvf - > /dev/null' },
    { name: 'zstd alone', needs: 'zstd', command: 'zstd -dcq < "$1" > /dev/null' },
  ],
};

/**
 * The pipelines of a kind whose tools are installed.
 * @param {'gzip' | 'zstd'} kind
 */
export function pipelines(kind) {
  return hasTool('tar') ? PIPELINES[kind].filter(({ needs }) => hasTool(needs)) : [];
}

/** @param {string} name */
export function hasTool(name) {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name]).status === 0;
}

/**
 * Milliseconds a shell pipeline takes over its files, from spawn to exit.
 * @param {string} command
 * @param {readonly string[]} files
 * @returns {Promise<number>}
 */
export function timePipeline(command, ...files) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const shell = spawn('sh', ['-c', command, 'sh', ...files], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    shell.once('error', reject);
    shell.once('exit', (status) => {
      if (status === 0) resolve(performance.now() - start);
      else
        reject(
          new Error(`\`${command}\` on ${files.join(' ')} ended with ${status ?? 'a signal'}`),
        );
    });
  });
}

/**
 * Entries of a compressed tar as native tools count them.
 * @param {'gzip' | 'zstd'} kind
 * @param {string} file
 */
export function countEntries(kind, file) {
  // A name with a newline is one line: GNU tar escapes it, and so does bsdtar.
  const command = `${kind} -dcq < "$1" | tar -tf - | wc -l`;
  const { status, stdout } = spawnSync('sh', ['-c', command, 'sh', file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`\`${command}\` on ${file} ended with ${status ?? 'a signal'}`);
  return Number(stdout);
}
