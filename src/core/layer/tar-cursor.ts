/** Takes stretches out of a tar that comes in chunks, from front to back. */
import type { Chunks } from './decode-tar.ts';

export class TarCursor {
  readonly #chunks: Chunks;
  /** What has come and was not taken, and where in the tar it starts. */
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #position: number;

  constructor(chunks: Chunks, tarOffset: number) {
    this.#chunks = chunks;
    this.#position = tarOffset;
  }

  /** `bytes` of the tar from `tarOffset` on, which lies behind all that was taken before; fewer where the tar ends. */
  async *take(tarOffset: number, bytes: number): Chunks {
    if (bytes === 0) return;
    const end = tarOffset + bytes;
    while (this.#position < end) {
      if (this.#rest.length === 0 && !(await this.#fetch())) return;
      const start = Math.max(0, tarOffset - this.#position);
      const taken = this.#rest.subarray(start, end - this.#position);
      this.#pass(start + taken.length);
      if (taken.length > 0) yield taken;
    }
  }

  /** Nothing more is wanted. */
  async close(): Promise<void> {
    await this.#chunks.return();
  }

  #pass(bytes: number): void {
    const passed = Math.min(bytes, this.#rest.length);
    this.#rest = this.#rest.subarray(passed);
    this.#position += passed;
  }

  async #fetch(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#rest = next.value;
    return true;
  }
}
