/**
 * The tables beside the columns, for the few entries that need them: device numbers, PAX records, segments of sparse files.
 * Entries ascend within each. Records and segments are bounded by number and bytes.
 */
import { GrowingBytes } from '../bytes/growing-bytes.ts';
import { SECTION } from './layer-index-binary.ts';
import { GrowingColumn } from './number-column.ts';
import { bytesDraft, columnDraft } from './section-drafts.ts';
import type { SectionDraft } from './sections.ts';

/** What a record takes beside its key and value. */
const RECORD_ROW_BYTES = 12;

export class GrowingTables {
  readonly #mostRecordBytes: number;
  readonly #mostSegments: number;
  #recordBytes = 0;

  readonly #deviceEntry = new GrowingColumn();
  readonly #major = new GrowingColumn();
  readonly #minor = new GrowingColumn();
  readonly #recordEntry = new GrowingColumn();
  readonly #keyEnd = new GrowingColumn();
  readonly #valueEnd = new GrowingColumn();
  readonly #recordPool = new GrowingBytes();
  readonly #segmentEntry = new GrowingColumn();
  readonly #offset = new GrowingColumn();
  readonly #length = new GrowingColumn();

  constructor(mostRecordBytes: number, mostSegments: number) {
    this.#mostRecordBytes = mostRecordBytes;
    this.#mostSegments = mostSegments;
  }

  /** Whether no further segment is taken. */
  get full(): boolean {
    return this.#segmentEntry.length >= this.#mostSegments;
  }

  addDevice(entry: number, major: number, minor: number): void {
    this.#deviceEntry.push(entry);
    this.#major.push(major);
    this.#minor.push(minor);
  }

  /** False where there is no room for it. */
  addRecord(entry: number, key: Uint8Array, value: Uint8Array): boolean {
    const bytes = this.#recordBytes + key.length + value.length + RECORD_ROW_BYTES;
    if (bytes > this.#mostRecordBytes) return false;
    this.#recordBytes = bytes;
    this.#recordPool.append(key);
    this.#keyEnd.push(this.#recordPool.length);
    this.#recordPool.append(value);
    this.#valueEnd.push(this.#recordPool.length);
    this.#recordEntry.push(entry);
    return true;
  }

  addSegment(entry: number, offset: number, length: number): void {
    this.#segmentEntry.push(entry);
    this.#offset.push(offset);
    this.#length.push(length);
  }

  drafts(): SectionDraft[] {
    return [
      columnDraft(SECTION.deviceEntry, this.#deviceEntry, 'u32'),
      columnDraft(SECTION.deviceMajor, this.#major, 'u32'),
      columnDraft(SECTION.deviceMinor, this.#minor, 'u32'),
      columnDraft(SECTION.recordEntry, this.#recordEntry, 'u32'),
      columnDraft(SECTION.recordKeyEnd, this.#keyEnd, 'u32'),
      columnDraft(SECTION.recordValueEnd, this.#valueEnd, 'u32'),
      bytesDraft(SECTION.recordPool, this.#recordPool, 'u8'),
      columnDraft(SECTION.sparseEntry, this.#segmentEntry, 'u32'),
      columnDraft(SECTION.sparseOffset, this.#offset, 'f64'),
      columnDraft(SECTION.sparseLength, this.#length, 'f64'),
    ];
  }
}
