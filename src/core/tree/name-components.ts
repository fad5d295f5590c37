/**
 * The components of a name, cleaned as container runtimes clean it before they look at any file: `//`, `/./` and what `..` undoes go
 * away, and `..` at the root stays there. Kept from name to name, to see how much of the way two have in common.
 */
import { sameBytes } from './same-bytes.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
export const MOST_COMPONENTS = 4096;

export class NameComponents {
  readonly starts = new Uint32Array(MOST_COMPONENTS);
  readonly ends = new Uint32Array(MOST_COMPONENTS);
  count = 0;
  /** How many components at the start are those of the name before. */
  common = 0;
  /** Whether `..` would have left the root. */
  escapes = false;
  tooDeep = false;
  /** How many components of the name before still stand in `starts` and `ends`. */
  #before = 0;

  read(pool: Uint8Array, start: number, end: number): void {
    this.#before = this.tooDeep ? 0 : this.count;
    this.count = 0;
    this.common = 0;
    this.escapes = false;
    this.tooDeep = false;
    for (let at = start; at < end; at++) {
      const from = at;
      while (at < end && pool[at] !== SLASH) at++;
      if (isDotDot(pool, from, at)) this.#leave();
      else if (at > from && !isDot(pool, from, at)) {
        if (this.count === MOST_COMPONENTS) {
          this.tooDeep = true;
          return;
        }
        this.#enter(pool, from, at);
      }
    }
  }

  #enter(pool: Uint8Array, start: number, end: number): void {
    const i = this.count;
    if (i === this.common && i < this.#before && this.#isAt(i, pool, start, end)) this.common++;
    this.starts[i] = start;
    this.ends[i] = end;
    this.count++;
  }

  #leave(): void {
    if (this.count === 0) this.escapes = true;
    else this.count--;
    // What follows is written over what the name before had there.
    this.#before = Math.min(this.#before, this.count);
    this.common = Math.min(this.common, this.count);
  }

  #isAt(i: number, pool: Uint8Array, start: number, end: number): boolean {
    const was = this.starts[i] ?? 0;
    if ((this.ends[i] ?? 0) - was !== end - start) return false;
    return sameBytes(pool, was, pool, start, end - start);
  }
}

export function isDot(pool: Uint8Array, start: number, end: number): boolean {
  return end - start === 1 && pool[start] === DOT;
}

export function isDotDot(pool: Uint8Array, start: number, end: number): boolean {
  return end - start === 2 && pool[start] === DOT && pool[start + 1] === DOT;
}
