/** One decompression under way in one instance: its context, its buffers, and what xz-embedded says of each step. */
import type { XzExports } from './xz-instance.ts';

/** `size_t` fields of the context: buffer size, then pointer, position and size of the input, pointer and position of the output. */
const BUFFER_SIZE = 0;
const INPUT_AT = 1;
const INPUT_POSITION = 2;
const INPUT_SIZE = 3;
const OUTPUT_AT = 4;
const OUTPUT_POSITION = 5;
const FIELDS = 6;

const OK = 0;
const STREAM_END = 1;
/** What results of `enum xz_ret` say of the input. */
const FAULTS: Readonly<Record<number, string>> = {
  3: 'out of memory',
  4: 'dictionary larger than 64 MiB',
  5: 'no stream',
  6: 'filter or check that is not supported',
  7: 'damaged data',
  8: 'damaged data',
};

export interface XzStep {
  /** What came out; valid until the next step. */
  output: Uint8Array<ArrayBuffer>;
  /** Whether all streams ended where the input ended. */
  ended: boolean;
  /** What is wrong with the input, if anything. `no stream`: what stands where a stream should start is none. */
  fault: string | undefined;
}

export class XzStream {
  readonly inputBytes: number;
  readonly #xz: XzExports;
  readonly #context: number;
  #suppliedBytes = 0;

  constructor(xz: XzExports) {
    this.#xz = xz;
    this.#context = xz.create_context();
    if (this.#context === 0) throw new RangeError('out of WebAssembly memory');
    this.inputBytes = this.#field(BUFFER_SIZE);
  }

  /** Bytes used up so far. */
  get sourceOffset(): number {
    return this.#suppliedBytes - (this.#field(INPUT_SIZE) - this.#field(INPUT_POSITION));
  }

  get suppliedBytes(): number {
    return this.#suppliedBytes;
  }

  get wantsInput(): boolean {
    return this.#field(INPUT_POSITION) === this.#field(INPUT_SIZE);
  }

  /** Puts the next input in place, at most `inputBytes`; none of it means that no more comes. */
  load(input: Uint8Array): void {
    new Uint8Array(this.#xz.memory.buffer).set(input, this.#field(INPUT_AT));
    this.#xz.supply_input(this.#context, input.length);
    this.#suppliedBytes += input.length;
  }

  step(): XzStep {
    this.#fields()[OUTPUT_POSITION] = 0;
    const result = this.#xz.get_next_output(this.#context);
    const buffer = this.#xz.memory.buffer;
    return {
      output: new Uint8Array(buffer, this.#field(OUTPUT_AT), this.#field(OUTPUT_POSITION)),
      ended: result === STREAM_END,
      fault: result === OK || result === STREAM_END ? undefined : faultOf(result),
    };
  }

  free(): void {
    this.#xz.destroy_context(this.#context);
  }

  #fields(): Uint32Array {
    return new Uint32Array(this.#xz.memory.buffer, this.#context, FIELDS);
  }

  #field(index: number): number {
    return this.#fields()[index] ?? 0;
  }
}

function faultOf(result: number): string {
  return FAULTS[result] ?? `xz error ${result}`;
}
