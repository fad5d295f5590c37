/**
 * A few thousand rows of a layer index in the making, in one stretch of memory. The stretch is either a buffer of our own
 * (the TypeScript pass) or a part of the WebAssembly memory, where the engine writes rows itself; so the layout
 * below is a contract with `src/wasm/layer-engine/assembly/rows.ts`.
 */
export const ROW_CAPACITY = 4096;
/** Room for two names of an extension's full size behind a batch that is nearly full. */
export const ROW_POOL_BYTES = 4 << 20;
/** A batch with less room than this is handed on before the next row. Two extensions of 1 MiB and a header. */
export const ROW_POOL_RESERVE = (2 << 20) + 512;

const HEADER_BYTES = 16;
const POOL_AT = HEADER_BYTES + ROW_CAPACITY * (6 * 8 + 3 * 4 + 2 + 1);
export const ROW_BATCH_BYTES = POOL_AT + ROW_POOL_BYTES;

export interface Row {
  typeflag: number;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  mtimeNanos: number;
  bodyOffset: number;
  name: Uint8Array;
  link: Uint8Array;
}

export class RowBatch {
  readonly uid: Float64Array<ArrayBuffer>;
  readonly gid: Float64Array<ArrayBuffer>;
  readonly size: Float64Array<ArrayBuffer>;
  readonly mtime: Float64Array<ArrayBuffer>;
  readonly bodyOffset: Float64Array<ArrayBuffer>;
  readonly fingerprint: BigUint64Array<ArrayBuffer>;
  readonly nameEnd: Uint32Array<ArrayBuffer>;
  readonly linkEnd: Uint32Array<ArrayBuffer>;
  readonly mtimeNanos: Uint32Array<ArrayBuffer>;
  readonly mode: Uint16Array<ArrayBuffer>;
  readonly typeflag: Uint8Array<ArrayBuffer>;
  readonly pool: Uint8Array<ArrayBuffer>;
  readonly #header: Uint32Array<ArrayBuffer>;

  /** `at` must be a multiple of 8. */
  constructor(buffer = new ArrayBuffer(ROW_BATCH_BYTES), at = 0) {
    const n = ROW_CAPACITY;
    this.#header = new Uint32Array(buffer, at, 2);
    at += HEADER_BYTES;
    this.uid = new Float64Array(buffer, at, n);
    this.gid = new Float64Array(buffer, at + 8 * n, n);
    this.size = new Float64Array(buffer, at + 16 * n, n);
    this.mtime = new Float64Array(buffer, at + 24 * n, n);
    this.bodyOffset = new Float64Array(buffer, at + 32 * n, n);
    this.fingerprint = new BigUint64Array(buffer, at + 40 * n, n);
    this.nameEnd = new Uint32Array(buffer, at + 48 * n, n);
    this.linkEnd = new Uint32Array(buffer, at + 52 * n, n);
    this.mtimeNanos = new Uint32Array(buffer, at + 56 * n, n);
    this.mode = new Uint16Array(buffer, at + 60 * n, n);
    this.typeflag = new Uint8Array(buffer, at + 62 * n, n);
    this.pool = new Uint8Array(buffer, at + 63 * n, ROW_POOL_BYTES);
  }

  get count(): number {
    return this.#header[0] ?? 0;
  }

  get poolUsed(): number {
    return this.#header[1] ?? 0;
  }

  /** Whether the next row might not fit. */
  get full(): boolean {
    return this.count === ROW_CAPACITY || this.poolUsed > ROW_POOL_BYTES - ROW_POOL_RESERVE;
  }

  clear(): void {
    this.#header.fill(0);
  }

  /** Adds a row (there is room: see `full`) with no fingerprint yet, and gives its place in the batch. */
  add(row: Row): number {
    const i = this.count;
    this.uid[i] = row.uid;
    this.gid[i] = row.gid;
    this.size[i] = row.size;
    this.mtime[i] = row.mtime;
    this.mtimeNanos[i] = row.mtimeNanos;
    this.bodyOffset[i] = row.bodyOffset;
    this.fingerprint[i] = 0n;
    this.mode[i] = row.mode;
    this.typeflag[i] = row.typeflag;
    this.pool.set(row.name, this.poolUsed);
    const nameEnd = this.poolUsed + row.name.length;
    this.pool.set(row.link, nameEnd);
    this.nameEnd[i] = nameEnd;
    this.linkEnd[i] = nameEnd + row.link.length;
    this.#header[0] = i + 1;
    this.#header[1] = nameEnd + row.link.length;
    return i;
  }
}
