import { describe, expect, it } from 'vitest';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { ROOT } from '../../../src/core/tree/path-tree.ts';
import type { ChildOrder, TreeView } from '../../../src/core/tree/tree-view.ts';
import {
  buildTree,
  dir,
  hardLink,
  layerView,
  mergedView,
  namesIn,
  nameText,
  pathOf,
  symlink,
} from './build-tree.ts';

function childNames(shown: TreeView, name: string, order: ChildOrder): string[] {
  const children = runToEnd(shown.children(pathOf(shown.tree, name), order));
  return Array.from(children, (path) => nameText(shown.tree, path));
}

describe('children', () => {
  const rows = [
    { name: 'd/b', size: 5 },
    { name: 'd/a', size: 5 },
    { name: 'd/sub/x', size: 20 },
    { name: 'd/A', size: 0 },
    { name: 'd/\u00e9', size: 7 },
    { name: 'd/a-b', size: 1 },
  ];

  it('are sorted by the bytes of their names', () => {
    const shown = mergedView(buildTree(rows));
    expect(childNames(shown, '/d', 'name')).toEqual([
      '/d/A',
      '/d/a',
      '/d/a-b',
      '/d/b',
      '/d/sub',
      '/d/\u00c3\u00a9',
    ]);
  });

  it('are sorted by size, with what is in them, and by name where that is equal', () => {
    const shown = mergedView(buildTree(rows));
    expect(childNames(shown, '/d', 'size')).toEqual([
      '/d/sub',
      '/d/\u00c3\u00a9',
      '/d/a',
      '/d/b',
      '/d/a-b',
      '/d/A',
    ]);
  });

  it('are only those of the view', () => {
    const tree = buildTree(rows, ['d/.wh.a', 'd/new']);
    expect(childNames(mergedView(tree), '/d', 'name')).not.toContain('/d/a');
    expect(childNames(mergedView(tree, 0), '/d', 'name')).not.toContain('/d/new');
    expect(mergedView(tree, 0).childCount(pathOf(tree, '/d'))).toBe(6);
  });

  it('of a file are none', () => {
    const shown = mergedView(buildTree(rows));
    expect(childNames(shown, '/d/a', 'name')).toEqual([]);
    expect(shown.childCount(pathOf(shown.tree, '/d/a'))).toBe(0);
  });

  it('given to one caller are not changed by another', () => {
    const shown = mergedView(buildTree(rows));
    runToEnd(shown.children(pathOf(shown.tree, '/d'), 'name')).fill(0);
    expect(childNames(shown, '/d', 'name')).toHaveLength(6);
  });
});

describe('metadata', () => {
  it('is that of the entry, and of a hard link’s target', () => {
    const file = { name: 'f', mode: 0o4755, uid: 4_294_967_294, gid: 20, mtime: 5, size: 3 };
    const shown = mergedView(buildTree([file, { ...hardLink('h', 'f'), mode: 0, uid: 1 }]));
    for (const name of ['/f', '/h']) {
      const path = pathOf(shown.tree, name);
      const meta = [shown.modeOf(path), shown.uidOf(path), shown.gidOf(path), shown.mtimeOf(path)];
      expect(meta).toEqual([0o4755, 4_294_967_294, 20, 5]);
    }
  });

  it('has the time a runtime would set: none before 1970 or after April 2262', () => {
    const times = [-1, 0, 9_223_372_036, 9_223_372_037];
    const shown = mergedView(buildTree(times.map((mtime, i) => ({ name: `${i}`, mtime }))));
    const seen = times.map((_, i) => shown.mtimeOf(pathOf(shown.tree, `/${i}`)));
    expect(seen).toEqual([0, 0, 9_223_372_036, 0]);
  });

  it('of a symbolic link has all permission bits, whatever the tar says', () => {
    const shown = mergedView(buildTree([{ ...symlink('s', 't'), mode: 0o644 }]));
    const path = pathOf(shown.tree, '/s');
    expect(shown.modeOf(path)).toBe(0o777);
    expect(Buffer.from(shown.linkTargetOf(path)).toString()).toBe('t');
    expect(shown.sizeOf(path)).toBe(0);
  });
});

