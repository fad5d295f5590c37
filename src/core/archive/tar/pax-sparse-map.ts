/**
 * The map of a PAX 1.0 sparse file: decimal numbers, each ended by a newline, in as many 512-byte blocks as it takes at the start of
 * the stored bytes: how many segments, then offset and length of each.
 */
import type { SparseMap, SparseMapReader } from './sparse-map.ts';
import { MOST_MAP_BYTES } from './sparse-map.ts';

export class PaxSparseMap implements SparseMapReader {
  readonly inBody = true;
  readonly #realSize: number;
  readonly #stored: number;
  readonly #numbers: number[] = [];
  /** Undefined between two numbers. */
  #number: number | undefined;
  #mapBytes = 0;
  #fault: string | undefined;

  /** `stored`: all bytes of the entry, map and data. */
  constructor(realSize: number, stored: number) {
    this.#realSize = realSize;
    this.#stored = stored;
    this.#checkRoom();
  }

  get more(): boolean {
    return this.#fault === undefined && !this.#complete;
  }

  push(block: Uint8Array): void {
    this.#mapBytes += block.length;
    for (const byte of block) {
      if (!this.more) break;
      this.#take(byte);
    }
    if (this.more) this.#checkRoom();
  }

  finish(): SparseMap | string {
    if (this.#fault !== undefined) return this.#fault;
    return { realSize: this.#realSize, segments: this.#numbers.slice(1) };
  }

  get #complete(): boolean {
    const count = this.#numbers[0];
    return count !== undefined && this.#numbers.length >= 1 + 2 * count;
  }

  #take(byte: number): void {
    const digit = byte - 0x30;
    if (digit >= 0 && digit <= 9) {
      this.#number = (this.#number ?? 0) * 10 + digit;
      if (!Number.isSafeInteger(this.#number)) this.#fault = 'a number is too big';
    } else if (byte === 0x0a && this.#number !== undefined) {
      this.#numbers.push(this.#number);
      this.#number = undefined;
    } else {
      this.#fault = 'an offset or length is not a number';
    }
  }

  #checkRoom(): void {
    if (this.#mapBytes + 512 > this.#stored)
      this.#fault = 'the map does not fit in the stored bytes';
    else if (this.#mapBytes + 512 > MOST_MAP_BYTES) this.#fault = 'the map is longer than 1 MiB';
  }
}
