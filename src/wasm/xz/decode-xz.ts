/**
 * Decodes xz: any number of streams, padding between and behind them, dictionaries up to 64 MiB; no filters but LZMA2, no SHA-256
 * checks. xz-embedded goes from stream to stream by itself and does not say where one starts.
 */
import type { StreamDecode } from '../../core/layer/decoders.ts';
import { InputError } from '../../core/problem.ts';
import { returnXz, takeXz } from './xz-instance.ts';
import { XzStream } from './xz-stream.ts';

type Chunks = Generator<Uint8Array<ArrayBuffer>, void, void>;

const STREAM_HEADER_BYTES = 12;

export const decodeXz: StreamDecode = async function* (input) {
  const xz = await takeXz();
  const stream = new XzStream(xz);
  try {
    const decoding = new Decoding(stream);
    for await (const bytes of input) yield* decoding.push(bytes);
    yield* decoding.finish();
  } finally {
    stream.free();
    returnXz(xz);
  }
};

class Decoding {
  readonly #stream: XzStream;
  #tarOffset = 0;
  /** Where bytes start that are no xz stream, and how many have come. */
  #trailing: { sourceOffset: number; bytes: number } | undefined;

  constructor(stream: XzStream) {
    this.#stream = stream;
  }

  *push(bytes: Uint8Array): Chunks {
    const most = this.#stream.inputBytes;
    for (let at = 0; at < bytes.length; at += most) {
      const piece = bytes.subarray(at, at + most);
      if (this.#trailing !== undefined) this.#trailing.bytes += piece.length;
      else yield* this.#decode(piece);
    }
  }

  *finish(): Chunks {
    if (this.#trailing === undefined) yield* this.#drain();
    else throw new InputError({ kind: 'trailing-bytes', compression: 'xz', ...this.#trailing });
  }

  *#decode(piece: Uint8Array): Chunks {
    const stream = this.#stream;
    stream.load(piece);
    while (!stream.wantsInput) {
      const { output, fault } = stream.step();
      yield* this.#give(output);
      if (fault === undefined) continue;
      if (fault !== 'no stream') this.#throwCorrupt(fault);
      this.#startTrailing();
      return;
    }
  }

  /** Takes out what is left. What xz-embedded finds wrong when no more bytes come is that they don't. */
  *#drain(): Chunks {
    this.#stream.load(new Uint8Array(0));
    for (;;) {
      const { output, ended, fault } = this.#stream.step();
      yield* this.#give(output);
      if (ended) return;
      if (fault === undefined) continue;
      throw new InputError({ kind: 'compression-truncated', ...this.#place() });
    }
  }

  *#give(output: Uint8Array<ArrayBuffer>): Chunks {
    this.#tarOffset += output.length;
    if (output.length > 0) yield output;
  }

  /** xz-embedded looks at a whole header before it says that it is none. */
  #startTrailing(): void {
    const sourceOffset = this.#stream.sourceOffset - STREAM_HEADER_BYTES;
    if (sourceOffset <= 0) this.#throwCorrupt('no stream');
    this.#trailing = { sourceOffset, bytes: this.#stream.suppliedBytes - sourceOffset };
  }

  #place() {
    return {
      compression: 'xz' as const,
      sourceOffset: this.#stream.sourceOffset,
      tarOffset: this.#tarOffset,
    };
  }

  #throwCorrupt(reason: string): never {
    throw new InputError({ kind: 'compression-corrupt', ...this.#place(), reason });
  }
}
