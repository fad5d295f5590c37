/**
 * A layer index in the making: the passes fill it row by row, `seal` turns it into the finished thing. It is bounded in every
 * direction, because all it is told comes from the input: entries, bytes of names, records, segments, seek points, problems.
 */
import { GrowingBytes } from '../bytes/growing-bytes.ts';
import type { Compression, Problem } from '../problem.ts';
import { GrowingTables } from './growing-tables.ts';
import type { SeekPoint } from './inflate-start.ts';
import { SECTION, sealLayerIndex } from './layer-index-binary.ts';
import type { LayerIndex } from './layer-index.ts';
import { GrowingColumn } from './number-column.ts';
import { ProblemList } from './problem-list.ts';
import type { RowBatch } from './row-batch.ts';
import { bytesDraft, columnDraft } from './section-drafts.ts';
import type { SectionDraft } from './sections.ts';
import { SeekPointList } from './seek-point-list.ts';

/** What an index holds at most; all but `entries` only for tests. */
export interface IndexLimits {
  entries: number;
  /** Of names and link targets; the batch that reaches it is taken whole. */
  poolBytes: number;
  recordBytes: number;
  segments: number;
}

const LIMITS: IndexLimits = {
  entries: 20_000_000,
  poolBytes: 1 << 30,
  recordBytes: 64 << 20,
  segments: 4_000_000,
};

export class IndexBuilder {
  readonly limits: Readonly<IndexLimits>;
  #rows = 0;
  #newestOffset = 0;
  #recordsDropped = false;

  readonly #pool = new GrowingBytes();
  readonly #nameEnd = new GrowingBytes();
  readonly #linkEnd = new GrowingBytes();
  readonly #typeflag = new GrowingBytes();
  readonly #mode = new GrowingBytes();
  readonly #fingerprint = new GrowingBytes();
  readonly #uid = new GrowingColumn();
  readonly #gid = new GrowingColumn();
  readonly #size = new GrowingColumn();
  readonly #mtime = new GrowingColumn();
  readonly #mtimeNanos = new GrowingColumn();
  readonly #bodyOffset = new GrowingColumn();
  readonly #tables: GrowingTables;
  readonly #seekPoints = new SeekPointList();
  readonly #problems = new ProblemList();

  constructor(limits: Partial<IndexLimits> = {}) {
    this.limits = { ...LIMITS, ...limits };
    this.#tables = new GrowingTables(this.limits.recordBytes, this.limits.segments);
  }

  /** Rows taken so far. */
  get entryCount(): number {
    return this.#rows;
  }

  /** Whether a limit is reached: what still comes is left out, and the driver stops with `too-many-entries`. */
  get full(): boolean {
    return (
      this.#rows >= this.limits.entries ||
      this.#pool.length >= this.limits.poolBytes ||
      this.#tables.full
    );
  }

  /** Copies the rows out and clears the batch. */
  take(batch: RowBatch): void {
    const rows = this.full ? 0 : Math.min(batch.count, this.limits.entries - this.#rows);
    if (rows > 0) this.#takeRows(batch, rows);
    batch.clear();
  }

  #takeRows(batch: RowBatch, rows: number): void {
    const poolStart = this.#pool.length;
    this.#pool.append(batch.pool.subarray(0, batch.linkEnd[rows - 1]));
    this.#nameEnd.append(bytesOf(shifted(batch.nameEnd, rows, poolStart)));
    this.#linkEnd.append(bytesOf(shifted(batch.linkEnd, rows, poolStart)));
    this.#typeflag.append(batch.typeflag.subarray(0, rows));
    this.#mode.append(bytesOf(batch.mode.subarray(0, rows)));
    this.#fingerprint.append(bytesOf(batch.fingerprint.subarray(0, rows)));
    this.#uid.take(batch.uid, rows);
    this.#gid.take(batch.gid, rows);
    this.#size.take(batch.size, rows);
    this.#mtime.take(batch.mtime, rows);
    this.#mtimeNanos.take(batch.mtimeNanos, rows);
    this.#bodyOffset.take(batch.bodyOffset, rows);
    this.#newestOffset = batch.bodyOffset[rows - 1] ?? 0;
    this.#rows += rows;
  }

  /** Device numbers of row `entry`, which may still be in a batch. From call to call `entry` ascends. */
  addDevice(entry: number, major: number, minor: number): void {
    if (this.#hasRoomFor(entry)) this.#tables.addDevice(entry, major, minor);
  }

  /** A PAX record of row `entry` that no column holds. From call to call `entry` ascends. */
  addRecord(entry: number, key: Uint8Array, value: Uint8Array): void {
    if (!this.#hasRoomFor(entry)) return;
    if (this.#tables.addRecord(entry, key, value) || this.#recordsDropped) return;
    this.#recordsDropped = true;
    const limit = this.limits.recordBytes;
    this.addProblem({ kind: 'records-dropped', tarOffset: this.#newestOffset, limit });
  }

  /**
   * A data segment of the sparse file in row `entry`. From call to call `entry` ascends, and `offset` within an entry. A sparse
   * file has at least one segment, be it `(size, 0)`: that is how it is known to be sparse.
   */
  addSegment(entry: number, offset: number, length: number): void {
    if (this.#hasRoomFor(entry)) this.#tables.addSegment(entry, offset, length);
  }

  /** Copies the point. When there are too many, every second one goes. */
  addSeekPoint(point: SeekPoint): void {
    this.#seekPoints.add(point);
  }

  /** Keeps a hundred problems of a kind, and counts the rest. */
  addProblem(problem: Problem): void {
    this.#problems.add(problem);
  }

  /** Gives the finished index. The builder is empty afterwards and of no further use. */
  seal(about: { compression: Compression; sourceBytes: number; tarBytes: number }): LayerIndex {
    const problems = this.#problems.toArray();
    return sealLayerIndex({ ...about, entryCount: this.#rows, problems }, [
      ...this.#columnDrafts(),
      ...this.#tables.drafts(),
      ...this.#seekPoints.drafts(),
    ]);
  }

  #hasRoomFor(entry: number): boolean {
    return entry < this.limits.entries && !this.full;
  }

  #columnDrafts(): SectionDraft[] {
    return [
      bytesDraft(SECTION.pool, this.#pool, 'u8'),
      bytesDraft(SECTION.nameEnd, this.#nameEnd, 'u32'),
      bytesDraft(SECTION.linkEnd, this.#linkEnd, 'u32'),
      bytesDraft(SECTION.typeflag, this.#typeflag, 'u8'),
      bytesDraft(SECTION.mode, this.#mode, 'u16'),
      bytesDraft(SECTION.fingerprint, this.#fingerprint, 'u64'),
      columnDraft(SECTION.uid, this.#uid),
      columnDraft(SECTION.gid, this.#gid),
      columnDraft(SECTION.size, this.#size),
      columnDraft(SECTION.mtime, this.#mtime),
      columnDraft(SECTION.mtimeNanos, this.#mtimeNanos),
      columnDraft(SECTION.bodyOffset, this.#bodyOffset),
    ];
  }
}

function bytesOf(array: Uint16Array | Uint32Array | BigUint64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** The first `count` numbers, made greater `by` in place. */
function shifted(numbers: Uint32Array, count: number, by: number): Uint32Array {
  const some = numbers.subarray(0, count);
  if (by > 0) for (let i = 0; i < count; i++) some[i] = (some[i] ?? 0) + by;
  return some;
}
