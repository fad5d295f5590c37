/** What is wrong with a layer as a part of the tree: each kind from rows that are written down, and none where nothing is wrong. */
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/problem.ts';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { PathTree } from '../../../src/core/tree/path-tree.ts';
import { indexOfRows } from '../../fixtures/index-of-rows.ts';
import {
  buildTree,
  device,
  hardLink,
  type LayerRows,
  mergedView,
  namesIn,
  symlink,
} from './build-tree.ts';

function problemsOf(...layers: readonly LayerRows[]): readonly Problem[] {
  const tree = buildTree(...layers);
  return tree.layers.flatMap((_, layer) => tree.problemsOf(layer));
}

const LONG = `${'a/'.repeat(4096)}x`;

const CASES: readonly (readonly [title: string, layers: readonly LayerRows[], Problem])[] = [
  ['a name that leaves the root', [['a/../../b']], { kind: 'path-escapes', name: 'a/../../b' }],
  [
    'a path below 4,096 directories',
    [[LONG]],
    { kind: 'path-too-deep', name: LONG.slice(0, 256), limit: 4096 },
  ],
  ['the same file twice', [['a', './a']], { kind: 'entry-twice', name: './a' }],
  ['a directory and then a file', [['a/', 'a']], { kind: 'dir-replaced', name: 'a' }],
  ['a directory listed again', [['a/', 'a/b', 'a/']], { kind: 'entry-twice', name: 'a/' }],
  ['a file for a directory', [['a/b', 'a']], { kind: 'dir-replaced', name: 'a' }],
  [
    'a root that is a file',
    [[{ name: './', typeflag: 0x30 }]],
    { kind: 'root-not-dir', name: './' },
  ],
  ['a whiteout of nothing', [['d/.wh.']], { kind: 'whiteout-name', name: 'd/.wh.' }],
  ['a whiteout of ..', [['d/.wh...']], { kind: 'whiteout-name', name: 'd/.wh...' }],
  ['a file and then its whiteout', [['f', '.wh.f']], { kind: 'whiteout-own', name: '.wh.f' }],
  [
    'a whiteout and then a directory over a lower one',
    [['d/x'], ['.wh.d', 'd/']],
    { kind: 'whiteout-own', name: '.wh.d' },
  ],
  [
    'a whiteout with content',
    [['f'], [{ name: '.wh.f', size: 7 }]],
    { kind: 'whiteout-body', name: '.wh.f' },
  ],
  ['an opaque root', [['f'], ['.wh..wh..opq']], { kind: 'opaque-root', name: '.wh..wh..opq' }],
  ['a device 0/0', [['f'], [device('f')]], { kind: 'whiteout-device', name: 'f' }],
  [
    'a hard link to nothing',
    [[hardLink('h', 'no/where')]],
    { kind: 'hardlink-target', name: 'h', target: 'no/where', fault: 'missing' },
  ],
  [
    'a hard link before its target',
    [[hardLink('h', 't'), 't']],
    { kind: 'hardlink-target', name: 'h', target: 't', fault: 'missing' },
  ],
  [
    'a hard link to a directory',
    [['d/', hardLink('h', 'd')]],
    { kind: 'hardlink-target', name: 'h', target: 'd', fault: 'dir' },
  ],
  [
    'a hard link out of the root',
    [['etc/passwd', hardLink('h', '../../etc/passwd')]],
    { kind: 'hardlink-target', name: 'h', target: '../../etc/passwd', fault: 'outside' },
  ],
  [
    'a hard link around a circle of symbolic links',
    [[symlink('a', 'b'), symlink('b', 'a'), hardLink('h', 'a/x')]],
    { kind: 'hardlink-target', name: 'h', target: 'a/x', fault: 'missing' },
  ],
  [
    'a hard link into a lower layer',
    [['f'], [hardLink('h', '/f')]],
    { kind: 'hardlink-lower', name: 'h', target: '/f' },
  ],
  [
    'a directory over a lower link',
    [[symlink('lib', 'usr/lib')], ['lib/x']],
    { kind: 'symlink-parent', name: 'lib/x', link: '/lib', target: 'usr/lib' },
  ],
  [
    'a directory over a lower file',
    [['lib'], ['lib/x', 'lib/y']],
    { kind: 'file-parent', name: 'lib/x', file: '/lib' },
  ],
  [
    'an entry below a circle of links',
    [[symlink('a', 'b'), symlink('b', './a'), 'a/x']],
    { kind: 'symlink-loop', name: 'a/x' },
  ],
  [
    'an entry through a link out of the root',
    [[symlink('evil', '../../..'), 'evil/x']],
    { kind: 'symlink-escapes', name: 'evil/x', target: '../../..' },
  ],
  ['an entry in a file', [['f', 'f/x/y']], { kind: 'parent-not-dir', name: 'f/x/y', parent: '/f' }],
];

