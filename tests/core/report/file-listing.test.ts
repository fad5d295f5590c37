import { describe, expect, it } from 'vitest';
import type { LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { listFiles, type HashOf } from '../../../src/core/report/file-listing.ts';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { PathTree } from '../../../src/core/tree/path-tree.ts';
import { type TreeView, viewTree } from '../../../src/core/tree/tree-view.ts';
import { indexOfRows, type RowText } from '../../fixtures/index-of-rows.ts';

type Layer = readonly (string | RowText)[];

function viewOf(...layers: (Layer | LayerIndex)[]): TreeView {
  const tree = new PathTree();
  for (const layer of layers) {
    runToEnd(tree.addLayer('buffer' in layer ? layer : indexOfRows(layer)));
  }
  return runToEnd(viewTree(tree, { kind: 'merged', upTo: layers.length - 1 }));
}

function linesOf(view: TreeView, hashOf?: HashOf): string[] {
  const pieces = [...listFiles(view, hashOf)].filter((piece) => piece !== undefined);
  const text = pieces.join('');
  expect(text.endsWith('\n')).toBe(true);
  return text.slice(0, -1).split('\n');
}

function listed(view: TreeView, hashOf?: HashOf): Record<string, unknown>[] {
  return linesOf(view, hashOf).map((line) => JSON.parse(line) as Record<string, unknown>);
}

const pathsOf = (view: TreeView) => listed(view).map(({ path }) => path);

const file = (name: string, size: number, more: Partial<RowText> = {}): RowText => ({
  ...{ name, size, mode: 0o644 },
  ...more,
});
const symlink = (name: string, link: string): RowText => ({ name, link });
const hardlink = (name: string, link: string): RowText => ({ name, link, typeflag: 0x31, uid: 9 });

describe('a listing', () => {
  it('has a line of JSON for each path, with all keys in one order', () => {
    const view = viewOf([file('a', 3, { mode: 0o4755, uid: 4_294_967_294, gid: 7, mtime: 99 })]);
    expect(linesOf(view)).toEqual([
      '{"path":"/a","type":"file","mode":"4755","uid":4294967294,"gid":7,"size":3,"mtime":99,"linkname":"","layer":0}',
    ]);
  });

  it('is empty where the file system is', () => {
    expect([...listFiles(viewOf([]))].filter((piece) => piece !== undefined)).toEqual([]);
  });

  it('names the type of everything there is', () => {
    const typeflag = (text: string) => text.charCodeAt(0);
    const rows: Layer = [
      { name: 'block', typeflag: typeflag('4') },
      { name: 'char', typeflag: typeflag('3') },
      'dir/',
      { name: 'fifo', typeflag: typeflag('6') },
      file('file', 1),
      file('strange', 2, { typeflag: typeflag('Z') }),
      symlink('symlink', '../no/\\where'),
    ];
    const index = indexOfRows(rows, (builder) => {
      builder.addDevice(0, 8, 1);
      builder.addDevice(1, 1, 3);
    });
    const view = viewOf(index);
    expect(listed(view).map(({ type }) => type)).toEqual([
      ...['block', 'char', 'dir', 'fifo', 'file', 'file', 'symlink'],
    ]);
    expect(listed(view).map(({ size }) => size)).toEqual([0, 0, 0, 0, 1, 2, 0]);
    expect(listed(view)[6]?.['linkname']).toBe('../no/\\\\where');
  });

  it('is in the order of the bytes of whole paths', () => {
    const names = ['a/x', 'a-b', 'a.c', 'a0', 'é', 'Z', 'a/x/', 'a!'];
    const wanted = ['/Z', '/a', '/a!', '/a-b', '/a.c', '/a/x', '/a0', '/é'];
    expect(pathsOf(viewOf(names.map((name) => file(name, 1))))).toEqual(wanted);
  });

  it('gives further names of a file as hard links to the first, with what the file has', () => {
    const view = viewOf([
      file('z', 3, { uid: 5, mode: 0o600, mtime: 42 }),
      hardlink('a', 'z'),
      hardlink('m', 'a'),
    ]);
    const same = { mode: '0600', uid: 5, gid: 0, size: 3, mtime: 42, layer: 0, sha256: 'h' };
    expect(listed(view, () => 'h')).toEqual([
      { path: '/a', type: 'file', linkname: '', ...same },
      { path: '/m', type: 'hardlink', linkname: '/a', ...same },
      { path: '/z', type: 'hardlink', linkname: '/a', ...same },
    ]);
  });

  it('keeps a hard link whose target is missing', () => {
    const [link] = listed(viewOf([hardlink('a', 'gone')]), () => 'h');
    expect(link).toMatchObject({ type: 'hardlink', linkname: '/gone', size: 0 });
  });

  it('has hashes on regular files and further names of them alone, null where there is none', () => {
    const view = viewOf([
      'd/',
      file('d/known', 1),
      file('d/lost', 1),
      symlink('link', 'd'),
      hardlink('link2', 'link'),
      hardlink('z', 'd/lost'),
    ]);
    const hashes = listed(view, ({ entry }) => (entry === 1 ? 'abc' : undefined));
    expect(hashes.map(({ path, sha256 }) => [path, sha256])).toEqual([
      ['/d', undefined],
      ['/d/known', 'abc'],
      ['/d/lost', null],
      ['/link', undefined],
      ['/link2', undefined],
      ['/z', null],
    ]);
  });

  it('says which layer shows', () => {
    const view = viewOf(
      [file('a', 1), file('b', 1), file('gone', 1)],
      [file('b', 2), '.wh.gone'],
      [file('c/d', 3)],
    );
    expect(listed(view).map(({ path, layer, size }) => [path, layer, size])).toEqual([
      ['/a', 0, 1],
      ['/b', 1, 2],
      ['/c', 2, 0],
      ['/c/d', 2, 3],
    ]);
  });

  it('has directories that nobody lists, with the mode that runtimes give them', () => {
    const [dir] = listed(viewOf([file('d/f', 1)]));
    expect(dir).toEqual({
      ...{ path: '/d', type: 'dir', mode: '0755', uid: 0, gid: 0, size: 0 },
      ...{ mtime: 0, linkname: '', layer: 0 },
    });
  });

  it('stays JSON whatever the names are', () => {
    const view = viewOf([file('"\n\u2028\u202e<b>\\', 1)]);
    expect(pathsOf(view)).toEqual(['/"\n\u2028\u202e<b>\\\\']);
  });

  it('comes in pieces, with steps in between', () => {
    const view = viewOf([...Array(5000).keys()].map((i) => file(`dir/${i}`, i)));
    const pieces = [...listFiles(view)];
    const texts = pieces.filter((piece) => piece !== undefined);
    expect(texts.length).toBeGreaterThan(5);
    expect(pieces.length).toBeGreaterThan(texts.length);
    for (const text of texts) expect(text.length).toBeLessThan(70_000);
    expect(texts.join('').split('\n')).toHaveLength(5002);
  });
});
