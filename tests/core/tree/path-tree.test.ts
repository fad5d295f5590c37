import { describe, expect, it } from 'vitest';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { PathTree, ROOT } from '../../../src/core/tree/path-tree.ts';
import { indexOfRows } from '../../fixtures/index-of-rows.ts';
import {
  buildTree,
  device,
  dir,
  hardLink,
  type LayerRows,
  layerView,
  mergedView,
  namesIn,
  nameText,
  pathOf,
  symlink,
} from './build-tree.ts';

function merged(...layers: readonly LayerRows[]): string[] {
  return namesIn(mergedView(buildTree(...layers)));
}

describe('names', () => {
  it('mean the same path with ./, doubled slashes, a slash in front and one behind', () => {
    expect(merged(['./a//b/./c', '/a/b/d', 'e/'])).toEqual([
      '/a/',
      '/a/b/',
      '/a/b/c',
      '/a/b/d',
      '/e/',
    ]);
  });

  it('with .. are cleaned first, and none leaves the root', () => {
    expect(merged(['../../etc/passwd', 'x/../y', 'a/../../b'])).toEqual([
      '/b',
      '/etc/',
      '/etc/passwd',
      '/y',
    ]);
  });

  it('are bytes: nothing is folded, normalised or decoded', () => {
    const names = ['A', 'a', 'e\u0301', '\u00e9'];
    expect(merged(names)).toHaveLength(4);
    const index = indexOfRows(['x']);
    index.pool[0] = 0xff;
    const tree = new PathTree();
    runToEnd(tree.addLayer(index));
    expect([...tree.fullName(1)]).toEqual([0x2f, 0xff]);
  });

  it('of words that objects know are names like others', () => {
    const names = ['__proto__', 'constructor', 'toString/__proto__'];
    const shown = mergedView(buildTree(names, ['.wh.constructor']));
    expect(namesIn(shown)).toEqual(['/__proto__', '/toString/', '/toString/__proto__']);
  });

  it('that are empty or dots speak of the root: a directory changes it, anything else is left out', () => {
    const tree = buildTree([
      { name: '', typeflag: 0x30 },
      dir('./', { mode: 0o700, uid: 5 }),
      'ok',
    ]);
    const shown = mergedView(tree);
    expect(namesIn(shown)).toEqual(['/ok']);
    expect([shown.modeOf(ROOT), shown.uidOf(ROOT), shown.kindOf(ROOT)]).toEqual([0o700, 5, 'dir']);
    expect(tree.livesOf(ROOT)).toEqual([{ layer: 0, kind: 'entry', entry: 1 }]);
  });

  it('that share a beginning with the one before are not mixed up', () => {
    const names = ['a/b/c', 'a/bc', 'a/b/d', 'ab/c', 'a/b/../e', 'a/b/c2/f', 'a/b/c2'];
    expect(merged([...names.slice(0, 6), dir('a/b/c2')])).toEqual([
      '/a/',
      '/a/b/',
      '/a/b/c',
      '/a/b/c2/',
      '/a/b/c2/f',
      '/a/b/d',
      '/a/bc',
      '/a/e',
      '/ab/',
      '/ab/c',
    ]);
  });
});

