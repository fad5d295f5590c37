/** A file's stored bytes as a series of steps: data, and the holes around it. */
import type { SparseMap } from './sparse-map.ts';
import type { Step } from './step.ts';

export class BodyPlan {
  readonly #segments: readonly number[];
  readonly #realSize: number;
  readonly #pad: number;
  readonly #hash: boolean;
  #next = 0;
  /** How far into the file the steps so far reach. */
  #position = 0;

  /** The bytes of the segments are all there are, up to `pad`. */
  constructor(map: SparseMap, pad: number, hash: boolean) {
    this.#segments = map.segments.length === 0 ? [0, 0] : map.segments;
    this.#realSize = map.realSize;
    this.#pad = pad;
    this.#hash = hash;
  }

  next(): Step | undefined {
    const offset = this.#segments[this.#next];
    const bytes = this.#segments[this.#next + 1];
    if (offset === undefined || bytes === undefined) return undefined;
    const first = this.#next === 0;
    const holeBefore = offset - this.#position;
    this.#position = offset + bytes;
    this.#next += 2;
    const last = this.#next >= this.#segments.length;
    const holeAfter = last ? this.#realSize - this.#position : 0;
    const pad = last ? this.#pad : 0;
    return { kind: 'body', first, last, hash: this.#hash, holeBefore, bytes, holeAfter, pad };
  }
}

/** Zeros up to the next multiple of 512. */
export function padding(bytes: number): number {
  return (512 - (bytes % 512)) % 512;
}
