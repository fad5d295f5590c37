/**
 * From a blob to its layer index, in one pass: sniff, decompress, read the tar. Whatever is wrong on the way becomes a
 * problem of the index; only where nothing at all could be read an `InputError` is thrown.
 */
import { SNIFF_BYTES, sniffCompression } from '../archive/compression.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { WindowReader } from '../bytes/window-reader.ts';
import { type Compression, InputError, type Problem } from '../problem.ts';
import type { Decoders, LayerPass, StreamDecode } from './decoders.ts';
import { IndexBuilder } from './index-builder.ts';
import type { LayerIndex } from './layer-index.ts';

/** How far the pass is: bytes of the blob as stored, bytes of the tar, entries. */
export interface LayerProgress {
  doneBytes: number;
  totalBytes: number;
  tarBytes: number;
  entries: number;
}

export interface IndexLayerOptions {
  decoders: Decoders;
  /** Called for every piece of at most 1 MiB, and at the end; throttling is up to who listens. */
  onProgress?: (progress: LayerProgress) => void;
}

/** Bytes are handed on in pieces of this size, so that progress goes on inside a large window. */
const PIECE = 1 << 20;
/** A body is left unread where that saves reading this much; reading is cheaper than jumping below it. */
const WORTH_A_JUMP = 1 << 20;
/** Frames of zstd:chunked hold a file each: more points than this would be no use. */
const FRAME_SPACING = 1 << 20;
const BOMB_TAR_BYTES = 2 ** 30;
const BOMB_RATIO = 200;

export async function indexLayer(
  source: ByteSource,
  options: IndexLayerOptions,
): Promise<LayerIndex> {
  if (source.size === 0) {
    return new IndexBuilder().seal({ compression: 'none', sourceBytes: 0, tarBytes: 0 });
  }
  const reader = new WindowReader(source);
  try {
    return await new Indexing(source.size, reader, options).run();
  } finally {
    reader.close();
  }
}

class Indexing {
  readonly #sourceBytes: number;
  readonly #reader: WindowReader;
  readonly #options: IndexLayerOptions;
  readonly #builder = new IndexBuilder();
  #doneBytes = 0;

  constructor(sourceBytes: number, reader: WindowReader, options: IndexLayerOptions) {
    this.#sourceBytes = sourceBytes;
    this.#reader = reader;
    this.#options = options;
  }

  async run(): Promise<LayerIndex> {
    const first = (await this.#reader.next()) ?? new Uint8Array(0);
    const compression = sniffCompression(first.subarray(0, SNIFF_BYTES));
    if (compression === 'bzip2')
      throw new InputError({ kind: 'compression-unsupported', compression });
    if (compression !== 'none') this.#reader.expectAll();
    const { decoders } = this.#options;
    const pass = decoders.engine.startPass(compression === 'gzip' ? 'gzip' : 'tar', this.#builder);
    if (compression === 'none') await this.#pushTar(first, pass);
    else if (compression === 'gzip') await this.#pushGzip(first, pass);
    else await this.#pushDecoded(first, pass, compression, await decoders[compression]());
    pass.finish();
    this.#report(pass);
    return this.#seal(compression, pass);
  }

  async #pushGzip(first: Uint8Array, pass: LayerPass): Promise<void> {
    for await (const piece of this.#pieces(first)) {
      pass.push(piece);
      this.#report(pass);
      if (pass.done) return;
    }
  }

  async #pushDecoded(
    first: Uint8Array,
    pass: LayerPass,
    compression: Compression,
    decode: StreamDecode,
  ): Promise<void> {
    try {
      for await (const chunk of decode(this.#pieces(first), this.#framePoints())) {
        pass.push(chunk);
        this.#report(pass);
        if (pass.done) return;
      }
    } catch (error) {
      if (!isDamage(error, compression)) throw error;
      this.#builder.addProblem(error.problem);
    }
  }

  /** Plain tar: bodies that nobody needs to look at are jumped over where that pays. */
  async #pushTar(first: Uint8Array, pass: LayerPass): Promise<void> {
    const reader = this.#reader;
    for (let window: Uint8Array | undefined = first; window; window = await reader.next()) {
      let rest = window;
      while (rest.length > 0 && !pass.done) {
        const jump = Math.min(pass.skippable, this.#sourceBytes - this.#doneBytes);
        if (jump - rest.length - reader.fetchedBytes >= WORTH_A_JUMP) {
          pass.skip(jump);
          reader.skip(jump - rest.length);
          this.#doneBytes += jump;
          this.#report(pass);
          break;
        }
        const piece = rest.subarray(0, PIECE);
        rest = rest.subarray(piece.length);
        this.#doneBytes += piece.length;
        pass.push(piece);
        this.#report(pass);
      }
      if (pass.done) return;
    }
  }

  /** The blob from its start, in pieces. */
  async *#pieces(first: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
    const reader = this.#reader;
    for (let window: Uint8Array | undefined = first; window; window = await reader.next()) {
      for (let at = 0; at < window.length; at += PIECE) {
        const piece = window.subarray(at, at + PIECE);
        this.#doneBytes += piece.length;
        yield piece;
      }
    }
  }

  #framePoints(): (sourceOffset: number, tarOffset: number) => void {
    let newest = -Infinity;
    return (sourceOffset, tarOffset) => {
      if (tarOffset - newest < FRAME_SPACING) return;
      newest = tarOffset;
      this.#builder.addSeekPoint({
        tarOffset,
        sourceOffset,
        bit: 0,
        packedState: new Uint8Array(0),
      });
    };
  }

  #report({ tarBytes, entries }: LayerPass): void {
    const doneBytes = this.#doneBytes;
    this.#options.onProgress?.({ doneBytes, totalBytes: this.#sourceBytes, tarBytes, entries });
  }

  #seal(compression: Compression, { tarBytes }: LayerPass): LayerIndex {
    const sourceBytes = this.#sourceBytes;
    if (tarBytes > BOMB_TAR_BYTES && tarBytes > BOMB_RATIO * sourceBytes) {
      this.#builder.addProblem({ kind: 'compression-bomb', sourceBytes, tarBytes });
    }
    const index = this.#builder.seal({ compression, sourceBytes, tarBytes });
    const fatal = index.entryCount === 0 ? index.problems.find(isFatal) : undefined;
    if (fatal !== undefined) throw new InputError(fatal);
    return index;
  }
}

/** Whether it is why a layer without entries has none. */
function isFatal({ kind }: Problem): boolean {
  return kind === 'compression-corrupt' || kind === 'compression-truncated' || kind === 'not-a-tar';
}

/** What a decoder says of the blob's content; a source that cannot be read is another matter. */
function isDamage(error: unknown, compression: Compression): error is InputError {
  if (!(error instanceof InputError)) return false;
  const { problem } = error;
  return 'compression' in problem && problem.compression === compression;
}
