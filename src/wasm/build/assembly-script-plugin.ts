/**
 * Vite plugin: `import wasm from './assembly/index.ts?asc'` gives the compiled module as base64 text. Inlined, because one small module
 * then loads alike in a page, a worker and Node, with no second request. Compiled once per state of the sources.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const QUERY = '?asc';
const FLAGS = [
  '--runtime=stub',
  '--optimizeLevel=3',
  '--shrinkLevel=0',
  '--converge',
  '--noAssert',
  '--enable=simd',
  '--enable=bulk-memory',
];

export function assemblyScript(): Plugin {
  return {
    name: 'onionskin:assemblyscript',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(QUERY)) return undefined;
      const entry = id.slice(0, -QUERY.length);
      for (const file of sourcesBeside(entry)) this.addWatchFile(file);
      return `export default ${JSON.stringify((await compile(entry)).toString('base64'))};`;
    },
  };
}

/** Compiles an AssemblyScript entry with its whole folder as sources, or takes the result of an earlier compilation. */
export async function compile(entry: string): Promise<Buffer> {
  const key = createHash('sha256').update(FLAGS.join(' '));
  for (const file of sourcesBeside(entry)) key.update(file).update(readFileSync(file));
  const cache = join(process.cwd(), 'node_modules', '.cache', 'assemblyscript');
  const cached = join(cache, `${key.digest('hex')}.wasm`);
  if (existsSync(cached)) return readFileSync(cached);
  const binary = await runCompiler(entry);
  mkdirSync(cache, { recursive: true });
  writeFileSync(cached, binary);
  return binary;
}

async function runCompiler(entry: string): Promise<Buffer> {
  const asc = await import('assemblyscript/asc');
  const said: string[] = [];
  let binary: Uint8Array | undefined;
  const { error } = await asc.main([entry, '--outFile', 'out.wasm', ...FLAGS], {
    stderr: { write: (text: string) => void said.push(text) },
    readFile: (name, base) => {
      const path = name.startsWith('/') ? name : join(base, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : null;
    },
    writeFile: (name, contents) => {
      if (name.endsWith('.wasm')) binary = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) {
    throw new Error(`AssemblyScript: ${error?.message ?? 'no output'}\n${said.join('')}`);
  }
  return Buffer.from(binary);
}

function sourcesBeside(entry: string): string[] {
  const folder = dirname(entry);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}
