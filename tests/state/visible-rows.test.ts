import { describe, expect, test } from 'vitest';
import { runToEnd } from '../../src/core/run-to-end.ts';
import { unfold, type Unfolding, type VisibleRows } from '../../src/state/visible-rows.ts';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import { buildTree, mergedView, nameText, treeOfIndexes } from '../core/tree/build-tree.ts';

const everything: Unfolding = { order: 'name', isOpen: () => true };

const tree = buildTree([
  { name: 'b/x/deep', size: 10 },
  { name: 'b/y', size: 500 },
  { name: 'a', size: 100 },
  { name: 'c/z', size: 1 },
]);
const view = mergedView(tree);

const names = (rows: VisibleRows) => Array.from(rows.paths, (path) => nameText(tree, path));
const rowsOf = (unfolding: Partial<Unfolding>) =>
  runToEnd(unfold(view, { ...everything, ...unfolding }));

describe('the rows of a tree', () => {
  test('are depth first, with level and place among siblings', () => {
    const rows = rowsOf({});
    expect(names(rows)).toEqual(['/a', '/b', '/b/x', '/b/x/deep', '/b/y', '/c', '/c/z']);
    expect([...rows.levels]).toEqual([1, 1, 2, 3, 2, 1, 2]);
    expect([...rows.positions]).toEqual([1, 2, 1, 1, 2, 3, 1]);
    expect([...rows.siblings]).toEqual([3, 3, 2, 1, 2, 3, 1]);
  });

  test('of what is folded are not there', () => {
    expect(names(rowsOf({ isOpen: () => false }))).toEqual(['/a', '/b', '/c']);
  });

  test('by size have what holds most first, at every level', () => {
    expect(names(rowsOf({ order: 'size' }))).toEqual([
      '/b',
      '/b/y',
      '/b/x',
      '/b/x/deep',
      '/a',
      '/c',
      '/c/z',
    ]);
  });

  test('of wanted paths count only the siblings that are shown', () => {
    const wanted = new Uint8Array(tree.pathCount);
    const want = ['/b', '/b/y', '/c'];
    for (let path = 1; path < tree.pathCount; path++) {
      if (want.includes(nameText(tree, path))) wanted[path] = 1;
    }
    const rows = rowsOf({ wanted });
    expect(names(rows)).toEqual(want);
    expect([...rows.positions]).toEqual([1, 1, 2]);
    expect([...rows.siblings]).toEqual([2, 1, 2]);
  });
});

test('a million rows, most of them siblings, are all there', () => {
  const many = Array.from({ length: 10 }, (_, d) =>
    Array.from({ length: 100_000 }, (__, f) => `d${d}/f${f}`),
  ).flat();
  const big = mergedView(treeOfIndexes([indexOfRows(many)]));
  let steps = 0;
  const work = unfold(big, everything);
  let step = work.next();
  for (; step.done !== true; step = work.next()) steps++;
  const rows = step.value;
  expect(rows.paths).toHaveLength(1_000_010);
  expect(rows.siblings.at(-1)).toBe(100_000);
  expect(rows.positions.at(-1)).toBe(100_000);
  expect(nameText(big.tree, rows.paths[1_000_009] ?? 0)).toBe('/d9/f99999');
  // So many pauses that nobody waits long for one.
  expect(steps).toBeGreaterThan(1_000_010 / 5000);
});
