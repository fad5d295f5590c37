/** Trees out of rows that are written down, and views of them as text. */
import type { LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { walkInPathOrder } from '../../../src/core/tree/path-order.ts';
import { PathTree } from '../../../src/core/tree/path-tree.ts';
import { type TreeView, type ViewOf, viewTree } from '../../../src/core/tree/tree-view.ts';
import { indexOfRows, type RowText } from '../../fixtures/index-of-rows.ts';

export type LayerRows = readonly (string | RowText)[];

export function hardLink(name: string, link: string): RowText {
  return { name, link, typeflag: 0x31 };
}

export function symlink(name: string, link: string): RowText {
  return { name, link, typeflag: 0x32, mode: 0o777 };
}

export function dir(name: string, fields: Partial<RowText> = {}): RowText {
  return { name, typeflag: 0x35, mode: 0o755, ...fields };
}

export function device(name: string): RowText {
  return { name, typeflag: 0x33 };
}

export function treeOfIndexes(layers: readonly (LayerIndex | undefined)[]): PathTree {
  const tree = new PathTree();
  for (const layer of layers) runToEnd(tree.addLayer(layer));
  return tree;
}

/** A layer is its rows, bottom first; a name alone is a file, or a directory if it ends in `/`. */
export function buildTree(...layers: readonly LayerRows[]): PathTree {
  return treeOfIndexes(layers.map((rows) => indexOfRows(rows)));
}

/** Merged as of layer `upTo`: all layers, unless told otherwise. */
export function mergedView(tree: PathTree, upTo = tree.layers.length - 1): TreeView {
  return view(tree, { kind: 'merged', upTo });
}

export function layerView(tree: PathTree, layer: number): TreeView {
  return view(tree, { kind: 'layer', layer });
}

export function view(tree: PathTree, of: ViewOf): TreeView {
  return runToEnd(viewTree(tree, of));
}

export function pathsInOrder(shown: TreeView): number[] {
  return [...walkInPathOrder(shown)].filter((path) => path !== undefined);
}

/** Full names in order; directories end in `/`. */
export function namesIn(shown: TreeView): string[] {
  return pathsInOrder(shown).map((path) => {
    const isDir = ['dir', 'opaque'].includes(shown.kindOf(path));
    return nameText(shown.tree, path) + (isDir ? '/' : '');
  });
}

export function nameText(tree: PathTree, path: number): string {
  return Buffer.from(tree.fullName(path)).toString('latin1');
}

/** The path of that full name, whether it is in a view or not. */
export function pathOf(tree: PathTree, name: string): number {
  let path = 0;
  for (const part of name.split('/').filter((text) => text !== '')) {
    const child = tree.find(path, Buffer.from(part, 'latin1'));
    if (child === undefined) throw new Error(`the tree has no ${name}`);
    path = child;
  }
  return path;
}
