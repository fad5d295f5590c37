/**
 * The efficiency and the wasted bytes that dive (github.com/wagoodman/dive) shows of an image, to the last digit: its faults are kept, because
 * people compare the numbers and let builds fail by them. What is really dead, `dead-bytes.ts` says.
 *
 * Of each layer only leaves count: a directory where the layer lists nothing below it. A whiteout counts for the path that it removes, with nothing
 * where that is a file and with all that is below where it is a directory. The score is the sum of the smallest size of each
 * path over the sum of all its sizes; wasted are all bytes of the paths that come more than once.
 */
import type { LayerIndex } from '../layer/layer-index.ts';
import { compareBytes } from '../tree/compare-bytes.ts';
import { PathRows } from '../tree/path-rows.ts';
import { PathTable } from '../tree/path-table.ts';
import { sortInSteps } from '../tree/sort-in-steps.ts';
import { DiveLayer, type DiveWhiteout } from './dive-layer.ts';
import { plainLayerBytes } from './dive-single-layer.ts';
import { DiveStack } from './dive-stack.ts';
import { DiveTally } from './dive-tally.ts';
import { visitUpTo } from './dive-visit.ts';

export interface DiveEfficiency {
  /** From 0 to 1. */
  readonly score: number;
  /** Sizes of all entries of all layers, and of all but the first. */
  readonly imageBytes: number;
  readonly userBytes: number;
  readonly wastedBytes: number;
  /** Wasted of user bytes, where 1 is all; undefined where there are none. */
  readonly wastedUserPercent: number | undefined;
  /** Whiteouts of what is not there: dive leaves out what follows them in their layer, and its figures are not to be relied on. */
  readonly unresolvedWhiteouts: number;
  /** Paths that come more than once, most bytes first, then by the bytes of their names. */
  readonly inefficient: readonly InefficientPath[];
}

export interface InefficientPath {
  readonly path: Uint8Array<ArrayBuffer>;
  readonly count: number;
  readonly cumulativeBytes: number;
}

/** Bottom layer first; a layer that could not be read counts as empty. */
export function* measureDiveEfficiency(
  layers: readonly (LayerIndex | undefined)[],
): Generator<undefined, DiveEfficiency> {
  const [first] = layers;
  if (layers.length === 1 && first !== undefined) {
    const imageBytes = yield* plainLayerBytes(first);
    if (imageBytes !== undefined) return nothingWasted(imageBytes);
  }
  const measuring = new Measuring();
  for (const index of layers) yield* measuring.addLayer(index);
  return yield* measuring.result();
}

function nothingWasted(imageBytes: number): DiveEfficiency {
  return {
    score: 1,
    imageBytes,
    userBytes: 0,
    wastedBytes: 0,
    wastedUserPercent: undefined,
    unresolvedWhiteouts: 0,
    inefficient: [],
  };
}

const ROWS_BETWEEN_PAUSES = 4096;

class Measuring {
  readonly #paths = new PathTable(new PathRows());
  readonly #stack = new DiveStack(this.#paths);
  readonly #layer = new DiveLayer(this.#paths);
  readonly #tally = new DiveTally();
  readonly #layerBytes: number[] = [];
  #unresolved = 0;

  *addLayer(index: LayerIndex | undefined): Generator<undefined, void> {
    const layer = this.#layer;
    const isFirst = this.#layerBytes.length === 0;
    layer.clear();
    if (index !== undefined) {
      this.#paths.addPool(index.pool);
      yield* layer.read(index);
    }
    this.#layerBytes.push(layer.payloadBytes);
    // dive looks up what a whiteout removes in the layers below; for the first layer, in that layer itself.
    if (isFirst) yield* this.#stack.addLayer(layer);
    yield* this.#count(layer);
    if (!isFirst) yield* this.#stack.addLayer(layer);
  }

  *result(): Generator<undefined, DiveEfficiency> {
    const { smallestBytes, bytes } = this.#tally;
    const imageBytes = sum(this.#layerBytes);
    const userBytes = sum(this.#layerBytes.slice(1));
    const inefficient = yield* this.#inefficient();
    const wastedBytes = sum(inefficient.map(({ cumulativeBytes }) => cumulativeBytes));
    return {
      score: bytes === 0 ? 1 : smallestBytes / bytes,
      imageBytes,
      userBytes,
      wastedBytes,
      wastedUserPercent: userBytes === 0 ? undefined : wastedBytes / userBytes,
      unresolvedWhiteouts: this.#unresolved,
      inefficient,
    };
  }

  /** Counts the leaves of a layer, as far as dive gets. */
  *#count(layer: DiveLayer): Generator<undefined, void> {
    const stack = this.#stack;
    const whiteouts = layer.whiteouts.filter(({ row }) => layer.isLeaf(row));
    const lost = whiteouts.filter(({ target }) => !stack.has(target));
    const visit = lost.length === 0 ? undefined : yield* visitUpTo(layer, this.#paths, lost);
    const isVisited = (row: number): boolean => visit === undefined || visit.isVisited(row);
    for (let row = 1; row < layer.count; row++) {
      if (row % ROWS_BETWEEN_PAUSES === 0) yield;
      if (!layer.isLeaf(row) || layer.isWhiteout(row) || !isVisited(row)) continue;
      this.#tally.add(layer.pathOf(row), layer.sizeOf(row));
    }
    const visited = whiteouts.filter(({ row }) => isVisited(row));
    yield* this.#countWhiteouts(visited);
    if (visit === undefined) return;
    this.#unresolved++;
    this.#tally.touch(visit.stop.key);
  }

  *#countWhiteouts(whiteouts: readonly DiveWhiteout[]): Generator<undefined, void> {
    const known = new Map<number, number>();
    // A path comes after the one it is in: inner sums first.
    for (const { key, target } of whiteouts.toSorted((a, b) => b.target - a.target)) {
      let bytes = 0;
      if (this.#stack.isDir(target)) {
        bytes = known.get(target) ?? (yield* this.#stack.sumBelow(target, known));
        known.set(target, bytes);
      }
      this.#tally.add(key, bytes);
    }
  }

  *#inefficient(): Generator<undefined, InefficientPath[]> {
    const found: InefficientPath[] = [];
    for (const key of this.#tally.repeated) {
      if (found.length % ROWS_BETWEEN_PAUSES === 0) yield;
      const path = this.#paths.fullName(key);
      found.push({
        path,
        count: this.#tally.countOf(key),
        cumulativeBytes: this.#tally.sumOf(key),
      });
    }
    const order = Uint32Array.from(found, (_, i) => i);
    yield* sortInSteps(order, (i, j) => compareInefficient(found[i], found[j]));
    return Array.from(order, (i) => found[i]).filter((path) => path !== undefined);
  }
}

function compareInefficient(
  a: InefficientPath | undefined,
  b: InefficientPath | undefined,
): number {
  if (a === undefined || b === undefined) return 0;
  return b.cumulativeBytes - a.cumulativeBytes || compareBytes(a.path, b.path);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
