import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, findChromium } from './scripts/find-chromium.mjs';
import { assemblyScript } from './src/wasm/build/assembly-script-plugin.ts';

// What only loads when asked for goes into a `lazy` folder: the size limits count the rest.
const output = (folder: string) => ({
  entryFileNames: `${folder}/[name]-[hash].js`,
  chunkFileNames: ({ isDynamicEntry }: { isDynamicEntry: boolean }) =>
    isDynamicEntry ? `${folder}/lazy/[name]-[hash].js` : `${folder}/[name]-[hash].js`,
  assetFileNames: `${folder}/[name]-[hash][extname]`,
});

// The development server writes styles into the page; the built page has none but its own files.
const inlineStylesInDevelopment: Plugin = {
  name: 'onionskin:inline-styles-in-development',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
};

const chromium = async () => {
  const executablePath = process.env['VITEST'] === undefined ? undefined : await findChromium();
  return { args: chromiumArguments(), ...(executablePath !== undefined && { executablePath }) };
};

const tests = (...rooms: string[]) => rooms.map((room) => `tests/${room}/**/*.test.ts`);

export default defineConfig(async () => ({
  // Works from any path of any static host.
  base: './',
  plugins: [assemblyScript(), svelte(), inlineStylesInDevelopment],
  worker: {
    format: 'es' as const,
    plugins: () => [assemblyScript()],
    rolldownOptions: { output: output('assets/worker') },
  },
  build: {
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: { output: output('assets') },
  },
  test: {
    maxWorkers: '100%',
    // Ends what hangs. Far above what anything takes, so that no slow machine fails.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true as const,
        test: {
          name: 'unit',
          // Machines are shared: a limit against hangs, not a measurement.
          testTimeout: 60_000,
          environment: 'node',
          // Everything that no other project takes, so that no test is left out by its folder's name.
          include: tests('**'),
          exclude: [...tests('state'), ...tests('browser', 'ui'), 'tests/e2e/**'],
        },
      },
      {
        extends: true as const,
        // Without the browser's Svelte, $effect silently never runs (tests/state/effects-run.test.ts).
        resolve: { conditions: ['browser', 'module', 'development'] },
        test: { name: 'dom', environment: 'happy-dom', include: tests('state') },
      },
      {
        extends: true as const,
        test: {
          name: 'browser',
          include: tests('browser', 'ui'),
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: await chromium() }),
            instances: [{ browser: 'chromium' as const }],
          },
        },
      },
    ],
  },
}));
