/**
 * What the layer room needs done fast, as interfaces: WebAssembly does it in `src/wasm`, a slow TypeScript twin in
 * `twin-engine.ts`, and both pass the same tests.
 */
import type { IndexBuilder } from './index-builder.ts';
import type { Problem } from '../problem.ts';
import type { InflateStart } from './inflate-start.ts';

export type { InflateStart };

export interface Decoders {
  readonly engine: LayerEngine;
  /** Loaded when first asked for. */
  zstd(): Promise<StreamDecode>;
  xz(): Promise<StreamDecode>;
}

export interface LayerEngine {
  /**
   * Starts the one pass over a layer that fills `builder`: from gzip bytes, or from tar bytes. Several may be under way.
   */
  startPass(input: 'gzip' | 'tar', builder: IndexBuilder): LayerPass;
  /**
   * Starts inflating gzip bytes in the middle; see `SeekPoints` for the state. `onProblem` hears of what does not keep the rest from being
   * inflated: checksums and lengths that are wrong, bytes behind the last member.
   */
  startInflate(from: InflateStart, onProblem?: (problem: Problem) => void): Inflate;
}

export interface LayerPass {
  /** Bytes of tar seen (or skipped) so far. */
  readonly tarBytes: number;
  /** Entries found so far. */
  readonly entries: number;
  /** Takes the next bytes; may be called with any number of them. `bytes` is not kept. */
  push(bytes: Uint8Array): void;
  /** Tar input only: how many of the bytes that come next are a body or padding that nobody needs to look at. */
  readonly skippable: number;
  /** Tar input only: passes over `bytes` (at most `skippable`) without having seen them; their file gets no fingerprint. */
  skip(bytes: number): void;
  /** True once nothing that still comes can change the index, because the input is broken beyond. */
  readonly done: boolean;
  /** No more bytes come. Everything is in the builder afterwards. */
  finish(): void;
}

export interface Inflate {
  /**
   * Takes the next compressed bytes and gives what they inflate to, chunk by chunk; a chunk is only valid until the next one is
   * asked for. Stop iterating when enough has come. `last`: no bytes come after these.
   */
  push(bytes: Uint8Array, last: boolean): Generator<Uint8Array<ArrayBuffer>, void, void>;
  /** Done with, early or late. */
  close(): void;
}

/**
 * Decodes a whole blob, chunk by chunk; a chunk is only valid until the next one is asked for. Says where each frame starts
 * (offsets in the blob and in what it decodes to), for formats that have frames. Throws an `InputError` where the input is damaged,
 * after everything before the damage was given.
 */
export type StreamDecode = (
  input: AsyncIterable<Uint8Array>,
  onFrame?: (sourceOffset: number, tarOffset: number) => void,
) => AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;
