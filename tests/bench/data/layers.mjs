/** The layers of a run: made ones, or those of real images. Each is prepared when first asked for. */
import { largeLayer } from './large-layers.mjs';
import { smallLayer } from './small-layers.mjs';

/** @typedef {import('./small-layers.mjs').Layer} Layer */

export class Layers {
  #large;
  /** @type {Map<Layer['name'], Promise<Layer>>} */
  #known = new Map();

  /** @param {boolean} large */
  constructor(large) {
    this.#large = large;
  }

  /** @param {Layer['name']} name */
  get(name) {
    const known = this.#known.get(name) ?? (this.#large ? largeLayer(name) : smallLayer(name));
    this.#known.set(name, known);
    return known;
  }

  /** The layers that could be prepared so far. */
  async prepared() {
    const all = await Promise.allSettled(this.#known.values());
    return all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }
}
