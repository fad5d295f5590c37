/** Where and how inflating gzip bytes can start: a seek point, unpacked. */
export interface InflateStart {
  tarOffset: number;
  sourceOffset: number;
  bit: number;
  /** Inflated state of the seek point; empty at the start of a gzip member. */
  state: Uint8Array;
}

/** The same as a pass finds it and an index keeps it. */
export interface SeekPoint {
  tarOffset: number;
  sourceOffset: number;
  bit: number;
  /** The state, deflated; empty at the start of a gzip member or zstd frame. */
  packedState: Uint8Array;
}
