import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'onionskin-rules-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Writes a tree of files and gives what the import rules say of it. */
function violations(files: Record<string, string>): { code: number | null; lines: string[] } {
  for (const [path, text] of Object.entries({ 'tsconfig.json': '{}', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const depcruise = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = resolve('.dependency-cruiser.cjs');
  const { status, stdout } = spawnSync(
    process.execPath,
    [depcruise, '--config', config, 'src', 'workers'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  // A compiled component also imports Svelte, which this tree does not have.
  const lines = stdout.split('\n').filter((line) => /^\s+error (?!.*svelte\/internal)/.test(line));
  return { code: status, lines: lines.map((line) => line.trim()).sort() };
}

it('refuses imports against the order of the rooms, by type too, and cycles', () => {
  const { code, lines } = violations({
    'src/core/problem.ts': 'export type Problem = { kind: string };',
    'src/core/bytes/window.ts':
      "import type { Problem } from '../problem.ts'; export type W = Problem;",
    'src/core/bytes/upward.ts': "export type { T } from '../layer/layer.ts';",
    'src/core/bytes/host.ts': "import 'node:fs';",
    'src/core/layer/layer.ts': "import '../bytes/window.ts'; export type T = 1;",
    'src/client/client.ts':
      "import type { C } from '../../workers/contract.ts'; export type D = C;",
    'src/client/shortcut.ts': "export type { Handlers } from '../../workers/layer.ts';",
    'src/ui/shortcut.ts': "import '../client/client.ts';",
    'src/ui/Shortcut.svelte':
      '<script lang="ts">import { a } from "../text/a.ts"; import "../client/client.ts"; a();</script>',
    'src/text/a.ts': "import { b } from './b.ts'; export const a = () => b;",
    'src/text/b.ts': "import { a } from './a.ts'; export const b = () => a;",
    'workers/contract.ts':
      "import type { Problem } from '../src/core/problem.ts'; export type C = Problem;",
    'workers/layer.ts': 'export type Handlers = 1;',
  });
  expect(lines).toEqual([
    'error no-cycles: src/text/a.ts →',
    'error not-in-allowed: src/client/shortcut.ts → workers/layer.ts',
    'error not-in-allowed: src/core/bytes/host.ts → fs',
    'error not-in-allowed: src/core/bytes/upward.ts → src/core/layer/layer.ts',
    'error not-in-allowed: src/ui/Shortcut.svelte → src/client/client.ts',
    'error not-in-allowed: src/ui/shortcut.ts → src/client/client.ts',
  ]);
  expect(code).not.toBe(0);
}, 30_000);
