/**
 * Decodes zstd (RFC 8878): any number of frames, skippable ones among them, windows up to 128 MiB, zeros at the end. libzstd does the
 * decoding; here is what lies between frames.
 */
import type { StreamDecode } from '../../core/layer/decoders.ts';
import { InputError } from '../../core/problem.ts';
import { returnZstd, takeZstd } from './zstd-instance.ts';
import { MOST_INPUT_BYTES, ZstdStream } from './zstd-stream.ts';

type Chunks = Generator<Uint8Array<ArrayBuffer>, void, void>;
type OnFrame = (sourceOffset: number, tarOffset: number) => void;

const MAGIC_BYTES = 4;
const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;

/** Loads libzstd. */
export async function openZstd(): Promise<StreamDecode> {
  returnZstd(await takeZstd());
  return decodeZstd;
}

const decodeZstd: StreamDecode = async function* (input, onFrame) {
  const zstd = await takeZstd();
  const stream = new ZstdStream(zstd);
  const decoding = new Decoding(stream, onFrame);
  try {
    for await (const bytes of input) yield* decoding.push(bytes);
    decoding.finish();
  } finally {
    stream.free();
    returnZstd(zstd);
  }
};

class Decoding {
  readonly #stream: ZstdStream;
  readonly #onFrame: OnFrame | undefined;
  /** Bytes used up and bytes given. */
  #sourceOffset = 0;
  #tarOffset = 0;
  #frames = 0;
  #inFrame = false;
  /** What has come of the next frame's magic. */
  readonly #magic = new Uint8Array(MAGIC_BYTES);
  #magicFilled = 0;
  /** What stands behind the last frame, from where on, and whether it is more than padding. */
  #behind: { sourceOffset: number; zeros: boolean } | undefined;

  constructor(stream: ZstdStream, onFrame: OnFrame | undefined) {
    this.#stream = stream;
    this.#onFrame = onFrame;
  }

  *push(bytes: Uint8Array): Chunks {
    for (let rest = bytes; rest.length > 0;) {
      const before = this.#sourceOffset;
      if (this.#behind !== undefined) this.#passBehind(rest);
      else if (this.#inFrame) yield* this.#decode(rest.subarray(0, MOST_INPUT_BYTES));
      else yield* this.#gatherMagic(rest);
      rest = rest.subarray(this.#sourceOffset - before);
    }
  }

  finish(): void {
    if (this.#inFrame) this.#throwTruncated();
    if (this.#magicFilled > 0) this.#endInMagic();
    if (this.#behind === undefined || this.#behind.zeros) return;
    const { sourceOffset } = this.#behind;
    const bytes = this.#sourceOffset - sourceOffset;
    throw new InputError({ kind: 'trailing-bytes', compression: 'zstd', sourceOffset, bytes });
  }

  /** Decodes up to the end of `input`, over frames that start in it. */
  *#decode(input: Uint8Array): Chunks {
    const stream = this.#stream;
    stream.load(input);
    for (let at = 0; ;) {
      const step = stream.step();
      at += step.read;
      this.#sourceOffset += step.read;
      this.#tarOffset += step.output.length;
      if (step.output.length > 0) yield step.output;
      if (step.fault !== undefined) this.#throwCorrupt(step.fault);
      if (step.frameEnded) {
        this.#inFrame = false;
        if (input.length - at < MAGIC_BYTES || !this.#startFrame(input.subarray(at))) return;
      } else if (at === input.length && !stream.isFull(step)) return;
    }
  }

  /** Between frames, with less than a magic at hand. */
  *#gatherMagic(bytes: Uint8Array): Chunks {
    const piece = bytes.subarray(0, MAGIC_BYTES - this.#magicFilled);
    this.#magic.set(piece, this.#magicFilled);
    this.#magicFilled += piece.length;
    this.#sourceOffset += piece.length;
    if (this.#magicFilled < MAGIC_BYTES) return;
    this.#sourceOffset -= MAGIC_BYTES;
    this.#magicFilled = 0;
    if (this.#startFrame(this.#magic)) yield* this.#decode(this.#magic);
    else this.#passBehind(this.#magic);
  }

  /** Whether a frame starts here; if not, nothing of use comes any more. */
  #startFrame(bytes: Uint8Array): boolean {
    const view = new DataView(bytes.buffer, bytes.byteOffset, MAGIC_BYTES);
    const magic = view.getUint32(0, true);
    if (magic === FRAME_MAGIC) this.#onFrame?.(this.#sourceOffset, this.#tarOffset);
    this.#inFrame = magic === FRAME_MAGIC || (magic & ~0xf) === SKIPPABLE_MAGIC;
    if (this.#inFrame) this.#frames++;
    else if (this.#frames === 0) this.#throwCorrupt('no frame');
    else this.#behind = { sourceOffset: this.#sourceOffset, zeros: true };
    return this.#inFrame;
  }

  #passBehind(bytes: Uint8Array): void {
    this.#sourceOffset += bytes.length;
    if (this.#behind?.zeros === true) this.#behind.zeros = bytes.every((byte) => byte === 0);
  }

  /** One to three bytes are left. */
  #endInMagic(): void {
    if (this.#frames === 0) this.#throwTruncated();
    const sourceOffset = this.#sourceOffset - this.#magicFilled;
    const zeros = this.#magic.subarray(0, this.#magicFilled).every((byte) => byte === 0);
    this.#behind = { sourceOffset, zeros };
  }

  #place() {
    return {
      compression: 'zstd' as const,
      sourceOffset: this.#sourceOffset,
      tarOffset: this.#tarOffset,
    };
  }

  #throwTruncated(): never {
    throw new InputError({ kind: 'compression-truncated', ...this.#place() });
  }

  #throwCorrupt(reason: string): never {
    throw new InputError({ kind: 'compression-corrupt', ...this.#place(), reason });
  }
}