describe('a view of one layer', () => {
  const tree = buildTree(
    [dir('d/', { mode: 0o700 }), 'd/a', 'd/s/b', 'o/x', 'e'],
    ['d/new', 'd/.wh.s', 'o/.wh..wh..opq', '.wh.never'],
  );
  const shown = layerView(tree, 1);

  it('has added, changed and removed paths, and the directories they are in', () => {
    expect(namesIn(shown)).toEqual(['/d/', '/d/new', '/d/s', '/d/s/b', '/never', '/o/', '/o/x']);
  });

  it('shows removed paths as whiteouts that know what removed them', () => {
    for (const [name, row] of [
      ['/d/s', 1],
      ['/d/s/b', 1],
      ['/o/x', 2],
      ['/never', 3],
    ] as const) {
      const path = pathOf(tree, name);
      expect([shown.kindOf(path), shown.entryOf(path), shown.sizeOf(path)]).toEqual([
        'whiteout',
        row,
        0,
      ]);
      expect(shown.inodeOf(path)).toBeUndefined();
    }
    expect(shown.childCount(pathOf(tree, '/d/s'))).toBe(1);
  });

  it('marks a directory with an opaque marker', () => {
    expect(shown.kindOf(pathOf(tree, '/o'))).toBe('opaque');
    expect(shown.kindOf(pathOf(tree, '/d'))).toBe('dir');
    expect(mergedView(tree).kindOf(pathOf(tree, '/o'))).toBe('dir');
  });

  it('shows a directory it does not list as it is merged', () => {
    expect(shown.modeOf(pathOf(tree, '/d'))).toBe(0o700);
    expect(shown.layerOf(pathOf(tree, '/d'))).toBe(0);
  });

  it('of a hard link to a removed name still has the file', () => {
    const linked = buildTree([{ name: 'a', size: 4 }], [hardLink('b', 'a')], ['.wh.a']);
    expect(mergedView(linked).kindOf(pathOf(linked, '/b'))).toBe('file');
    expect(layerView(linked, 1).kindOf(pathOf(linked, '/b'))).toBe('file');
  });
});

describe('changes', () => {
  const tree = buildTree(
    [dir('d/'), 'd/a', 'd/b', 'd/c', dir('e/')],
    [dir('d/', { mtime: 1_800_000_000 }), 'd/a', 'd/.wh.b', 'd/new', dir('e/', { mode: 0o700 })],
  );

  it.each([
    ['/d', 'same'],
    ['/d/a', 'changed'],
    ['/d/b', 'removed'],
    ['/d/c', 'same'],
    ['/d/new', 'added'],
    ['/e', 'changed'],
    ['/', 'same'],
  ])('of %s by the newest layer: %s', (name, change) => {
    expect(mergedView(tree).changeOf(pathOf(tree, name))).toBe(change);
    expect(layerView(tree, 1).changeOf(pathOf(tree, name))).toBe(change);
  });

  it('are told for the view’s own newest layer', () => {
    expect(mergedView(tree, 0).changeOf(pathOf(tree, '/d/c'))).toBe('added');
    expect(mergedView(tree, 0).changeOf(pathOf(tree, '/d/new'))).toBe('same');
  });
});

it('a view knows nothing of paths that the tree got after it', () => {
  const tree = buildTree(['a']);
  const shown = mergedView(tree);
  runToEnd(tree.addLayer(buildTree(['b/c']).layers[0]));
  const later = pathOf(tree, '/b/c');
  expect(shown.has(later)).toBe(false);
  expect([shown.childCount(later), shown.bytesOf(later), shown.pathsBelow(ROOT)]).toEqual([
    0, 0, 1,
  ]);
  expect(namesIn(shown)).toEqual(['/a']);
  expect(namesIn(mergedView(tree, 0))).toEqual(['/a']);
});
