/** Stored bytes that a header has promised; whether they all came is known when the input ends. */
export interface Promised {
  /** Where they start in the tar. */
  start: number;
  bytes: number;
  name: Uint8Array;
}