describe('a problem is told of', () => {
  it.each(CASES)('%s', (_, layers, problem) => {
    expect(problemsOf(...layers)).toEqual([problem]);
  });

  it('the layer it is in', () => {
    const tree = buildTree(['a'], ['b', 'b'], ['c']);
    expect(tree.layers.map((_, layer) => tree.problemsOf(layer).length)).toEqual([0, 1, 0]);
  });

  it('a hundred entries at most, and of the others how many they are', () => {
    const problems = problemsOf(Array.from({ length: 500 }, () => 'same'));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toEqual({ kind: 'problems-dropped', of: 'entry-twice', count: 399 });
  });
});

describe('nothing is told of', () => {
  it.each<[string, LayerRows[]]>([
    [
      'ordinary layers',
      [
        ['a/', 'a/b', symlink('l', '/nowhere'), hardLink('h', 'a/b')],
        ['a/', 'a/b'],
      ],
    ],
    [
      'whiteouts and opaque markers',
      [
        ['a/b', 'c/d'],
        ['.wh.a', '.wh.never', 'c/.wh..wh..opq', 'c/e'],
      ],
    ],
    ['a whiteout and then a file', [['f'], ['.wh.f', 'f']]],
    ['.. inside of the root', [['a/b/../c', 'x/../', './y']]],
    ['parents nobody lists', [['a/b/c/d'], ['a/b/e']]],
    ['a directory for a lower link', [[symlink('lib', 'usr/lib')], ['lib/', 'lib/x']]],
    [
      'links of the same layer that stay inside',
      [[symlink('l', '/a/b'), 'l/x', symlink('m', 'a/../c'), 'm/y']],
    ],
    ['AUFS’ leftovers', [['.wh..wh.plnk/', '.wh..wh.plnk/1', '.wh..wh.aufs']]],
  ])('%s', (_, layers) => {
    expect(problemsOf(...layers)).toEqual([]);
  });
});

describe('limits', () => {
  it('end the taking of paths, and keep what there is', () => {
    const tree = new PathTree({ paths: 5 });
    runToEnd(tree.addLayer(indexOfRows(['a', 'b', 'c', 'd', 'e', 'f/g', 'a'])));
    runToEnd(tree.addLayer(indexOfRows(['.wh.a', 'h', 'b'])));
    expect(namesIn(mergedView(tree))).toEqual(['/b', '/c', '/d']);
    const problem: Problem = { kind: 'too-many-paths', limit: 5 };
    expect(tree.problemsOf(0).filter(({ kind }) => kind === 'too-many-paths')).toEqual([problem]);
    expect(tree.problemsOf(1).filter(({ kind }) => kind === 'too-many-paths')).toEqual([problem]);
  });

  it('end the taking of lives, and every view is sound', () => {
    const tree = new PathTree({ lives: 3 });
    for (let layer = 0; layer < 4; layer++) {
      runToEnd(tree.addLayer(indexOfRows(['d/a', 'd/b', ...(layer === 2 ? ['.wh.d'] : [])])));
    }
    expect(tree.problemsOf(3)).toEqual([{ kind: 'too-many-paths', limit: 3 }]);
    for (let upTo = 0; upTo < 4; upTo++) expect(namesIn(mergedView(tree, upTo))).toContain('/d/a');
  });

  it('of depth hold where symbolic links add to it', () => {
    const deep = 'a/'.repeat(2000);
    const links = [symlink('s', deep), symlink('t', `s/${deep}`)];
    const rows = [`${deep}x`, ...links, `s/${deep}y`, `t/${'b/'.repeat(96)}y`, 't/b/z', 'z'];
    const tree = buildTree(rows);
    expect(tree.problemsOf(0).map(({ kind }) => kind)).toEqual(['path-too-deep']);
    expect(namesIn(mergedView(tree))).toContain('/z');
    let most = 0;
    for (let path = 0; path < tree.pathCount; path++)
      most = Math.max(most, tree.fullName(path).length);
    expect(most).toBeLessThanOrEqual(2 * 4097);
  });
});
