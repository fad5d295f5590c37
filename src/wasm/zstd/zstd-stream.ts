/** One decompression under way in one instance: its context, its buffers, and what libzstd says of each step. */
import type { ZstdExports } from './zstd-instance.ts';

/** A block never decodes to more. */
const OUTPUT_BYTES = 128 << 10;
export const MOST_INPUT_BYTES = 256 << 10;
const LONGEST_FRAME_HEADER = 18;
const BLOCK_HEADER_BYTES = 3;
/** `ZSTD_inBuffer` and `ZSTD_outBuffer`: pointer, size, position. */
const STRUCT_BYTES = 12;
/** Results above this are error codes, counted back from 2^32. */
const LEAST_ERROR = 0xffffff88;

const REASONS: Readonly<Record<number, string>> = {
  10: 'unknown frame',
  12: 'frame of an unknown version',
  14: 'frame with unknown features',
  16: 'window larger than 128 MiB',
  20: 'damaged data',
  22: 'wrong checksum',
  24: 'damaged literals',
  30: 'damaged dictionary',
  32: 'needs a dictionary',
  64: 'out of memory',
  72: 'wrong size',
};

export interface ZstdStep {
  /** Bytes of input used up. */
  read: number;
  /** What came out; valid until the next step. */
  output: Uint8Array<ArrayBuffer>;
  /** Whether a frame ended here and all of it came out. */
  frameEnded: boolean;
  /** What is wrong with the input, if anything. */
  fault: string | undefined;
}

export class ZstdStream {
  readonly #zstd: ZstdExports;
  readonly #allocated: number[] = [];
  readonly #context: number;
  readonly #inputAt: number;
  readonly #outputAt: number;
  readonly #inputStruct: number;
  readonly #outputStruct: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #loaded = 0;
  /** How much input the next step gets at most. */
  #wanted = LONGEST_FRAME_HEADER;

  constructor(zstd: ZstdExports) {
    this.#zstd = zstd;
    this.#context = zstd.ZSTD_createDCtx();
    this.#inputAt = this.#allocate(MOST_INPUT_BYTES);
    this.#outputAt = this.#allocate(OUTPUT_BYTES);
    this.#inputStruct = this.#allocate(STRUCT_BYTES);
    this.#outputStruct = this.#allocate(STRUCT_BYTES);
    this.#bytes = new Uint8Array(zstd.memory.buffer);
    this.#view = new DataView(zstd.memory.buffer);
  }

  /** Puts the next input in place, at most `MOST_INPUT_BYTES`; the one before must be used up. */
  load(input: Uint8Array): void {
    this.#bytes.set(input, this.#inputAt);
    this.#loaded = input.length;
    this.#writeStruct(this.#inputStruct, this.#inputAt, 0);
  }

  /**
   * Decodes one block, or as much of one as there is. More at once would be no faster, and where a block is damaged libzstd keeps
   * back what came out of the ones before it in the same call.
   */
  step(): ZstdStep {
    const before = this.#position(this.#inputStruct);
    const end = Math.min(before + this.#wanted, this.#loaded);
    this.#view.setUint32(this.#inputStruct + 4, end, true);
    this.#writeStruct(this.#outputStruct, this.#outputAt, OUTPUT_BYTES);
    const result =
      this.#zstd.ZSTD_decompressStream(this.#context, this.#outputStruct, this.#inputStruct) >>> 0;
    this.#wanted = wantedAfter(result);
    this.#refreshViews();
    const written = this.#position(this.#outputStruct);
    return {
      read: this.#position(this.#inputStruct) - before,
      output: this.#bytes.subarray(this.#outputAt, this.#outputAt + written),
      frameEnded: result === 0,
      fault: result < LEAST_ERROR ? undefined : reasonOf(2 ** 32 - result),
    };
  }

  /** Whether a step filled the output: more may be waiting without any input. */
  isFull({ output }: ZstdStep): boolean {
    return output.length === OUTPUT_BYTES;
  }

  free(): void {
    this.#zstd.ZSTD_freeDCtx(this.#context);
    for (const at of this.#allocated.splice(0)) this.#zstd.free(at);
  }

  #allocate(bytes: number): number {
    const at = this.#zstd.malloc(bytes);
    if (at === 0) throw new RangeError('out of WebAssembly memory');
    this.#allocated.push(at);
    return at;
  }

  #writeStruct(at: number, buffer: number, size: number): void {
    this.#view.setUint32(at, buffer, true);
    this.#view.setUint32(at + 4, size, true);
    this.#view.setUint32(at + 8, 0, true);
  }

  #position(struct: number): number {
    return this.#view.getUint32(struct + 8, true);
  }

  /** Memory that grew is another buffer. */
  #refreshViews(): void {
    const { buffer } = this.#zstd.memory;
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}

/** libzstd's hint is the rest of a block and the header of the next one; the header comes on its own here. */
function wantedAfter(hint: number): number {
  if (hint === 0) return LONGEST_FRAME_HEADER;
  return hint > BLOCK_HEADER_BYTES ? hint - BLOCK_HEADER_BYTES : hint;
}

function reasonOf(code: number): string {
  return REASONS[code] ?? `zstd error ${code}`;
}
