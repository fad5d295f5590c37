/**
 * The only types both sides of the worker boundary share. Everything here is plain data; what is transferred says so, all else is
 * copied (a `Blob` or a `File` is a handle: copying it is cheap).
 */
import type { ImageArchive } from '../src/core/image/image.ts';
import type { WantedDigests } from '../src/core/layer/check-digests.ts';
import type { HashedBodies, HashPlan } from '../src/core/layer/hash-bodies.ts';
import type { EntryPlace } from '../src/core/layer/read-entry.ts';
import type { Outcome, Problem } from '../src/core/problem.ts';

/** How far a job has come. Sent at most ten times a second, and once at the end. */
interface Progress<Stage extends string> {
  stage: Stage;
  /** Of the blob as stored; of the file's content where a file is saved. */
  doneBytes: number;
  totalBytes: number;
}

/** `unpack`: an archive that is compressed as a whole is decompressed; `archive`: what is in it is found. */
export type OpenProgress = Progress<'unpack' | 'archive'>;
export type SaveProgress = Progress<'save'>;
export type HashProgress = Progress<'hash'>;
export type CheckProgress = Progress<'check'>;

export interface IndexProgress extends Progress<'index'> {
  /** Of the uncompressed tar. */
  tarBytes: number;
  entries: number;
}

/** A callback on the other side. */
export type Tell<P> = (progress: P) => void;

/** A file as it was dropped or chosen; inside a folder its path has slashes. */
export interface DroppedFile {
  path: string;
  file: File;
}

/** What the dropped files hold. A place counts in `unpacked[file]` where there is one, else in the file itself. */
export interface OpenedFiles {
  archive: ImageArchive;
  unpacked: readonly (Blob | undefined)[];
  /** The index of a file that is one layer as it is, transferred. */
  indexes: readonly (ArrayBuffer | undefined)[];
}

export interface ImageWorker {
  /** Finds the images in what was dropped; nothing of their layers is read. */
  open(files: readonly DroppedFile[], tell: Tell<OpenProgress>): Promise<Outcome<OpenedFiles>>;
  /** Indexes a layer; gives the index's one buffer, transferred (open it with `openLayerIndex`). */
  index(layer: Blob, tell: Tell<IndexProgress>): Promise<Outcome<ArrayBuffer>>;
  /** Reads one file's content whole, transferred; refuses above `limit` bytes. */
  read(layer: Blob, place: EntryPlace, limit: number): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** Reads one file's content of any size into a blob, which the browser may keep on disk. */
  save(layer: Blob, place: EntryPlace, tell: Tell<SaveProgress>): Promise<Outcome<Blob>>;
  /** Hashes the content of many files in one pass over the layer. */
  hash(layer: Blob, plan: HashPlan, tell: Tell<HashProgress>): Promise<Outcome<HashedBodies>>;
  /** Hashes the layer itself, and tells where its digests do not fit. */
  check(layer: Blob, want: WantedDigests, tell: Tell<CheckProgress>): Promise<Outcome<Problem[]>>;
  /** Loads what otherwise loads when first needed, so that a page that has gone offline opens every format. */
  preload(): Promise<void>;
}
