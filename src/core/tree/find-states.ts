/** Picks, for each path, the life that a view shows. */
import { entryKind } from '../layer/layer-index.ts';
import { IMPLIED, isPresent, NO_LIFE, OPAQUE, rowOf } from './life-code.ts';
import { ROOT } from './path-table.ts';
import type { PathTree } from './path-tree.ts';
import { findViewLinks, NamedInodes } from './view-links.ts';
import { type StateColumns, ViewStates } from './view-states.ts';

const PATHS_BETWEEN_PAUSES = 4096;

/** What a container sees with layers 0 … `upTo`. */
export function* findMergedStates(tree: PathTree, upTo: number): Generator<undefined, ViewStates> {
  const columns = emptyColumns(tree.pathCount);
  takeLife(tree, columns, ROOT, upTo);
  for (let path = 1; path < columns.code.length; path++) {
    if (path % PATHS_BETWEEN_PAUSES === 0) yield;
    if (columns.code[tree.parentOf(path)] !== NO_LIFE) takeLife(tree, columns, path, upTo);
  }
  return yield* withLinks(tree, columns);
}

/** What one layer lists and removes, and the directories that is in. */
export function* findLayerStates(tree: PathTree, layer: number): Generator<undefined, ViewStates> {
  const columns = emptyColumns(tree.pathCount);
  const { lives } = tree;
  for (let path = 1; path < columns.code.length; path++) {
    if (path % PATHS_BETWEEN_PAUSES === 0) yield;
    const place = lives.placeAsOf(path, layer);
    if (lives.layerAt(path, place) !== layer) continue;
    columns.code[path] = lives.codeAt(path, place);
    columns.layer[path] = layer;
  }
  yield* markOpaque(tree, columns, layer);
  for (let path = columns.code.length - 1; path > ROOT; path--) {
    if (path % PATHS_BETWEEN_PAUSES === 0) yield;
    const parent = tree.parentOf(path);
    if (columns.code[path] !== NO_LIFE && columns.code[parent] === NO_LIFE) {
      takeLife(tree, columns, parent, layer);
    }
  }
  takeLife(tree, columns, ROOT, layer);
  return yield* withLinks(tree, columns);
}

function emptyColumns(paths: number): StateColumns {
  return { layer: new Uint16Array(paths), code: new Uint32Array(paths) };
}

/** Shows a path as it is with layers 0 … `upTo`, if it is there. */
function takeLife(tree: PathTree, { layer, code }: StateColumns, path: number, upTo: number): void {
  const { lives } = tree;
  const place = lives.placeAsOf(path, upTo);
  const found = lives.codeAt(path, place);
  if (isPresent(found)) {
    code[path] = found;
    layer[path] = lives.layerAt(path, place);
  } else if (path === ROOT) code[path] = IMPLIED;
}

function* markOpaque(
  tree: PathTree,
  columns: StateColumns,
  layer: number,
): Generator<undefined, void> {
  const opaques = tree.opaquesOf(layer);
  for (let i = 0; i < (opaques?.count ?? 0); i++) {
    if (i % PATHS_BETWEEN_PAUSES === 0) yield;
    const path = opaques?.pathAt(i) ?? ROOT;
    if (columns.code[path] === NO_LIFE) takeLife(tree, columns, path, layer);
    columns.code[path] = (columns.code[path] ?? NO_LIFE) | OPAQUE;
  }
}

function* withLinks(tree: PathTree, columns: StateColumns): Generator<undefined, ViewStates> {
  const { layer, code } = columns;
  const named = new NamedInodes();
  for (let path = 1; path < code.length; path++) {
    if (path % PATHS_BETWEEN_PAUSES === 0) yield;
    const row = isPresent(code[path] ?? NO_LIFE) ? rowOf(code[path] ?? NO_LIFE) : undefined;
    const index = tree.layers[layer[path] ?? 0];
    if (row === undefined || index === undefined || entryKind(index, row) !== 'hardlink') continue;
    const target = tree.targetOf(layer[path] ?? 0, row, path);
    if (target === undefined) continue;
    named.add(path, target);
    const { path: own } = target;
    // The name that the inode came with, if that still is one.
    if (layer[own] === target.layer && isEntry(code[own] ?? NO_LIFE, target.entry)) {
      named.add(own, target);
    }
  }
  return new ViewStates(tree, columns, yield* findViewLinks(tree.paths, named));
}

function isEntry(code: number, entry: number): boolean {
  return isPresent(code) && rowOf(code) === entry;
}
