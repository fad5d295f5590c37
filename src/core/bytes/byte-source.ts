/**
 * The one seam through which bytes enter the house. A dropped file, a member of an archive, a cached
 * blob and a blob in a registry all look like this; the code above cannot tell which.
 */
export interface ByteSource {
  /** Bytes in the source. */
  readonly size: number;
  /**
   * Reads `[start, end)`. Gives exactly `end - start` bytes, or throws an `InputError`; a caller may keep and change
   * what it gets.
   */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Where a source gives a long stretch faster in order than by reads: `[start, end)`, chunk by chunk. It may read a little ahead of
   * what is asked for. Errors as with `read`.
   */
  stream?(start: number, end: number): ByteStream;
  /**
   * Takes back bytes that it gave and that nobody looks at any more. Nobody has to call it; where gigabytes are read in one go, the
   * garbage collector leaves hundreds of megabytes of them lying.
   */
  discard?(bytes: Uint8Array<ArrayBuffer>): void;
}

export interface ByteStream {
  /** The next chunk, or undefined at the end; wait for one before asking for the next. */
  next(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Nothing more is wanted. */
  close(): void;
}
