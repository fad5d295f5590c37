import { test } from 'vitest';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { indexOfRows } from '../../fixtures/index-of-rows.ts';
import { PathTree } from '../../../src/core/tree/path-tree.ts';
import { viewTree } from '../../../src/core/tree/tree-view.ts';
import { listFiles } from '../../../src/core/report/file-listing.ts';
import { planHashing } from '../../../src/core/layer/plan-hashing.ts';
const time = (label: string, f: () => void) => { const t = performance.now(); f(); console.log(label, Math.round(performance.now() - t)); };
test('perf', () => {
  const rows = Array.from({ length: 300_000 }, (_, i) => ({ name: `usr/lib/node_modules/pkg-${i % 1000}/dist/sub${i % 7}/file-${i}.js`, size: i % 1000 , bodyOffset: 1024*(i+1)}));
  const a = indexOfRows(rows);
  const tree = new PathTree(); runToEnd(tree.addLayer(a));
  const view = runToEnd(viewTree(tree, { kind: 'merged', upTo: 0 }));
  for (let k = 0; k < 2; k++) {
    time('list', () => { for (const p of listFiles(view)); });
    time('list hashed', () => { for (const p of listFiles(view, () => 'a'.repeat(64))); });
    const e = Uint32Array.from({ length: 300_000 }, (_, i) => i);
    time('plan', () => planHashing(a, e));
  }
});
