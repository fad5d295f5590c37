import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './scripts/find-chromium.mjs';

const executablePath = await findChromium();

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  // End what hangs. Far above what anything takes, so that no slow machine fails.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    // Told by the server below, which takes any free port.
    baseURL: `http://127.0.0.1:${process.env['ONIONSKIN_PORT'] ?? ''}/`,
    trace: 'retain-on-failure',
    launchOptions: {
      args: chromiumArguments(),
      ...(executablePath !== undefined && { executablePath }),
    },
  },
  webServer: {
    command: 'node scripts/serve.mjs --port 0',
    wait: { stdout: /127\.0\.0\.1:(?<onionskin_port>\d+)/ },
  },
});
