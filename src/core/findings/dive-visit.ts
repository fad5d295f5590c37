/**
 * How far dive gets in visiting a layer. It goes through siblings by the bytes of their names, and stops at the first whiteout of
 * something that is not there (a fault of dive's, kept).
 */
import type { PathTable } from '../tree/path-table.ts';
import type { DiveLayer, DiveWhiteout } from './dive-layer.ts';

const BEFORE = 0;
const ON_THE_WAY = 1;
const BEHIND = 2;
const ROWS_BETWEEN_PAUSES = 4096;

export interface DiveVisit {
  /** The whiteout that dive stops at. */
  readonly stop: DiveWhiteout;
  isVisited(row: number): boolean;
}

/** `stops`: leaves that dive cannot get past, at least one. */
export function* visitUpTo(
  layer: DiveLayer,
  paths: PathTable,
  stops: readonly DiveWhiteout[],
): Generator<undefined, DiveVisit> {
  const first = firstChildren(layer, paths, stops);
  let last = 0;
  for (let row = first.get(0); row !== undefined; row = first.get(row)) last = row;
  const stop = stops.find(({ row }) => row === last);
  if (stop === undefined) throw new Error('the way to the first stop leads nowhere');
  const where = new Uint8Array(layer.count);
  where[0] = ON_THE_WAY;
  for (let row = 1; row < layer.count; row++) {
    if (row % ROWS_BETWEEN_PAUSES === 0) yield;
    const parent = layer.parentOf(row);
    const chosen = first.get(parent);
    if (where[parent] !== ON_THE_WAY || chosen === undefined) where[row] = where[parent] ?? BEFORE;
    else if (row === chosen) where[row] = ON_THE_WAY;
    else {
      const isBefore = paths.compareNames(layer.pathOf(row), layer.pathOf(chosen)) < 0;
      where[row] = isBefore ? BEFORE : BEHIND;
    }
  }
  return { stop, isVisited: (row) => where[row] === BEFORE };
}

/** For each row above a stop: its first child, in dive's order, that is one or is above one. */
function firstChildren(
  layer: DiveLayer,
  paths: PathTable,
  stops: readonly DiveWhiteout[],
): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  for (const stop of stops) {
    for (let row = stop.row; row !== 0; row = layer.parentOf(row)) {
      const parent = layer.parentOf(row);
      const other = first.get(parent);
      const wins =
        other === undefined || paths.compareNames(layer.pathOf(row), layer.pathOf(other)) < 0;
      if (wins) first.set(parent, row);
      // The way up from here was taken before.
      if (other !== undefined) break;
    }
  }
  return first;
}