describe('parents', () => {
  it('that nobody lists are there, 0755 and of root', () => {
    const tree = buildTree(['a/b']);
    const shown = mergedView(tree);
    const a = pathOf(tree, '/a');
    expect(shown.kindOf(a)).toBe('dir');
    expect([shown.modeOf(a), shown.uidOf(a), shown.entryOf(a)]).toEqual([0o755, 0, undefined]);
    expect(tree.livesOf(a)).toEqual([{ layer: 0, kind: 'implied', entry: undefined }]);
  });

  it('that a lower layer lists keep what it says of them', () => {
    const tree = buildTree([dir('a/', { mode: 0o700, uid: 7 })], ['a/b']);
    const a = pathOf(tree, '/a');
    expect(mergedView(tree).modeOf(a)).toBe(0o700);
    expect(mergedView(tree).uidOf(a)).toBe(7);
    expect(tree.livesOf(a)).toHaveLength(1);
  });

  it('that are a lower layer’s link become a directory; the link’s target is not touched', () => {
    const layers = [['usr/lib/old', symlink('lib', 'usr/lib')], ['lib/new']];
    expect(merged(...layers)).toEqual(['/lib/', '/lib/new', '/usr/', '/usr/lib/', '/usr/lib/old']);
  });

  it('that are a link of the same layer lead to its target, inside of the root', () => {
    const rows = [symlink('in', '/etc'), 'in/a', symlink('out', '../../..'), 'out/b/c'];
    expect(merged(rows)).toEqual(['/b/', '/b/c', '/etc/', '/etc/a', '/in', '/out']);
  });

  it('follow a link to a link, and a hard link to a link', () => {
    const rows = [
      symlink('l1', 'x/l2'),
      symlink('x/l2', '../y'),
      'l1/a',
      hardLink('l3', 'l1'),
      'l3/b',
    ];
    expect(merged(rows)).toEqual(['/l1', '/l3', '/x/', '/x/l2', '/y/', '/y/a', '/y/b']);
  });

  it('in a circle of links leave the entry out, and the rest stays', () => {
    expect(merged([symlink('a', 'b'), symlink('b', 'a'), 'a/x', 'c'])).toEqual(['/a', '/b', '/c']);
  });

  it('that are a file of the same layer leave the entry out', () => {
    expect(merged(['f', 'f/x', 'g'])).toEqual(['/f', '/g']);
  });

  it('do not lead through a link that has been replaced since', () => {
    const rows = [symlink('l', 'a'), 'l/x', dir('l/'), 'l/y'];
    expect(merged(rows)).toEqual(['/a/', '/a/x', '/l/', '/l/y']);
  });
});

describe('the same path twice in one layer', () => {
  it('shows the last entry', () => {
    const tree = buildTree([
      { name: 'a', size: 1 },
      { name: './a', size: 2 },
    ]);
    expect(mergedView(tree).sizeOf(pathOf(tree, '/a'))).toBe(2);
    expect(tree.livesOf(pathOf(tree, '/a'))).toEqual([{ layer: 0, kind: 'entry', entry: 1 }]);
  });

  it('as a file and then a directory is a directory, with what follows in it', () => {
    expect(merged(['x', 'x/', 'x/y'])).toEqual(['/x/', '/x/y']);
  });

  it('as a directory and then a file is a file, and what was in it is gone', () => {
    expect(merged(['x/', 'x/y/z', { name: 'x', typeflag: 0x30 }])).toEqual(['/x']);
    expect(merged(['x/y/z', 'x', 'x/', 'x/y/'])).toEqual(['/x/', '/x/y/']);
  });
});

describe('an upper layer', () => {
  it('adds to directories and replaces files', () => {
    const tree = buildTree(
      [dir('d/'), { name: 'd/a', size: 1 }],
      [{ name: 'd/a', size: 9 }, 'd/b'],
    );
    expect(namesIn(mergedView(tree))).toEqual(['/d/', '/d/a', '/d/b']);
    expect(mergedView(tree).sizeOf(pathOf(tree, '/d/a'))).toBe(9);
    expect(mergedView(tree, 0).sizeOf(pathOf(tree, '/d/a'))).toBe(1);
  });

  it('that has a file over a directory removes what was in it', () => {
    const tree = buildTree(['d/a', 'd/s/b'], [{ name: 'd', typeflag: 0x30 }]);
    expect(namesIn(mergedView(tree))).toEqual(['/d']);
    expect(tree.livesOf(pathOf(tree, '/d/s/b'))).toEqual([
      { layer: 0, kind: 'entry', entry: 1 },
      { layer: 1, kind: 'removed', entry: 0 },
    ]);
  });

  it('that could not be read changes nothing, and counts', () => {
    const tree = new PathTree();
    runToEnd(tree.addLayer(indexOfRows(['a'])));
    runToEnd(tree.addLayer(undefined));
    runToEnd(tree.addLayer(indexOfRows(['b', '.wh.a'])));
    expect(tree.layers).toHaveLength(3);
    expect(namesIn(mergedView(tree, 1))).toEqual(['/a']);
    expect(namesIn(mergedView(tree))).toEqual(['/b']);
    expect(mergedView(tree).layerOf(pathOf(tree, '/b'))).toBe(2);
    expect(namesIn(layerView(tree, 1))).toEqual([]);
  });
});

