/**
 * The one seam through which bytes enter the house (DESIGN, idea 1). A dropped file, a member of an archive, a cached
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
}
