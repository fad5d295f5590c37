import { expect, test } from 'vitest';
import { runToEnd } from '../../src/core/run-to-end.ts';
import { findContents } from '../../src/state/find-contents.ts';
import type { RowText } from '../fixtures/index-of-rows.ts';
import { buildTree, hardLink, type LayerRows, mergedView } from '../core/tree/build-tree.ts';

const LINK: RowText = { name: 'link', link: 'dir' };

function contents(...layers: LayerRows[]): [layer: number, entries: number[]][] {
  const found = runToEnd(findContents(mergedView(buildTree(...layers))));
  return [...found]
    .map(([layer, entries]): [number, number[]] => [layer, [...entries]])
    .sort(([a], [b]) => a - b);
}

test('finds the files that show, in the layer they show from', () => {
  expect(contents(['dir/', 'dir/old', 'dir/kept', 'gone'], ['.wh.gone', 'dir/old', 'new'])).toEqual(
    [
      [0, [2]],
      [1, [1, 2]],
    ],
  );
});

test('finds a file of several names once', () => {
  expect(contents([{ name: 'b' }, hardLink('a', 'b'), hardLink('c', 'b')])).toEqual([[0, [0]]]);
});

test('finds nothing in what is no file', () => {
  expect(contents(['dir/', LINK])).toEqual([]);
});

test('gives the entries of thousands of files in the order of the layer', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => `f${(i * 2777) % 5000}`);
  const [only] = contents(rows);
  expect(only?.[1]).toEqual(Array.from({ length: 5000 }, (_, i) => i));
});
