/** Builds the page under test as the app is built: same plugins, same target. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { assemblyScript } from '../../src/wasm/build/assembly-script-plugin.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('page/'),
  base: './',
  logLevel: 'warn',
  plugins: [assemblyScript()],
  worker: { format: 'es', plugins: () => [assemblyScript()] },
  build: { target: 'es2022', emptyOutDir: true },
});
