/**
 * Reads a source from front to back in windows that double from 256 KiB to 8 MiB, with one window read ahead: each read of a
 * file costs up to a millisecond, whatever its length, while small windows leave what is skipped unread. After a jump
 * the windows start small again, and nothing is read ahead before the first of them was used.
 */
import type { ByteSource } from './byte-source.ts';

const FIRST_WINDOW = 256 << 10;
const LARGEST_WINDOW = 8 << 20;

type Outcome = { bytes: Uint8Array<ArrayBuffer> } | { error: unknown };

interface Window {
  start: number;
  end: number;
  /** Never rejects, so a window that nobody waits for any more cannot fail unheard. */
  outcome: Promise<Outcome>;
}

export class WindowReader implements AsyncIterable<Uint8Array<ArrayBuffer>> {
  readonly #source: ByteSource;
  readonly #end: number;
  #position: number;
  /** Where the next window starts. */
  #ahead: number;
  #windowBytes = FIRST_WINDOW;
  /** Being read, or read and not yet given; contiguous up to `#ahead`. */
  #windows: Window[] = [];

  /** Reads `[start, end)` of `source`. */
  constructor(source: ByteSource, start = 0, end = source.size) {
    this.#source = source;
    this.#end = end;
    this.#position = start;
    this.#ahead = start;
  }

  /** Offset in the source of what `next` gives. */
  get position(): number {
    return this.#position;
  }

  /** How many bytes from `position` on are read or being read: skipping no more than these saves nothing. */
  get fetchedBytes(): number {
    return this.#ahead - this.#position;
  }

  /** The next window, or undefined at the end. Wait for one before asking for the next. */
  async next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.#windows.length === 0) this.#fetch();
    const window = this.#windows.shift();
    if (window === undefined) return undefined;
    const readAhead = this.#windows.length === 0 && window.end - window.start > FIRST_WINDOW;
    if (readAhead) this.#fetch();
    const from = this.#position - window.start;
    this.#position = window.end;
    const outcome = await window.outcome;
    if ('error' in outcome) throw outcome.error;
    return outcome.bytes.subarray(from);
  }

  /** Leaves out the next `bytes`, at most all there are; what of them is not being read yet will not be. */
  skip(bytes: number): void {
    this.#position = Math.min(this.#position + bytes, this.#end);
    this.#windows = this.#windows.filter((window) => window.end > this.#position);
    if (this.#position <= this.#ahead) return;
    this.#ahead = this.#position;
    this.#windowBytes = FIRST_WINDOW;
  }

  /** Drops everything; `next` gives nothing more. */
  close(): void {
    this.skip(this.#end - this.#position);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
    try {
      for (let window = await this.next(); window; window = await this.next()) yield window;
    } finally {
      this.close();
    }
  }

  #fetch(): void {
    const start = this.#ahead;
    const end = Math.min(start + this.#windowBytes, this.#end);
    if (start >= end) return;
    this.#ahead = end;
    this.#windowBytes = Math.min(2 * this.#windowBytes, LARGEST_WINDOW);
    this.#windows.push({ start, end, outcome: settled(this.#source.read(start, end)) });
  }
}

async function settled(read: Promise<Uint8Array<ArrayBuffer>>): Promise<Outcome> {
  try {
    return { bytes: await read };
  } catch (error) {
    return { error };
  }
}
