/**
 * Reads a source from front to back in windows that double from 256 KiB to 8 MiB, with one window read ahead: each read of a
 * file costs up to a millisecond, whatever its length, while small windows leave what is skipped unread. A source that can
 * stream is streamed once the windows have grown, because small chunks overlap better with what is done to them. After a jump
 * the windows start small again, and nothing is read ahead before the first of them was used.
 */
import type { ByteSource, ByteStream } from './byte-source.ts';

const FIRST_WINDOW = 256 << 10;
const LARGEST_WINDOW = 8 << 20;
/** Windows of this size and more are worth a stream. */
const STREAMED_WINDOW = 2 << 20;
/** About what a stream holds ready; leaving it for a jump over less saves nothing. */
const STREAM_AHEAD = 2 << 20;

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
  /** What comes from `#ahead` on, behind the windows. */
  #stream: ByteStream | undefined;
  /** What was given last. */
  #given: Uint8Array<ArrayBuffer> | undefined;

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
    const ahead = this.#stream === undefined ? 0 : STREAM_AHEAD;
    return this.#ahead - this.#position + ahead;
  }

  /** The next window, or undefined at the end. Wait for one before asking for the next, which takes the bytes of the one before away. */
  async next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.#discardGiven();
    if (this.#windows.length === 0) this.#fetch();
    const window = this.#windows.shift();
    if (window === undefined) return this.#nextOfStream();
    const readAhead = this.#windows.length === 0 && window.end - window.start > FIRST_WINDOW;
    if (readAhead) this.#fetch();
    const from = this.#position - window.start;
    this.#position = window.end;
    const outcome = await window.outcome;
    if ('error' in outcome) throw outcome.error;
    this.#given = outcome.bytes;
    return outcome.bytes.subarray(from);
  }

  /** Everything will be wanted: no need to start small. A source that can stream is streamed from here on. */
  expectAll(): void {
    if (this.#source.stream === undefined) return;
    this.#windowBytes = Math.max(this.#windowBytes, STREAMED_WINDOW);
    this.#fetch();
  }

  /** Leaves out the next `bytes`, at most all there are; what of them is not being read yet will not be. */
  skip(bytes: number): void {
    this.#position = Math.min(this.#position + bytes, this.#end);
    this.#windows = this.#windows.filter((window) => window.end > this.#position);
    if (this.#position <= this.#ahead) return;
    this.#endStream();
    this.#ahead = this.#position;
    this.#windowBytes = FIRST_WINDOW;
  }

  /** Drops everything; `next` gives nothing more. */
  close(): void {
    this.#discardGiven();
    this.#endStream();
    this.skip(this.#end - this.#position);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
    try {
      for (let window = await this.next(); window; window = await this.next()) yield window;
    } finally {
      this.close();
    }
  }

  async #nextOfStream(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const chunk = await this.#stream?.next();
    if (chunk === undefined) return undefined;
    this.#position += chunk.length;
    this.#ahead = this.#position;
    this.#given = chunk;
    return chunk;
  }

  #discardGiven(): void {
    const given = this.#given;
    this.#given = undefined;
    // A view of a longer buffer may share it with bytes that are still to come.
    if (given !== undefined && given.length === given.buffer.byteLength)
      this.#source.discard?.(given);
  }

  #endStream(): void {
    this.#stream?.close();
    this.#stream = undefined;
  }

  #fetch(): void {
    const start = this.#ahead;
    const end = Math.min(start + this.#windowBytes, this.#end);
    if (start >= end || this.#stream !== undefined) return;
    if (this.#windowBytes >= STREAMED_WINDOW && this.#source.stream !== undefined) {
      this.#stream = this.#source.stream(start, this.#end);
      return;
    }
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
