import type { Compression } from '../problem.ts';
import type { SeekPoint } from './inflate-start.ts';
import type { Segments } from './segments.ts';

/** Where the content of an entry is. Plain and small, to be copied from thread to thread. */
export interface EntryPlace {
  /** For problems; bytes that are no UTF-8 are replaced. */
  name: string;
  compression: Compression;
  /** Of the whole blob; it must still be that long. */
  sourceBytes: number;
  /** Bytes a reader of the file gets, holes included. */
  size: number;
  /** Where in the tar the stored bytes start, and how many there are. */
  tarOffset: number;
  storedBytes: number;
  /** Where decompression starts. */
  from: SeekPoint;
  /** No byte of the blob from here on should be needed. */
  sourceEnd: number;
  /** Null where the file is not sparse. */
  segments: Segments | null;
}
