/** Numbers that look random and are the same every time: xorshift32, started from a text. */
import { createHash } from 'node:crypto';

export class Seeded {
  #state;

  constructor(/** @type {string} */ seed) {
    // All zeros would stay zeros for ever.
    this.#state = createHash('sha256').update(seed).digest().readUInt32LE(0) || 1;
  }

  /** From 0 up to, and without, `limit`. */
  below(/** @type {number} */ limit) {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % limit;
  }

  /**
   * @template T
   * @param {readonly T[]} list not empty
   * @returns {T}
   */
  pick(list) {
    const [item] = list.slice(this.below(list.length));
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }

  bytes(/** @type {number} */ count) {
    return Buffer.from(Array.from({ length: count }, () => this.below(256)));
  }

  hex(/** @type {number} */ digits) {
    return Array.from({ length: digits }, () => this.below(16).toString(16)).join('');
  }
}
