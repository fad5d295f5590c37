/**
 * Layers on top of each other, as dive stacks them: all that was added and not removed by a whiteout. Other than a container runtime, dive lets
 * what is in a directory stay when something else takes its place, and forgets what a directory was when a later layer does not list it.
 */
import { longerColumn } from '../tree/longer-column.ts';
import { type PathTable, ROOT } from '../tree/path-table.ts';
import { type DiveLayer, type DiveWhiteout, NO_ROW } from './dive-layer.ts';

const GONE = 0;
const THERE = 1;
const DIR = 2;
const NONE = 0;
const FIRST_CAPACITY = 1024;
const PATHS_BETWEEN_PAUSES = 2048;

export class DiveStack {
  readonly #paths: PathTable;
  #state = new Uint8Array(FIRST_CAPACITY);
  #size = new Float64Array(FIRST_CAPACITY);
  /** The children of each path as a list. */
  #firstChild = new Uint32Array(FIRST_CAPACITY);
  #next = new Uint32Array(FIRST_CAPACITY);
  #previous = new Uint32Array(FIRST_CAPACITY);

  constructor(paths: PathTable) {
    this.#paths = paths;
    this.#state[ROOT] = THERE;
  }

  has(path: number): boolean {
    return (this.#state[path] ?? GONE) !== GONE;
  }

  isDir(path: number): boolean {
    return ((this.#state[path] ?? GONE) & DIR) !== 0;
  }

  /**
   * Lays a layer over the others. dive goes through siblings by the bytes of their names, so a whiteout removes what its own layer has there
   * if that comes before it: where the name is less than `.wh.` and itself.
   */
  *addLayer(layer: DiveLayer): Generator<undefined, void> {
    const late = layer.whiteouts.filter((whiteout) => this.#comesLate(layer, whiteout));
    const lateRows = new Set(late.map(({ row }) => row));
    for (const { row, target } of layer.whiteouts) {
      if (!lateRows.has(row)) yield* this.#remove(target);
    }
    const isLost = yield* this.#lostToBareWhiteouts(layer);
    for (let row = 1; row < layer.count; row++) {
      if (row % PATHS_BETWEEN_PAUSES === 0) yield;
      if (layer.isWhiteout(row) || isLost(row)) continue;
      this.#add(layer.pathOf(row), layer.sizeOf(row), layer.isDir(row));
    }
    for (const { target } of late) yield* this.#remove(target);
  }

  #comesLate(layer: DiveLayer, { row, key, target }: DiveWhiteout): boolean {
    if (key !== target || layer.rowOf(target) === NO_ROW) return false;
    return this.#paths.compareNames(target, layer.pathOf(row)) < 0;
  }

  /** A bare `.wh.` removes the directory it is in, and with it what of its own layer came before it there: what is below it, too. */
  *#lostToBareWhiteouts(layer: DiveLayer): Generator<undefined, (row: number) => boolean> {
    const bare = new Map<number, number>();
    for (const { row, key, target } of layer.whiteouts) {
      if (key !== target && target !== ROOT) bare.set(layer.parentOf(row), row);
    }
    if (bare.size === 0) return () => false;
    const lost = new Uint8Array(layer.count);
    for (let row = 1; row < layer.count; row++) {
      if (row % PATHS_BETWEEN_PAUSES === 0) yield;
      const parent = layer.parentOf(row);
      const whiteout = bare.get(parent);
      const comesBefore =
        whiteout !== undefined &&
        this.#paths.compareNames(layer.pathOf(row), layer.pathOf(whiteout)) <= 0;
      lost[row] = lost[parent] === 1 || comesBefore ? 1 : 0;
    }
    return (row) => lost[row] === 1;
  }

  #add(path: number, size: number, isDir: boolean): void {
    if (path >= this.#state.length) this.#grow(path);
    for (let at = path; !this.has(at); at = this.#paths.parentOf(at)) this.#attach(at);
    this.#size[path] = size;
    this.#state[path] = isDir ? THERE | DIR : THERE;
  }

  /** Removes a path and all below it, if it is there; the root stays. */
  *#remove(path: number): Generator<undefined, void> {
    if (path === ROOT || !this.has(path)) return;
    this.#detach(path);
    const open = [path];
    for (let done = 1; ; done++) {
      const at = open.pop();
      if (at === undefined) return;
      for (
        let child = this.#firstChild[at] ?? NONE;
        child !== NONE;
        child = this.#next[child] ?? NONE
      ) {
        open.push(child);
      }
      this.#firstChild[at] = NONE;
      this.#state[at] = GONE;
      if (done % PATHS_BETWEEN_PAUSES === 0) yield;
    }
  }

  /**
   * Sizes of a path and all below it. Sums in `known` are taken as they are, so that sums of folders inside each other, the
   * inner ones first, cost no more than one walk.
   */
  *sumBelow(path: number, known: ReadonlyMap<number, number>): Generator<undefined, number> {
    let sum = 0;
    const open = [path];
    for (let done = 1; ; done++) {
      const at = open.pop();
      if (at === undefined) return sum;
      sum += known.get(at) ?? this.#size[at] ?? 0;
      if (known.has(at)) continue;
      for (
        let child = this.#firstChild[at] ?? NONE;
        child !== NONE;
        child = this.#next[child] ?? NONE
      ) {
        open.push(child);
      }
      if (done % PATHS_BETWEEN_PAUSES === 0) yield;
    }
  }

  #attach(path: number): void {
    const parent = this.#paths.parentOf(path);
    const first = this.#firstChild[parent] ?? NONE;
    this.#next[path] = first;
    this.#previous[path] = NONE;
    if (first !== NONE) this.#previous[first] = path;
    this.#firstChild[parent] = path;
    this.#size[path] = 0;
    this.#state[path] = THERE;
  }

  #detach(path: number): void {
    const next = this.#next[path] ?? NONE;
    const previous = this.#previous[path] ?? NONE;
    if (next !== NONE) this.#previous[next] = previous;
    if (previous !== NONE) this.#next[previous] = next;
    else this.#firstChild[this.#paths.parentOf(path)] = next;
  }

  #grow(path: number): void {
    const capacity = Math.ceil(1.5 * (path + 1));
    this.#state = longerColumn(this.#state, capacity);
    this.#size = longerColumn(this.#size, capacity);
    this.#firstChild = longerColumn(this.#firstChild, capacity);
    this.#next = longerColumn(this.#next, capacity);
    this.#previous = longerColumn(this.#previous, capacity);
  }
}
