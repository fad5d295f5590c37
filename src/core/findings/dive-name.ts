/**
 * The components of an entry's name, cleaned as dive cleans it (Go's `path.Clean`): no empty ones, no `.`, and `..` takes back the one
 * before it. Other than container runtimes, dive lets `..` lead out of the root, to a folder of that name. Kept from name to name, to see how
 * much of the way two have in common.
 */
import { sameBytes } from '../tree/same-bytes.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
const FIRST_CAPACITY = 64;

export class DiveName {
  count = 0;
  /** How many components at the start are those of the name before. */
  common = 0;
  starts = new Uint32Array(FIRST_CAPACITY);
  ends = new Uint32Array(FIRST_CAPACITY);
  /** Whether it starts with a slash. */
  absolute = false;
  /** How many components of the name before are still there to compare with. */
  #before = 0;

  /** Reads the name at `[start, end)` of `pool`. */
  read(pool: Uint8Array, start: number, end: number): void {
    this.#before = this.count;
    this.count = 0;
    this.common = 0;
    this.absolute = start < end && pool[start] === SLASH;
    for (let at = start; at < end; at++) {
      const from = at;
      while (at < end && pool[at] !== SLASH) at++;
      if (isDotDot(pool, from, at)) this.#goUp(pool, from, at);
      else if (at > from && !isDot(pool, from, at)) this.#enter(pool, from, at);
    }
  }

  #goUp(pool: Uint8Array, start: number, end: number): void {
    const last = this.count - 1;
    const canGoUp = last >= 0 && !isDotDot(pool, this.starts[last] ?? 0, this.ends[last] ?? 0);
    if (canGoUp) {
      this.count = last;
      this.common = Math.min(this.common, last);
      // What comes here next would be compared with what was here just now.
      this.#before = Math.min(this.#before, last);
    } else if (!this.absolute) this.#enter(pool, start, end);
  }

  #enter(pool: Uint8Array, start: number, end: number): void {
    const i = this.count++;
    if (i === this.starts.length) this.#grow();
    if (i === this.common && i < this.#before && this.#isAt(i, pool, start, end)) this.common++;
    this.starts[i] = start;
    this.ends[i] = end;
  }

  #isAt(i: number, pool: Uint8Array, start: number, end: number): boolean {
    const was = this.starts[i] ?? 0;
    if ((this.ends[i] ?? 0) - was !== end - start) return false;
    return sameBytes(pool, was, pool, start, end - start);
  }

  #grow(): void {
    const { starts, ends } = this;
    this.starts = new Uint32Array(2 * starts.length);
    this.starts.set(starts);
    this.ends = new Uint32Array(2 * ends.length);
    this.ends.set(ends);
  }
}

function isDot(pool: Uint8Array, start: number, end: number): boolean {
  return end - start === 1 && pool[start] === DOT;
}

function isDotDot(pool: Uint8Array, start: number, end: number): boolean {
  return end - start === 2 && pool[start] === DOT && pool[start + 1] === DOT;
}
