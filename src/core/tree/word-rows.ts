/**
 * Rows of 32-bit numbers that grow without being copied and without taking more room than they need: they lie in chunks. All zero at
 * first.
 */
const CHUNK_BITS = 14;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const NO_CHUNK = new Uint32Array(0);

export class WordRows {
  readonly #width: number;
  readonly #chunks: Uint32Array<ArrayBuffer>[] = [];
  #capacity = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** Must come before the first `set` in a row; takes a fraction of a millisecond at most. */
  makeRoomFor(row: number): void {
    while (row >= this.#capacity) {
      this.#chunks.push(new Uint32Array(CHUNK_ROWS * this.#width));
      this.#capacity += CHUNK_ROWS;
    }
  }

  /** 0 in rows that do not exist. */
  get(row: number, field: number): number {
    return this.chunkOf(row)[this.startOf(row) + field] ?? 0;
  }

  set(row: number, field: number, word: number): void {
    this.chunkOf(row)[this.startOf(row) + field] = word;
  }

  /** For several fields of one row: its chunk, and where in it the row starts. */
  chunkOf(row: number): Uint32Array<ArrayBuffer> {
    return this.#chunks[row >>> CHUNK_BITS] ?? NO_CHUNK;
  }

  startOf(row: number): number {
    return (row & (CHUNK_ROWS - 1)) * this.#width;
  }
}
