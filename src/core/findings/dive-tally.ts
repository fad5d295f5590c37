/** What dive notes of each path over all layers: the sum of its sizes, the smallest of them, and how often it came. */
import { longerColumn } from '../tree/longer-column.ts';

const FIRST_CAPACITY = 1024;
/** dive's smallest size of a path that was looked at and never counted. It goes into the score: a fault of dive's, kept. */
const NEVER_COUNTED = -1;

export class DiveTally {
  /** Over all paths. */
  smallestBytes = 0;
  bytes = 0;
  /** Paths that came more than once, in the order of their second coming. */
  readonly repeated: number[] = [];
  #sum = new Float64Array(FIRST_CAPACITY);
  #smallest = new Float64Array(FIRST_CAPACITY);
  #count = new Uint32Array(FIRST_CAPACITY);
  #known = new Uint8Array(FIRST_CAPACITY);

  sumOf(path: number): number {
    return this.#sum[path] ?? 0;
  }

  countOf(path: number): number {
    return this.#count[path] ?? 0;
  }

  add(path: number, size: number): void {
    this.touch(path);
    const smallest = this.#smallest[path] ?? 0;
    if (smallest < 0 || size < smallest) {
      this.smallestBytes += size - smallest;
      this.#smallest[path] = size;
    }
    this.bytes += size;
    this.#sum[path] = this.sumOf(path) + size;
    const count = this.countOf(path) + 1;
    this.#count[path] = count;
    if (count === 2) this.repeated.push(path);
  }

  /** Notes the path without counting anything. */
  touch(path: number): void {
    if (path >= this.#known.length) this.#grow(path);
    if (this.#known[path] === 1) return;
    this.#known[path] = 1;
    this.#smallest[path] = NEVER_COUNTED;
    this.smallestBytes += NEVER_COUNTED;
  }

  #grow(path: number): void {
    const capacity = Math.ceil(1.5 * (path + 1));
    this.#sum = longerColumn(this.#sum, capacity);
    this.#smallest = longerColumn(this.#smallest, capacity);
    this.#count = longerColumn(this.#count, capacity);
    this.#known = longerColumn(this.#known, capacity);
  }
}