describe('whiteouts', () => {
  it('remove a path of lower layers with all that is in it', () => {
    const tree = buildTree(['d/a', 'd/s/b', 'e'], ['.wh.d']);
    expect(namesIn(mergedView(tree))).toEqual(['/e']);
    expect(tree.livesOf(pathOf(tree, '/d/s'))).toEqual([
      { layer: 0, kind: 'implied', entry: undefined },
      { layer: 1, kind: 'removed', entry: 0 },
    ]);
  });

  it('leave what their own layer has, before or after them', () => {
    expect(merged(['f', 'g'], ['f', '.wh.f', '.wh.g', 'g'])).toEqual(['/f', '/g']);
    expect(merged(['d/old'], ['.wh.d', 'd/', 'd/new'])).toEqual(['/d/', '/d/new']);
    expect(merged(['d/old'], ['d/new', '.wh.d'])).toEqual(['/d/', '/d/new']);
  });

  it('do not reach through a link of a lower layer', () => {
    const layers = [['usr/lib/x', symlink('lib', 'usr/lib')], ['lib/.wh.x']];
    expect(merged(...layers)).toEqual(['/lib/', '/usr/', '/usr/lib/', '/usr/lib/x']);
  });

  it('of what was never there are lives of a path that is in no merged view', () => {
    const tree = buildTree(['a'], ['.wh.never']);
    expect(namesIn(mergedView(tree))).toEqual(['/a']);
    expect(tree.livesOf(pathOf(tree, '/never'))).toEqual([{ layer: 1, kind: 'removed', entry: 0 }]);
  });

  it('of nothing, of . and of .. remove nothing', () => {
    expect(merged(['d/a'], ['d/.wh.', 'd/.wh..', 'd/.wh...'])).toEqual(['/d/', '/d/a']);
    expect(merged(['d/...'], ['d/.wh....'])).toEqual(['/d/']);
  });

  it('may be followed by the path again in a later layer', () => {
    const tree = buildTree(['d/a', 'd/b'], ['.wh.d'], ['d/a']);
    expect(namesIn(mergedView(tree))).toEqual(['/d/', '/d/a']);
    expect(tree.livesOf(pathOf(tree, '/d/a')).map(({ kind }) => kind)).toEqual([
      'entry',
      'removed',
      'entry',
    ]);
  });

  it('are told from names that only look like them', () => {
    expect(merged(['.wh', '.whx', 'x.wh.y', '.WH.z'])).toEqual([
      '/.WH.z',
      '/.wh',
      '/.whx',
      '/x.wh.y',
    ]);
  });

  it('of AUFS’ own making are left out; what is in their directories is not', () => {
    const rows = [
      '.wh..wh.plnk/',
      '.wh..wh.plnk/1.2',
      '.wh..wh.orph/',
      '.wh..wh.aufs',
      hardLink('h', '.wh..wh.plnk/1.2'),
    ];
    expect(merged(rows)).toEqual(['/.wh..wh.plnk/', '/.wh..wh.plnk/1.2', '/h']);
  });

  it('in the shape of a device 0/0 remove what is below, and their own layer’s entry before them', () => {
    expect(merged(['d/a', 'd/s/b'], ['d/a', device('d/a'), device('d/s')])).toEqual(['/d/']);
    expect(merged(['a'], [device('a'), hardLink('b', 'a'), 'c'])).toEqual(['/c']);
  });

  it('do not meet devices with numbers', () => {
    const index = indexOfRows([device('null')], (builder) => {
      builder.addDevice(0, 1, 3);
    });
    const tree = new PathTree();
    runToEnd(tree.addLayer(index));
    expect(namesIn(mergedView(tree))).toEqual(['/null']);
    expect(tree.problemsOf(0)).toEqual([]);
  });
});

