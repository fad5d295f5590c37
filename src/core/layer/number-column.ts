/**
 * A column of whole numbers in the making. Numbers are gathered in chunks, each in the narrowest array that holds it, so a
 * million small numbers never take more room than they need; the finished column is as narrow as the whole allows.
 */
import type { NumberColumn } from './layer-index.ts';
import { type NumberType, viewAs } from './sections.ts';

const CHUNK = 4096;

interface Range {
  min: number;
  max: number;
  whole: boolean;
}

const NARROW = {
  u8: (numbers: Float64Array) => new Uint8Array(numbers),
  u16: (numbers: Float64Array) => new Uint16Array(numbers),
  u32: (numbers: Float64Array) => new Uint32Array(numbers),
  i32: (numbers: Float64Array) => new Int32Array(numbers),
  f64: (numbers: Float64Array) => new Float64Array(numbers),
} as const;

export class GrowingColumn {
  #chunks: NumberColumn[] = [];
  /** Numbers not yet in a chunk. */
  #loose: Float64Array | undefined;
  #looseCount = 0;
  #chunked = 0;
  readonly #range: Range = { min: 0, max: 0, whole: true };

  get length(): number {
    return this.#chunked + this.#looseCount;
  }

  /** The type of the column if it ended here. */
  get type(): NumberType {
    this.#closeChunk();
    return narrowestType(this.#range);
  }

  push(number: number): void {
    this.#loose ??= new Float64Array(CHUNK);
    this.#loose[this.#looseCount++] = number;
    if (this.#looseCount === CHUNK) this.#closeChunk();
  }

  take(numbers: Float64Array | Uint32Array, count: number): void {
    this.#loose ??= new Float64Array(CHUNK);
    for (let from = 0; from < count;) {
      const fits = Math.min(count - from, CHUNK - this.#looseCount);
      this.#loose.set(numbers.subarray(from, from + fits), this.#looseCount);
      this.#looseCount += fits;
      from += fits;
      if (this.#looseCount === CHUNK) this.#closeChunk();
    }
  }

  /** Writes the column to `bytes` as `type`, which holds every number of it, and forgets it chunk by chunk. */
  drainTo(bytes: Uint8Array<ArrayBuffer>, type: NumberType): void {
    this.#closeChunk();
    const target = viewAs(type, bytes);
    let at = 0;
    for (const chunk of this.#chunks.splice(0)) {
      target.set(chunk, at);
      at += chunk.length;
    }
    this.#chunked = 0;
  }

  #closeChunk(): void {
    if (this.#loose === undefined || this.#looseCount === 0) return;
    const numbers = this.#loose.subarray(0, this.#looseCount);
    const range = rangeOf(numbers);
    this.#chunks.push(NARROW[narrowestType(range)](numbers));
    this.#chunked += numbers.length;
    this.#looseCount = 0;
    this.#range.min = Math.min(this.#range.min, range.min);
    this.#range.max = Math.max(this.#range.max, range.max);
    this.#range.whole &&= range.whole;
  }
}

function rangeOf(numbers: Float64Array): Range {
  let min = 0;
  let max = 0;
  let whole = true;
  for (const number of numbers) {
    if (number < min) min = number;
    if (number > max) max = number;
    if (number !== Math.floor(number)) whole = false; // NaN too
  }
  return { min, max, whole };
}

function narrowestType({ min, max, whole }: Range): NumberType {
  if (!whole) return 'f64';
  if (min < 0) return min >= -(2 ** 31) && max < 2 ** 31 ? 'i32' : 'f64';
  if (max < 2 ** 8) return 'u8';
  if (max < 2 ** 16) return 'u16';
  return max < 2 ** 32 ? 'u32' : 'f64';
}
