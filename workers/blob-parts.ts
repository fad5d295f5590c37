/**
 * A blob of any size, written chunk by chunk. What is written leaves this thread's memory part by part: the browser keeps it, and puts it
 * on disk when it is much.
 */
import { InputError } from '../src/core/problem.ts';

export interface BlobPartsOptions {
  partBytes?: number;
  /** How long to wait before each further try to find room for a part. */
  waitsMs?: readonly number[];
}

const PART_BYTES = 4 << 20;
/** Chromium keeps no more than 500 MiB until it has measured its disk, which takes it some seconds from the first blob on. */
const WAITS_MS = [100, 200, 400, 800, 1600, 3200];

export class BlobParts {
  readonly #parts: Blob[] = [];
  readonly #partBytes: number;
  readonly #waitsMs: readonly number[];
  /** Of the part that is being filled. */
  #buffer = new Uint8Array(0);
  #filled = 0;
  #doneBytes = 0;

  constructor({ partBytes = PART_BYTES, waitsMs = WAITS_MS }: BlobPartsOptions = {}) {
    this.#partBytes = partBytes;
    this.#waitsMs = waitsMs;
  }

  /** Takes a chunk; it may be changed when this resolves. Throws `no-room` where the browser cannot keep more. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let rest = chunk; rest.length > 0;) {
      if (this.#buffer.length === 0) this.#buffer = new Uint8Array(this.#partBytes);
      const taken = rest.subarray(0, this.#partBytes - this.#filled);
      this.#buffer.set(taken, this.#filled);
      this.#filled += taken.length;
      rest = rest.subarray(taken.length);
      if (this.#filled === this.#partBytes) await this.#keep();
    }
  }

  /** Everything that was written. */
  async finish(): Promise<Blob> {
    if (this.#filled > 0) await this.#keep();
    this.#buffer = new Uint8Array(0);
    return new Blob(this.#parts);
  }

  async #keep(): Promise<void> {
    const filled = this.#buffer.subarray(0, this.#filled);
    this.#filled = 0;
    for (let tries = 0; ; tries++) {
      try {
        this.#parts.push(await keptBlob(filled));
        break;
      } catch (error) {
        const waitMs = this.#waitsMs[tries];
        if (waitMs === undefined) throw this.#noRoom(error);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
    this.#doneBytes += filled.length;
  }

  #noRoom(error: unknown): InputError {
    const detail = error instanceof Error ? error.message : String(error);
    return new InputError({ kind: 'no-room', bytes: this.#doneBytes, detail });
  }
}

/** Copies the bytes into a blob. That happens behind the scenes and may fail there; only reading tells when it is done. */
async function keptBlob(bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const blob = new Blob([bytes]);
  const last = await blob.slice(-1).arrayBuffer();
  if (last.byteLength !== Math.min(1, blob.size)) throw new Error('a part was not kept');
  return blob;
}
