/** Whatever layers hold: the tree shows what the slow and simple model makes of them, as of every layer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PathTree } from '../../../src/core/tree/path-tree.ts';
import type { TreeView } from '../../../src/core/tree/tree-view.ts';
import type { RowText } from '../../fixtures/index-of-rows.ts';
import { buildTree, layerView, mergedView, nameText, pathsInOrder } from './build-tree.ts';
import { applyLayers, type ModelEntry, type ModelNode, type ModelRoot } from './merge-model.ts';

const RUNS = 400;
const TYPEFLAGS = { dir: 0x35, file: 0x30, symlink: 0x32, hardlink: 0x31 };

const part = fc.constantFrom('a', 'b', 'c');
const parts = fc.array(part, { minLength: 1, maxLength: 3 });
const anyPath = parts.map((list) => list.join('/'));
const whiteout = fc
  .tuple(fc.array(part, { maxLength: 2 }), fc.constantFrom('.wh.a', '.wh.b', '.wh..wh..opq'))
  .map(([above, last]) => [...above, last].join('/'))
  // At the root it means something else to every runtime.
  .filter((name) => name !== '.wh..wh..opq');
const linkText = fc.oneof(
  anyPath,
  anyPath.map((path) => `/${path}`),
  anyPath.map((path) => `../${path}`),
  fc.constantFrom('..', '/', 'a/../b', './c'),
);

const anyEntry: fc.Arbitrary<ModelEntry> = fc.oneof(
  { weight: 4, arbitrary: entry('file', anyPath) },
  { weight: 3, arbitrary: entry('dir', anyPath) },
  { weight: 2, arbitrary: entry('symlink', anyPath, linkText) },
  { weight: 2, arbitrary: entry('hardlink', anyPath, anyPath) },
  { weight: 3, arbitrary: entry('file', whiteout) },
  {
    weight: 1,
    arbitrary: entry(
      'file',
      anyPath.map((path) => `x/.././/${path}`),
    ),
  },
);

const anyLayers = fc.array(fc.array(anyEntry, { maxLength: 12 }), { minLength: 1, maxLength: 4 });

function entry(
  type: ModelEntry['type'],
  name: fc.Arbitrary<string>,
  link: fc.Arbitrary<string> = fc.constant(''),
): fc.Arbitrary<ModelEntry> {
  return fc.record({ type: fc.constant(type), name, link });
}

function toRow({ type, name, link }: ModelEntry, i: number): RowText {
  return { name, link, typeflag: TYPEFLAGS[type], size: type === 'file' ? 1 << (i % 20) : 0 };
}

function treeOf(layers: readonly (readonly ModelEntry[])[]): PathTree {
  return buildTree(...layers.map((entries) => entries.map(toRow)));
}

describe('a merged view', () => {
  it('has the paths, entries and inodes of the model, as of every layer', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const tree = treeOf(layers);
        applyLayers(layers).forEach((root, upTo) => {
          expect(shownBy(mergedView(tree, upTo))).toEqual(modelled(root));
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('is the same whether more layers follow or not', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const tree = treeOf(layers);
        layers.forEach((_, upTo) => {
          const alone = mergedView(treeOf(layers.slice(0, upTo + 1)));
          expect(figuresOf(mergedView(tree, upTo))).toEqual(figuresOf(alone));
        });
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it('counts children, paths and bytes as they add up, each inode once', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const shown = mergedView(treeOf(layers));
        expect(figuresOf(shown)).toEqual(addedUp(shown));
      }),
      { numRuns: RUNS / 2 },
    );
  });
});

describe('a view of one layer', () => {
  it('has what the layer brings, and what it removes as whiteouts', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const tree = treeOf(layers);
        const roots = applyLayers(layers);
        roots.forEach((root, layer) => {
          const shown = layerView(tree, layer);
          const before = roots[layer - 1] ?? new Map<string, ModelNode>();
          const kinds = new Map(
            pathsInOrder(shown).map((path) => [nameText(tree, path), shown.kindOf(path)]),
          );
          for (const [name, node] of root) {
            if (node.layer === layer) expect(kinds.get(name) ?? 'whiteout').not.toBe('whiteout');
          }
          for (const name of before.keys())
            if (!root.has(name)) expect(kinds.get(name)).toBe('whiteout');
        });
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it('has nothing but that, what is whited out in vain, and the directories it is in', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const tree = treeOf(layers);
        applyLayers(layers).forEach((root, layer) => {
          const shown = layerView(tree, layer);
          for (const path of pathsInOrder(shown)) {
            const isOfLayer = shown.layerOf(path) === layer || shown.kindOf(path) === 'opaque';
            expect(isOfLayer || shown.childCount(path) > 0).toBe(true);
            const isShown = root.has(nameText(tree, path));
            expect(shown.kindOf(path) === 'whiteout').toBe(!isShown);
          }
        });
      }),
      { numRuns: RUNS / 4 },
    );
  });
});

interface Shown {
  layer: number;
  row: number;
  inode: string;
}

function modelled(root: ModelRoot): Map<string, Shown> {
  return new Map(
    [...root].map(([name, { layer, row, inode }]) => [name, { layer, row, inode }] as const),
  );
}

function shownBy(shown: TreeView): Map<string, Shown> {
  return new Map(
    pathsInOrder(shown).map((path) => {
      const at = shown.inodeOf(path);
      const state = {
        layer: shown.layerOf(path),
        row: shown.entryOf(path) ?? -1,
        inode: at === undefined ? '' : `${at.layer}:${at.entry}`,
      };
      return [nameText(shown.tree, path), state] as const;
    }),
  );
}

type Figures = Map<string, { bytes: number; below: number; children: number; kind: string }>;

function figuresOf(shown: TreeView): Figures {
  return new Map(
    [0, ...pathsInOrder(shown)].map((path) => {
      const figures = {
        bytes: shown.bytesOf(path),
        below: shown.pathsBelow(path),
        children: shown.childCount(path),
        kind: shown.kindOf(path),
      };
      return [nameText(shown.tree, path), figures] as const;
    }),
  );
}

/** The same from the names alone. */
function addedUp(shown: TreeView): Figures {
  const names = pathsInOrder(shown).map((path) => ({ path, name: nameText(shown.tree, path) }));
  const firsts = new Map<string, string>();
  for (const { path, name } of names) {
    const at = shown.inodeOf(path);
    if (at === undefined || firsts.has(`${at.layer}:${at.entry}`)) continue;
    firsts.set(`${at.layer}:${at.entry}`, name);
  }
  const isFirst = new Set(firsts.values());
  const bytesOf = ({ path, name }: { path: number; name: string }): number =>
    isFirst.has(name) ? shown.sizeOf(path) : 0;
  return new Map(
    [{ path: 0, name: '/' }, ...names].map((here) => {
      const start = here.name === '/' ? '/' : `${here.name}/`;
      const below = names.filter(({ name }) => name.startsWith(start));
      const kind = here.path !== 0 && !isFirst.has(here.name) && hasEntry(shown, here.path);
      const figures = {
        bytes: bytesOf(here) + below.reduce((sum, other) => sum + bytesOf(other), 0),
        below: below.length,
        children: below.filter(({ name }) => !name.slice(start.length).includes('/')).length,
        kind: kind ? 'hardlink' : shown.kindOf(here.path),
      };
      return [here.name, figures] as const;
    }),
  );
}

function hasEntry(shown: TreeView, path: number): boolean {
  return shown.entryOf(path) !== undefined;
}
