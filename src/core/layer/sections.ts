/**
 * The container of a layer index's binary form: typed arrays in one little-endian buffer, found through a table
 * (docs/FORMATS.md). It knows nothing of layers. Reading makes views and copies nothing; whatever the buffer holds, it
 * gives views inside the buffer or throws an `InputError`.
 */
import { crc32 } from '../bytes/crc32.ts';
import { InputError } from '../problem.ts';
import type { NumberColumn } from './layer-index.ts';

/** 'onionidx' as a little-endian number. */
const MAGIC = 0x7864_696e_6f69_6e6fn;
const VERSION = 1;
const HEADER_BYTES = 24;
const TABLE_ROW_BYTES = 16;

export type ElementType = 'u8' | 'u16' | 'u32' | 'i32' | 'f64' | 'u64';
export type NumberType = Exclude<ElementType, 'u64'>;

/** The code of a type in the file is its place in this list. */
const TYPES: readonly ElementType[] = ['u8', 'u16', 'u32', 'i32', 'f64', 'u64'];
export const ELEMENT_BYTES = { u8: 1, u16: 2, u32: 4, i32: 4, f64: 8, u64: 8 } as const;

const VIEWS = {
  u8: (buffer: ArrayBuffer, at: number, count: number) => new Uint8Array(buffer, at, count),
  u16: (buffer: ArrayBuffer, at: number, count: number) => new Uint16Array(buffer, at, count),
  u32: (buffer: ArrayBuffer, at: number, count: number) => new Uint32Array(buffer, at, count),
  i32: (buffer: ArrayBuffer, at: number, count: number) => new Int32Array(buffer, at, count),
  f64: (buffer: ArrayBuffer, at: number, count: number) => new Float64Array(buffer, at, count),
  u64: (buffer: ArrayBuffer, at: number, count: number) => new BigUint64Array(buffer, at, count),
} as const;
export type ArrayOf<T extends ElementType> = ReturnType<(typeof VIEWS)[T]>;

/** A section to be written: `count` elements, put into place by `fill`. */
export interface SectionDraft {
  id: number;
  type: ElementType;
  count: number;
  /** Gets exactly the bytes of the section, all zero. */
  fill: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** Lays the sections out in one buffer and fills them one after the other. */
export function writeSections(drafts: readonly SectionDraft[]): ArrayBuffer {
  const offsets: number[] = [];
  let end = HEADER_BYTES + TABLE_ROW_BYTES * drafts.length;
  for (const draft of drafts) {
    offsets.push(align8(end));
    end = align8(end) + draft.count * ELEMENT_BYTES[draft.type];
  }
  const buffer = new ArrayBuffer(align8(end));
  const view = new DataView(buffer);
  view.setBigUint64(0, MAGIC, true);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, drafts.length, true);
  view.setUint32(16, buffer.byteLength, true);
  drafts.forEach((draft, i) => {
    const row = HEADER_BYTES + TABLE_ROW_BYTES * i;
    const at = offsets[i] ?? 0;
    view.setUint32(row, draft.id, true);
    view.setUint32(row + 4, TYPES.indexOf(draft.type), true);
    view.setUint32(row + 8, at, true);
    view.setUint32(row + 12, draft.count, true);
    draft.fill(new Uint8Array(buffer, at, draft.count * ELEMENT_BYTES[draft.type]));
  });
  view.setUint32(20, checksum(buffer, drafts.length), true);
  return buffer;
}

interface SectionPlace {
  type: ElementType;
  offset: number;
  count: number;
}

export class Sections {
  readonly #buffer: ArrayBuffer;
  readonly #places = new Map<number, SectionPlace>();

  /** Reads header and table, and checks that every section lies inside the buffer. */
  constructor(buffer: ArrayBuffer) {
    this.#buffer = buffer;
    const rows = readRowCount(buffer);
    const view = new DataView(buffer);
    for (let i = 0; i < rows; i++) {
      const row = HEADER_BYTES + TABLE_ROW_BYTES * i;
      const id = view.getUint32(row, true);
      if (this.#places.has(id)) throw faulty(`section ${id} is there twice`);
      this.#places.set(id, readPlace(view, row, id));
    }
    if (view.getUint32(20, true) !== checksum(buffer, rows)) throw faulty('wrong checksum');
  }

  /** Section `id` as an array of `type`; with `count` elements, if given. */
  array<T extends ElementType>(id: number, type: T, count?: number): ArrayOf<T> {
    const place = this.#place(id, count);
    if (place.type !== type) throw faulty(`section ${id} is ${place.type}, not ${type}`);
    return VIEWS[type](this.#buffer, place.offset, place.count) as ArrayOf<T>;
  }

  /** Section `id` in whichever of the number types it was written. */
  numbers(id: number, count: number): NumberColumn {
    const place = this.#place(id, count);
    if (place.type === 'u64') throw faulty(`section ${id} is no number column`);
    return VIEWS[place.type](this.#buffer, place.offset, place.count);
  }

  #place(id: number, count?: number): SectionPlace {
    const place = this.#places.get(id);
    if (place === undefined) throw faulty(`section ${id} is missing`);
    if (count !== undefined && place.count !== count) {
      throw faulty(`section ${id} has ${place.count} of ${count} elements`);
    }
    return place;
  }
}

/** What is thrown where a buffer is no sound layer index. */
export function faulty(reason: string): InputError {
  return new InputError({ kind: 'index-format', reason });
}

/** A typed view of bytes that were laid out for it. */
export function viewAs<T extends ElementType>(type: T, bytes: Uint8Array<ArrayBuffer>): ArrayOf<T> {
  const count = bytes.length / ELEMENT_BYTES[type];
  return VIEWS[type](bytes.buffer, bytes.byteOffset, count) as ArrayOf<T>;
}

function readRowCount(buffer: ArrayBuffer): number {
  if (buffer.byteLength < HEADER_BYTES) throw faulty('shorter than its header');
  const view = new DataView(buffer);
  if (view.getBigUint64(0, true) !== MAGIC) throw faulty('wrong magic bytes');
  const version = view.getUint32(8, true);
  if (version !== VERSION) throw faulty(`version ${version}`);
  if (view.getUint32(16, true) !== buffer.byteLength) throw faulty('wrong length');
  const rows = view.getUint32(12, true);
  if (HEADER_BYTES + TABLE_ROW_BYTES * rows > buffer.byteLength) throw faulty('table cut short');
  return rows;
}

function readPlace(view: DataView, row: number, id: number): SectionPlace {
  const type = TYPES[view.getUint32(row + 4, true)];
  const offset = view.getUint32(row + 8, true);
  const count = view.getUint32(row + 12, true);
  if (type === undefined) throw faulty(`section ${id} is of an unknown type`);
  if (offset % 8 !== 0 || offset + count * ELEMENT_BYTES[type] > view.byteLength) {
    throw faulty(`section ${id} lies outside`);
  }
  return { type, offset, count };
}

/** Covers the table and the first section: what the rest cannot be made sense of without. */
function checksum(buffer: ArrayBuffer, rows: number): number {
  const first = rows === 0 ? undefined : readPlace(new DataView(buffer), HEADER_BYTES, 0);
  const end = first === undefined ? HEADER_BYTES : first.offset + bytesIn(first);
  return crc32(new Uint8Array(buffer, HEADER_BYTES, end - HEADER_BYTES));
}

function bytesIn({ type, count }: SectionPlace): number {
  return count * ELEMENT_BYTES[type];
}

function align8(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}
