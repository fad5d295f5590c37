import { describe, expect, it } from 'vitest';
import { ROOT } from '../../../src/core/tree/path-tree.ts';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { PathTree } from '../../../src/core/tree/path-tree.ts';
import { viewTree } from '../../../src/core/tree/tree-view.ts';
import { indexOfRows } from '../../fixtures/index-of-rows.ts';
import { buildTree, hardLink, mergedView, nameText, pathOf, symlink } from './build-tree.ts';

const ENTRIES = 1_000_000;
const PACKAGE = 128;

function nameOf(i: number): string {
  return `usr/lib/node_modules/package-${Math.floor(i / PACKAGE)}/dist/file-${i}.js`;
}

describe('a million entries', () => {
  const rows = Array.from({ length: ENTRIES }, (_, i) => ({ name: nameOf(i), size: 1 }));
  const index = indexOfRows(rows);
  const directories = 3 + 2 * Math.ceil(ENTRIES / PACKAGE);

  it('are all there, in few bytes each, and are removed as one', () => {
    const before = process.memoryUsage().arrayBuffers;
    const tree = new PathTree();
    runToEnd(tree.addLayer(index));
    const shown = runToEnd(viewTree(tree, { kind: 'merged', upTo: 0 }));
    const bytes = process.memoryUsage().arrayBuffers - before;
    expect(tree.pathCount).toBe(1 + ENTRIES + directories);
    expect(shown.pathsBelow(ROOT)).toBe(ENTRIES + directories);
    expect(shown.bytesOf(ROOT)).toBe(ENTRIES);
    expect(bytes / tree.pathCount).toBeLessThan(120);
    expect(nameText(tree, pathOf(tree, nameOf(777_777)))).toBe(`/${nameOf(777_777)}`);

    runToEnd(tree.addLayer(indexOfRows(['usr/lib/.wh.node_modules', 'usr/x'])));
    expect(mergedView(tree).pathsBelow(ROOT)).toBe(3);
    expect(mergedView(tree, 0).pathsBelow(ROOT)).toBe(ENTRIES + directories);
  });

  it('are taken in steps that are small', () => {
    const tree = new PathTree();
    let steps = 0;
    let most = 0;
    for (let before = 0, adding = tree.addLayer(index); adding.next().done !== true; steps++) {
      most = Math.max(most, tree.pathCount - before);
      before = tree.pathCount;
    }
    expect(steps).toBeGreaterThan(500);
    expect(most).toBeLessThan(4096);
  });
});

describe('what is made to be slow is bounded:', () => {
  it('a file and a directory by turns, over a lower directory with much in it', () => {
    const lower = Array.from({ length: 20_000 }, (_, i) => `d/${i}`);
    const upper = Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? 'd' : 'd/'));
    const shown = mergedView(buildTree(lower, upper));
    expect(shown.pathsBelow(ROOT)).toBe(20_001);
  });

  it('a deep directory that is made and lost over and over', () => {
    const deep = 'a/'.repeat(500);
    const rows = Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? `${deep}x` : 'a'));
    expect(mergedView(buildTree(rows)).pathsBelow(ROOT)).toBe(1);
  });

  it('many hard links to one file, deep below', () => {
    const deep = 'a/'.repeat(100);
    const rows = Array.from({ length: 5000 }, (_, i) => hardLink(`${deep}h${i}`, `${deep}f`));
    const shown = mergedView(buildTree([{ name: `${deep}f`, size: 9 }, ...rows]));
    expect(shown.bytesOf(ROOT)).toBe(9);
    expect(shown.pathsBelow(ROOT)).toBe(5101);
  });

  it('links on the way to every entry, that lead through each other', () => {
    const turns = 'x/../'.repeat(800);
    const links = Array.from({ length: 30 }, (_, i) => symlink(`l${i}`, `${turns}l${i + 1}`));
    const rows = Array.from({ length: 1000 }, (_, i) => `l${i % 2}/f${i}`);
    const tree = buildTree([...links, ...rows]);
    const told = tree.problemsOf(0).map(({ kind }) => kind);
    expect(new Set(told)).toEqual(new Set(['symlink-loop', 'problems-dropped']));
    expect(mergedView(tree).pathsBelow(pathOf(tree, '/l30'))).toBeGreaterThan(100);
  });

  it('a hundred thousand siblings, sorted in steps', () => {
    const shown = mergedView(
      buildTree(Array.from({ length: 100_000 }, (_, i) => `d/${(i * 7919) % 100_003}`)),
    );
    const steps = shown.children(pathOf(shown.tree, '/d'), 'name');
    let count = 0;
    for (;;) {
      const step = steps.next();
      if (step.done !== true) count++;
      else {
        expect(step.value).toHaveLength(100_000);
        break;
      }
    }
    expect(count).toBeGreaterThan(100);
  });
});