describe('opaque markers', () => {
  it.each([
    ['before', ['d/.wh..wh..opq', 'd/s/new']],
    ['after', ['d/s/new', 'd/.wh..wh..opq']],
  ])('hide what lower layers have in their directory, standing %s the siblings', (_, rows) => {
    expect(merged(['d/a', 'd/s/b'], rows)).toEqual(['/d/', '/d/s/', '/d/s/new']);
  });

  it('leave the directory as the lower layer lists it', () => {
    const tree = buildTree([dir('d/', { mode: 0o711 }), 'd/a'], ['d/.wh..wh..opq']);
    expect(mergedView(tree).modeOf(pathOf(tree, '/d'))).toBe(0o711);
  });

  it('hide nothing at the root, as overlay does', () => {
    expect(merged(['a'], ['.wh..wh..opq', 'b'])).toEqual(['/a', '/b']);
  });

  it('over and over cost no more than what there is to hide', () => {
    const tree = buildTree(
      Array.from({ length: 1000 }, (_, i) => `d/${i}`),
      ...Array.from({ length: 100 }, (_, i) => ['d/.wh..wh..opq', `d/new-${i}`]),
    );
    expect(namesIn(mergedView(tree))).toEqual(['/d/', '/d/new-99']);
    expect(tree.livesOf(pathOf(tree, '/d/7'))).toHaveLength(2);
  });
});

