/** The opaque markers of one layer: the directory of each, and its row. */
import { longerColumn } from './longer-column.ts';

export class OpaqueList {
  #count = 0;
  #path = new Uint32Array(4);
  #row = new Uint32Array(4);

  get count(): number {
    return this.#count;
  }

  add(path: number, row: number): void {
    if (this.#count === this.#path.length) {
      this.#path = longerColumn(this.#path, 2 * this.#count);
      this.#row = longerColumn(this.#row, 2 * this.#count);
    }
    this.#path[this.#count] = path;
    this.#row[this.#count++] = row;
  }

  pathAt(i: number): number {
    return this.#path[i] ?? 0;
  }

  rowAt(i: number): number {
    return this.#row[i] ?? 0;
  }
}
