/**
 * A layer, read once: columns over the entries of its tar in archive order. Immutable. All columns are
 * views over one `buffer`, which is also the cached form (docs/FORMATS.md), so an index is transferred or stored
 * by handing over that one buffer. Row `i` of every column speaks of entry `i`.
 */
import type { Compression, Problem } from '../problem.ts';

/** A column of whole numbers in the narrowest array that holds them all. */
export type NumberColumn =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

export interface LayerIndex {
  readonly buffer: ArrayBuffer;
  readonly compression: Compression;
  /** Bytes of the blob as stored. */
  readonly sourceBytes: number;
  /** Bytes of the uncompressed tar, as far as it could be read. */
  readonly tarBytes: number;
  readonly entryCount: number;

  /** Names and link targets as raw bytes, one after the other: name 0, link 0, name 1, link 1 … */
  readonly pool: Uint8Array<ArrayBuffer>;
  /** Where the name of entry `i` ends in `pool`; it starts where link `i - 1` ends. */
  readonly nameEnd: Uint32Array<ArrayBuffer>;
  readonly linkEnd: Uint32Array<ArrayBuffer>;
  /** The tar's type byte, NUL normalised to '0' (or '5' for a v7 directory). */
  readonly typeflag: Uint8Array<ArrayBuffer>;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: Uint16Array<ArrayBuffer>;
  readonly uid: NumberColumn;
  readonly gid: NumberColumn;
  /** Bytes a reader of the file gets (holes included); 0 for what has no content. */
  readonly size: NumberColumn;
  /** Whole seconds, rounded down, and the nanoseconds above them. */
  readonly mtime: NumberColumn;
  readonly mtimeNanos: NumberColumn;
  /** Where the entry's stored bytes start in the tar. */
  readonly bodyOffset: NumberColumn;
  /** XXH64 (seed 0) of a regular file's content; 0 where it was not taken (body skipped, cut short, or no file). */
  readonly fingerprint: BigUint64Array<ArrayBuffer>;

  readonly devices: DeviceTable;
  readonly records: RecordTable;
  readonly sparse: SparseTable;
  readonly seekPoints: SeekPoints;
  readonly problems: readonly Problem[];
}

/** Device numbers of the few entries that have them; `entry` ascends. */
export interface DeviceTable {
  readonly entry: Uint32Array<ArrayBuffer>;
  readonly major: Uint32Array<ArrayBuffer>;
  readonly minor: Uint32Array<ArrayBuffer>;
}

/** PAX records that no column holds (`SCHILY.xattr.*` and the like), raw; `entry` ascends. */
export interface RecordTable {
  readonly entry: Uint32Array<ArrayBuffer>;
  /** Key 0, value 0, key 1, value 1 … in `pool`. */
  readonly keyEnd: Uint32Array<ArrayBuffer>;
  readonly valueEnd: Uint32Array<ArrayBuffer>;
  readonly pool: Uint8Array<ArrayBuffer>;
}

/** Data segments of sparse files: `length` stored bytes belong at `offset` of the file; all else is holes. `entry` ascends. */
export interface SparseTable {
  readonly entry: Uint32Array<ArrayBuffer>;
  readonly offset: Float64Array<ArrayBuffer>;
  readonly length: Float64Array<ArrayBuffer>;
}

/**
 * Places where decompression can start. A point whose state is empty is the start of a gzip member or zstd frame; else
 * the state is what `inflate` needs to go on in the middle (docs/FORMATS.md), deflated.
 */
export interface SeekPoints {
  readonly tarOffset: Float64Array<ArrayBuffer>;
  readonly sourceOffset: Float64Array<ArrayBuffer>;
  /** Bits of the byte at `sourceOffset` that are already used up, 0–7. */
  readonly bit: Uint8Array<ArrayBuffer>;
  readonly stateEnd: Uint32Array<ArrayBuffer>;
  readonly states: Uint8Array<ArrayBuffer>;
}

export type EntryKind =
  'file' | 'hardlink' | 'symlink' | 'char' | 'block' | 'dir' | 'fifo' | 'other';

/** What kind of thing entry `i` is. Contiguous (`7`) and GNU sparse (`S`) entries are files. */
export function entryKind(index: LayerIndex, i: number): EntryKind {
  return kindOfTypeflag(index.typeflag[i] ?? 0);
}

export function kindOfTypeflag(typeflag: number): EntryKind {
  switch (typeflag) {
    case 0x30: // '0'
    case 0x37: // '7' contiguous
    case 0x53: // 'S' GNU sparse
      return 'file';
    case 0x31:
      return 'hardlink';
    case 0x32:
      return 'symlink';
    case 0x33:
      return 'char';
    case 0x34:
      return 'block';
    case 0x35:
      return 'dir';
    case 0x36:
      return 'fifo';
    default:
      return 'other';
  }
}

/** The raw bytes of the name of entry `i`, as the tar has them. */
export function entryName(index: LayerIndex, i: number): Uint8Array<ArrayBuffer> {
  return index.pool.subarray(i === 0 ? 0 : index.linkEnd[i - 1], index.nameEnd[i]);
}

/** The raw bytes of the link target of entry `i`; empty where there is none. */
export function entryLink(index: LayerIndex, i: number): Uint8Array<ArrayBuffer> {
  return index.pool.subarray(index.nameEnd[i], index.linkEnd[i]);
}