describe('hard links', () => {
  function inodeAt(tree: PathTree, name: string): unknown {
    return mergedView(tree).inodeOf(pathOf(tree, name));
  }

  it('have the content of their target, in chains too', () => {
    const tree = buildTree([{ name: 't', size: 7 }, hardLink('h1', 't'), hardLink('h2', 'h1')]);
    expect(inodeAt(tree, '/h2')).toEqual({ layer: 0, entry: 0 });
    expect(mergedView(tree).sizeOf(pathOf(tree, '/h2'))).toBe(7);
    expect(mergedView(tree).bytesOf(ROOT)).toBe(7);
  });

  it('of one inode are links to the bytewise first, whichever came as the file', () => {
    const tree = buildTree(['z', hardLink('a/b', 'z'), hardLink('a-b', 'z')]);
    const shown = mergedView(tree);
    const [z, ab, dash] = ['/z', '/a/b', '/a-b'].map((name) => pathOf(tree, name));
    expect([z, ab, dash].map((path) => shown.kindOf(path ?? 0))).toEqual([
      'hardlink',
      'hardlink',
      'file',
    ]);
    expect(shown.linkedTo(z ?? 0)).toBe(dash);
    expect(shown.linkedTo(dash ?? 0)).toBeUndefined();
  });

  it('go to symbolic links themselves, and through those on the way', () => {
    const rows = ['d/t', symlink('s', 'd'), hardLink('h', 's/t'), hardLink('hs', 's')];
    const tree = buildTree(rows);
    expect(inodeAt(tree, '/h')).toEqual({ layer: 0, entry: 0 });
    expect(inodeAt(tree, '/hs')).toEqual({ layer: 0, entry: 1 });
    expect(mergedView(tree).kindOf(pathOf(tree, '/hs'))).toBe('symlink');
    expect(Buffer.from(mergedView(tree).linkTargetOf(pathOf(tree, '/hs'))).toString()).toBe('d');
  });

  it('keep their content when an upper layer replaces or removes the target', () => {
    const tree = buildTree(
      [{ name: 't', size: 7 }, hardLink('h1', 't'), hardLink('h2', 't')],
      [{ name: 't', size: 4 }],
    );
    const shown = mergedView(tree);
    expect(['/t', '/h1', '/h2'].map((name) => shown.kindOf(pathOf(tree, name)))).toEqual([
      'file',
      'file',
      'hardlink',
    ]);
    expect(shown.bytesOf(ROOT)).toBe(11);
  });

  it('reach a lower layer’s file where their own layer has none', () => {
    const tree = buildTree([{ name: 'd/a', size: 8 }], [hardLink('h', 'd/a')]);
    expect(inodeAt(tree, '/h')).toEqual({ layer: 0, entry: 0 });
    expect(mergedView(tree).linkedTo(pathOf(tree, '/h'))).toBe(pathOf(tree, '/d/a'));
    expect(mergedView(tree).bytesOf(ROOT)).toBe(8);
  });

  it('do not reach what their own layer has removed from lower ones', () => {
    const tree = buildTree(
      ['d/a', 'e/b'],
      ['d/.wh.a', 'e/.wh..wh..opq', hardLink('h', 'd/a'), hardLink('i', 'e/b')],
    );
    expect(inodeAt(tree, '/h')).toBeUndefined();
    expect(inodeAt(tree, '/i')).toBeUndefined();
  });

  it('without a target are links to nothing, and stay one', () => {
    const tree = buildTree([
      hardLink('h', 't'),
      't',
      hardLink('i', 'h'),
      hardLink('j', 'd'),
      'd/x',
    ]);
    const shown = mergedView(tree);
    for (const name of ['/h', '/i', '/j']) {
      expect(shown.kindOf(pathOf(tree, name))).toBe('hardlink');
      expect(shown.linkedTo(pathOf(tree, name))).toBeUndefined();
      expect(shown.sizeOf(pathOf(tree, name))).toBe(0);
      expect(shown.modeOf(pathOf(tree, name))).toBe(0o644);
    }
  });

  it('count their bytes once in every directory above', () => {
    const tree = buildTree([
      { name: 'a/x', size: 10 },
      hardLink('b/y', 'a/x'),
      hardLink('b/z', 'a/x'),
    ]);
    const shown = mergedView(tree);
    expect(['/', '/a', '/b'].map((name) => shown.bytesOf(pathOf(tree, name)))).toEqual([10, 10, 0]);
    expect(shown.sizeOf(pathOf(tree, '/b/z'))).toBe(10);
  });
});

describe('the tree', () => {
  it('finds any path that ever was by its parent and name', () => {
    const tree = buildTree(['a/b'], ['.wh.a']);
    const a = tree.find(ROOT, Buffer.from('a')) ?? NaN;
    expect(nameText(tree, tree.find(a, Buffer.from('b')) ?? NaN)).toBe('/a/b');
    expect(tree.find(a, Buffer.from('c'))).toBeUndefined();
    expect(tree.find(a, Buffer.from(''))).toBeUndefined();
  });

  it('numbers parents before their children, from the root on', () => {
    const tree = buildTree(['a/b/c', 'd'], ['a/b/e/f']);
    for (let path = 1; path < tree.pathCount; path++)
      expect(tree.parentOf(path)).toBeLessThan(path);
    expect([nameText(tree, ROOT), tree.nameOf(ROOT).length, tree.parentOf(ROOT)]).toEqual([
      '/',
      0,
      ROOT,
    ]);
  });

  it('can be looked at while the next layer is on its way', () => {
    const tree = buildTree(['a/x', 'b']);
    const steps = tree.addLayer(
      indexOfRows(Array.from({ length: 20_000 }, (_, i) => `.wh.a/${i}`).concat('.wh.a', 'b/c')),
    );
    let looks = 0;
    while (steps.next().done !== true) {
      if (looks++ % 10 === 0) expect(namesIn(mergedView(tree, 0))).toEqual(['/a/', '/a/x', '/b']);
    }
    expect(looks).toBeGreaterThan(10);
    expect(tree.layers).toHaveLength(2);
    expect(namesIn(mergedView(tree, 0))).toEqual(['/a/', '/a/x', '/b']);
  });
});
