/** The lives of all paths: the newest of each beside the path, older ones in a table of their own, because most paths have one. */
import { isPresent, NO_LIFE } from './life-code.ts';
import { LIFE, OLDER_LIFE, type PathRows, POOL_AND_LAYER } from './path-rows.ts';
import { WordRows } from './word-rows.ts';

const MOST_OLDER_LIVES = 40_000_000;
/** Fields of the older ones. */
const OLDER_LAYER = 0;
const OLDER_CODE = 1;
const OLDER_BEFORE = 2;
const LAYER_MASK = 0xffff;

/** Where a life is: the newest of its path, or a place + 1 among the older ones. Good until the path gets another. */
const NEWEST = 0;
const NOWHERE = -1;

export class LifeTable {
  readonly mostOlder: number;
  readonly #rows: PathRows;
  readonly #older = new WordRows(3);
  #olderCount = 0;

  constructor(rows: PathRows, mostOlder = MOST_OLDER_LIVES) {
    this.#rows = rows;
    this.mostOlder = mostOlder;
  }

  newestLayer(path: number): number {
    return this.#rows.get(path, POOL_AND_LAYER) & LAYER_MASK;
  }

  newestCode(path: number): number {
    return this.#rows.get(path, LIFE);
  }

  /** Whether the path is there after the newest layer. */
  isPresent(path: number): boolean {
    return isPresent(this.newestCode(path));
  }

  /** Notes what `layer`, the newest, did to a path. One layer, one life: the last word counts. False where there may be no more. */
  write(path: number, layer: number, code: number): boolean {
    const row = this.#rows.chunkOf(path);
    const at = this.#rows.startOf(path);
    const newest = row[at + LIFE] ?? NO_LIFE;
    const poolAndLayer = row[at + POOL_AND_LAYER] ?? 0;
    if (newest !== NO_LIFE && (poolAndLayer & LAYER_MASK) !== layer) {
      if (this.#olderCount >= this.mostOlder) return false;
      const older = this.#olderCount++;
      this.#older.makeRoomFor(older);
      this.#older.set(older, OLDER_LAYER, poolAndLayer & LAYER_MASK);
      this.#older.set(older, OLDER_CODE, newest);
      this.#older.set(older, OLDER_BEFORE, row[at + OLDER_LIFE] ?? 0);
      row[at + OLDER_LIFE] = older + 1;
    }
    row[at + POOL_AND_LAYER] = (poolAndLayer & ~LAYER_MASK) | layer;
    row[at + LIFE] = code;
    return true;
  }

  /** The place of the newest life that is of layer `upTo` or below; NOWHERE where there is none. */
  placeAsOf(path: number, upTo: number): number {
    if (this.newestCode(path) === NO_LIFE) return NOWHERE;
    if (this.newestLayer(path) <= upTo) return NEWEST;
    let at = this.#rows.get(path, OLDER_LIFE);
    while (at !== 0 && this.#layerOfOlder(at) > upTo) at = this.#before(at);
    return at === 0 ? NOWHERE : at;
  }

  /** Below all layers where there is no life. */
  layerAt(path: number, place: number): number {
    if (place === NOWHERE) return NOWHERE;
    return place === NEWEST ? this.newestLayer(path) : this.#layerOfOlder(place);
  }

  codeAt(path: number, place: number): number {
    if (place === NOWHERE) return NO_LIFE;
    return place === NEWEST ? this.newestCode(path) : this.#older.get(place - 1, OLDER_CODE);
  }

  /** Layers and codes of all lives, newest first. */
  *lives(path: number): Generator<readonly [layer: number, code: number], void> {
    if (this.newestCode(path) === NO_LIFE) return;
    yield [this.newestLayer(path), this.newestCode(path)];
    for (let at = this.#rows.get(path, OLDER_LIFE); at !== 0; at = this.#before(at)) {
      yield [this.#layerOfOlder(at), this.codeAt(path, at)];
    }
  }

  #layerOfOlder(place: number): number {
    return this.#older.get(place - 1, OLDER_LAYER);
  }

  #before(place: number): number {
    return this.#older.get(place - 1, OLDER_BEFORE);
  }
}
