/**
 * The map of a PAX 1.0 sparse file: decimal numbers, each ended by a newline, in as many 512-byte blocks as it takes at the start of
 * the stored bytes: how many segments, then offset and length of each.
 */
import type { SparseMap, SparseMapReader } from './sparse-map.ts';
import { SparseSegments } from './sparse-map.ts';

export class PaxSparseMap implements SparseMapReader {
  readonly inBody = true;
  readonly #realSize: number;
  /** Bytes of the entry that were not pushed. */
  #left: number;
  readonly #segments = new SparseSegments();
  /** How many numbers are to come; undefined until the first has said so. */
  #missing: number | undefined;
  /** Digits of the number under way. */
  #digits = 0;
  #number = 0;
  #offset = 0;
  #fault: string | undefined;

  /** `stored`: all bytes of the entry, map and data. */
  constructor(realSize: number, stored: number) {
    this.#realSize = realSize;
    this.#left = stored;
    this.#checkRoom();
  }

  get more(): boolean {
    return this.#fault === undefined && this.#missing !== 0;
  }

  push(block: Uint8Array): void {
    this.#left -= block.length;
    for (const byte of block) {
      if (!this.more) return;
      this.#take(byte);
    }
    if (this.more) this.#checkRoom();
  }

  finish(): SparseMap | string {
    return this.#fault ?? this.#segments.finish(this.#realSize);
  }

  #take(byte: number): void {
    const digit = byte - 0x30;
    if (digit >= 0 && digit <= 9) {
      this.#number = this.#number * 10 + digit;
      this.#digits++;
      if (!Number.isSafeInteger(this.#number)) this.#fault = 'a number is too big';
    } else if (byte === 0x0a && this.#digits > 0) {
      this.#takeNumber(this.#number);
      this.#number = 0;
      this.#digits = 0;
    } else {
      this.#fault = 'an offset or length is not a number';
    }
  }

  #takeNumber(number: number): void {
    if (this.#missing === undefined) {
      this.#missing = 2 * number;
      return;
    }
    const isLength = this.#missing % 2 === 1;
    this.#missing--;
    if (isLength) this.#segments.add(this.#offset, number);
    else this.#offset = number;
    this.#fault = this.#segments.fault;
  }

  #checkRoom(): void {
    if (this.#left < 512) this.#fault = 'the map does not fit in the stored bytes';
  }
}
