/**
 * Every image, its layers laid over each other: the merged file system is what four unpackers make of it, in every field; as of each
 * layer, it is what the layers up to there give. Layers that are odd or hostile are told of.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runToEnd } from '../../src/core/run-to-end.ts';
import { PathTree } from '../../src/core/tree/path-tree.ts';
import { viewTree } from '../../src/core/tree/tree-view.ts';
import { describeProblem } from '../../src/text/problem-texts.ts';
import { readBadCases } from './bad-cases.ts';
import { hasCorpus } from './corpus-roots.ts';
import { type MergedRow, mergedRows, readMergedRows } from './merged-row.ts';
import { SHOWS_WHEN_APPLIED } from './shows-when-applied.ts';
import { findOddImages, findTruthImages, type TruthImage } from './truth-images.ts';

/** One of four tools unpacks it at all: a whiteout of nothing empties the directory. The specification calls it invalid. */
const UNPACKED_OTHERWISE = new Set(['whiteout-empty-name.tar']);

const sound = (await findTruthImages()).filter(hasTruth);
const odd = await findOddImages();
const expected = new Map(readBadCases('layer').map((badCase) => [badCase.name, badCase.expect]));

test('there are images to merge', () => {
  expect(sound.length).toBeGreaterThanOrEqual(hasCorpus ? 9 : 3);
  expect(odd.length).toBeGreaterThanOrEqual(hasCorpus ? 60 : 5);
});

describe.each(sound.map((image) => [image.name, image] as const))('%s', (_, image) => {
  test('is merged as unpackers do', () => {
    expectTruth(rowsOf(treeOf(image)), image);
  });

  test('has no problems', () => {
    const tree = treeOf(image);
    expect(image.layers.flatMap((_, layer) => tree.problemsOf(layer))).toEqual([]);
  });

  test('is, as of each layer, what the layers up to there give', () => {
    const tree = treeOf(image);
    image.layers.forEach((_, upTo) => {
      const alone = treeOf({ ...image, layers: image.layers.slice(0, upTo + 1) });
      expect(rowsOf(tree, upTo)).toEqual(rowsOf(alone));
    });
  });
});

describe.each(odd.map((image) => [image.name, image] as const))('%s', (name, image) => {
  const tree = treeOf(image);
  const severities = image.layers
    .flatMap((_, layer) => tree.problemsOf(layer))
    .map((problem) => describeProblem(problem).severity);

  test.skipIf(!hasTruth(image) || UNPACKED_OTHERWISE.has(name))('is merged as most do', () => {
    expectTruth(rowsOf(tree), image);
  });

  test('is told of where something is wrong', () => {
    if (SHOWS_WHEN_APPLIED.has(name)) expect(severities).not.toEqual([]);
    if (expected.get(name) === 'open') expect(severities).not.toContain('error');
  });
});

function hasTruth({ folder }: TruthImage): boolean {
  return existsSync(join(folder, 'merged.tsv'));
}

function treeOf({ layers }: TruthImage): PathTree {
  const tree = new PathTree();
  for (const { index } of layers) runToEnd(tree.addLayer(index));
  return tree;
}

function rowsOf(tree: PathTree, upTo = tree.layers.length - 1): MergedRow[] {
  return mergedRows(runToEnd(viewTree(tree, { kind: 'merged', upTo })));
}

/** A directory that no layer lists, or that gets something without being listed again, has the time of unpacking. */
function expectTruth(ours: readonly MergedRow[], { folder, name }: TruthImage): void {
  const truth = readMergedRows(join(folder, 'merged.tsv'));
  expect(ours.map(({ path }) => path)).toEqual(truth.map(({ path }) => path));
  ours.forEach((row, i) => {
    const wanted = truth[i] ?? row;
    const anyTime = row.mtime === '-' || (wanted.type === 'd' && expected.has(name));
    expect(row).toEqual(anyTime ? { ...wanted, mtime: row.mtime } : wanted);
  });
}
