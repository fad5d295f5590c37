/**
 * Bytes gathered piece by piece whose number is not known beforehand. Kept as a list of chunks, so growing never copies what is
 * there and never needs room for it twice.
 */
const FIRST_CHUNK = 4 << 10;
const LARGEST_CHUNK = 4 << 20;

export class GrowingBytes {
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #last = new Uint8Array(0);
  #lastUsed = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    const fits = Math.min(bytes.length, this.#last.length - this.#lastUsed);
    this.#put(bytes.subarray(0, fits));
    if (fits === bytes.length) return;
    this.#addChunk(bytes.length - fits);
    this.#put(bytes.subarray(fits));
  }

  /** Writes everything to the start of `target` and forgets it, chunk by chunk. */
  drainTo(target: Uint8Array): void {
    let at = 0;
    for (const chunk of this.#chunks.splice(0)) {
      target.set(chunk.subarray(0, Math.min(chunk.length, this.#length - at)), at);
      at += chunk.length;
    }
    this.#last = new Uint8Array(0);
    this.#lastUsed = 0;
    this.#length = 0;
  }

  #put(bytes: Uint8Array): void {
    this.#last.set(bytes, this.#lastUsed);
    this.#lastUsed += bytes.length;
    this.#length += bytes.length;
  }

  #addChunk(atLeast: number): void {
    const next = Math.min(Math.max(FIRST_CHUNK, 2 * this.#last.length), LARGEST_CHUNK);
    this.#last = new Uint8Array(Math.max(next, atLeast));
    this.#lastUsed = 0;
    this.#chunks.push(this.#last);
  }
}
