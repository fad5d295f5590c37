import { describe, expect, it } from 'vitest';
import { measureDeadBytes } from '../../../src/core/findings/dead-bytes.ts';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { PathTree } from '../../../src/core/tree/path-tree.ts';
import { viewTree } from '../../../src/core/tree/tree-view.ts';
import { indexOfRows, type RowText } from '../../fixtures/index-of-rows.ts';

type Layer = readonly (string | RowText)[];

const file = (name: string, size: number): RowText => ({ name, size });
const hardlink = (name: string, link: string): RowText => ({ name, link, typeflag: 0x31 });

function treeOf(...layers: (Layer | undefined)[]): PathTree {
  const tree = new PathTree();
  for (const rows of layers) runToEnd(tree.addLayer(rows && indexOfRows(rows)));
  return tree;
}

function measure(...layers: (Layer | undefined)[]) {
  const tree = treeOf(...layers);
  const view = runToEnd(viewTree(tree, { kind: 'merged', upTo: layers.length - 1 }));
  const { storedBytes, visibleBytes, deadBytes } = measureDeadBytes(view);
  return [storedBytes, visibleBytes, deadBytes];
}

describe('dead bytes are', () => {
  it.each<[string, Layer[], number[]]>([
    ['none where everything shows', [[file('a', 5)], [file('b', 7)]], [12, 12, 0]],
    ['what was written again', [[file('a', 5)], [file('a', 5)]], [10, 5, 5]],
    ['what was deleted', [[file('a', 5), file('b', 7)], ['.wh.a']], [12, 7, 5]],
    ['a deleted directory', [['d/', file('d/a', 5)], ['.wh.d']], [5, 0, 5]],
    [
      'what an opaque marker hides',
      [[file('d/a', 5)], ['d/.wh..wh..opq', file('d/b', 1)]],
      [6, 1, 5],
    ],
    ['the first of two entries of a name', [[file('a', 5), file('a', 7)]], [12, 7, 5]],
    ['a directory that a file takes the place of', [[file('d/a', 5)], [file('d', 1)]], [6, 1, 5]],
    ['the content of a whiteout', [[file('a', 5)], [file('.wh.a', 3)]], [8, 0, 8]],
  ])('%s', (_, layers, wanted) => {
    expect(measure(...layers)).toEqual(wanted);
  });

  it('none as long as one of the names of a file is there', () => {
    const linked = [file('a', 5), hardlink('b', 'a')];
    expect(measure(linked)).toEqual([5, 5, 0]);
    expect(measure(linked, ['.wh.a'])).toEqual([5, 5, 0]);
    expect(measure(linked, ['.wh.a', '.wh.b'])).toEqual([5, 0, 5]);
  });

  it('of the layers that are there', () => {
    expect(measure([file('a', 5)], undefined, [file('a', 7)])).toEqual([12, 7, 5]);
  });

  it('counted up to the layer that is looked at', () => {
    const tree = treeOf([file('a', 5)], [file('a', 7)], [file('a', 9)]);
    const view = runToEnd(viewTree(tree, { kind: 'merged', upTo: 1 }));
    expect(measureDeadBytes(view)).toEqual({ storedBytes: 12, visibleBytes: 7, deadBytes: 5 });
  });
});
