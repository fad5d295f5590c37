/**
 * The only types both sides of the worker boundary share. Everything here is plain data; what is transferred says so, all else is
 * copied (a `Blob` is a handle: copying it is cheap).
 */
import type { EntryPlace } from '../src/core/layer/read-entry.ts';
import type { Outcome } from '../src/core/problem.ts';

/** How far an indexing has come. Sent at most ten times a second, and once at the end. */
export interface IndexProgress {
  stage: 'index';
  /** Of the blob as stored. */
  doneBytes: number;
  totalBytes: number;
  /** Of the uncompressed tar. */
  tarBytes: number;
  entries: number;
}

export interface LayerWorker {
  /** Indexes a layer; gives the index's one buffer, transferred (open it with `openLayerIndex`). */
  index(layer: Blob, onProgress: (progress: IndexProgress) => void): Promise<Outcome<ArrayBuffer>>;
  /** Reads one file's content whole, transferred; refuses above `limit` bytes. */
  read(layer: Blob, place: EntryPlace, limit: number): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** Loads what otherwise loads when first needed, so that a page that has gone offline opens every format. */
  preload(): Promise<void>;
}
