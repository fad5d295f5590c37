/**
 * Gzip framing (RFC 1952) around fflate: any number of members, all optional header fields, checksums and lengths compared, zeros behind
 * the last member accepted, anything else there told.
 */
import { crc32 } from '../bytes/crc32.ts';
import { InputError } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { DeflateStream } from './twin-deflate-stream.ts';
import { GzipHeader } from './twin-gzip-header.ts';

export type GunzipEvent =
  | { kind: 'member'; sourceOffset: number; tarOffset: number }
  | { kind: 'data'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'problem'; problem: Problem }
  /** Nothing that is read comes behind it. */
  | { kind: 'trailing'; sourceOffset: number };

type Events = Generator<GunzipEvent, void, void>;

/** The most that is inflated in one go is a thousand times as much. */
const PIECE = 4096;
const TRAILER_BYTES = 8;

export class TwinGunzip {
  #stage: 'header' | 'body' | 'trailer' | 'between' | 'padding' = 'header';
  #header = new GzipHeader();
  #body = new DeflateStream();
  readonly #trailer = new Uint8Array(TRAILER_BYTES);
  #trailerFilled = 0;
  #crc = 0;
  #length = 0;
  /** Of the next byte that was not taken. */
  #sourceOffset: number;
  #tarOffset: number;
  #memberAt: number;
  /** What was pushed and, from `#at` on, not taken. */
  #pushed: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(from: { sourceOffset: number; tarOffset: number }) {
    this.#sourceOffset = from.sourceOffset;
    this.#memberAt = from.sourceOffset;
    this.#tarOffset = from.tarOffset;
  }

  /** Throws an `InputError` where the bytes are damaged or, with `last`, come to an early end. */
  *push(bytes: Uint8Array, last: boolean): Events {
    this.#pushed = joined(this.#bytes, bytes);
    this.#at = 0;
    for (let waiting = false; !waiting && this.#bytes.length > 0;) {
      const before = this.#bytes.length;
      if (this.#stage === 'header') yield* this.#readHeader();
      else if (this.#stage === 'body') yield* this.#readBody();
      else if (this.#stage === 'trailer') yield* this.#readTrailer();
      else if (this.#stage === 'between') this.#readBetween(last);
      else if (this.#findTrailing()) {
        yield { kind: 'trailing', sourceOffset: this.#sourceOffset };
        return;
      }
      waiting = this.#stage === 'between' && this.#bytes.length === before;
    }
    // The caller's bytes do not last.
    this.#pushed = new Uint8Array(this.#bytes);
    this.#at = 0;
    if (last && this.#stage !== 'between' && this.#stage !== 'padding') {
      if (this.#stage === 'body') yield* this.#rescueStranded();
      throw new InputError({ kind: 'compression-truncated', ...this.#place });
    }
  }

  get #place() {
    const compression = 'gzip' as const;
    return { compression, sourceOffset: this.#sourceOffset, tarOffset: this.#tarOffset };
  }

  #fail(reason: string): never {
    throw new InputError({ kind: 'compression-corrupt', ...this.#place, reason });
  }

  get #bytes(): Uint8Array {
    return this.#pushed.subarray(this.#at);
  }

  /** Takes the next bytes; or gives the last ones back, if there are less than none. */
  #take(bytes: number): void {
    this.#at += bytes;
    this.#sourceOffset += bytes;
  }

  *#readHeader(): Events {
    for (const byte of this.#bytes) {
      const fault = this.#header.push(byte);
      if (fault !== undefined) this.#fail(fault);
      this.#take(1);
      if (this.#header.complete) break;
    }
    if (!this.#header.complete) return;
    const { wantCrc: want, crc: got } = this.#header;
    if (want !== undefined && want !== got) {
      const sourceOffset = this.#sourceOffset - 2;
      yield { kind: 'problem', problem: { kind: 'gzip-header-checksum', sourceOffset, want, got } };
    }
    yield { kind: 'member', sourceOffset: this.#memberAt, tarOffset: this.#tarOffset };
    this.#body = new DeflateStream();
    this.#crc = 0;
    this.#length = 0;
    this.#stage = 'body';
  }

  *#readBody(): Events {
    const piece = this.#bytes.subarray(0, PIECE);
    for (const { output, taken } of this.#body.push(piece)) {
      this.#crc = crc32(output, this.#crc);
      this.#length = (this.#length + output.length) % 2 ** 32;
      this.#take(taken);
      this.#tarOffset += output.length;
      if (output.length > 0) yield { kind: 'data', bytes: output };
    }
    if (this.#body.fault !== undefined) this.#fail(this.#body.fault);
    if (!this.#body.complete) return;
    // fflate notices the end as soon as the last bit is there, so what it does not use is of this piece.
    this.#take(-this.#body.unused.length);
    this.#trailerFilled = 0;
    this.#stage = 'trailer';
  }

  *#rescueStranded(): Events {
    const bytes = this.#body.stranded;
    this.#tarOffset += bytes.length;
    if (bytes.length > 0) yield { kind: 'data', bytes };
  }

  *#readTrailer(): Events {
    const piece = this.#bytes.subarray(0, TRAILER_BYTES - this.#trailerFilled);
    this.#trailer.set(piece, this.#trailerFilled);
    this.#trailerFilled += piece.length;
    this.#take(piece.length);
    if (this.#trailerFilled < TRAILER_BYTES) return;
    const trailer = new DataView(this.#trailer.buffer);
    const place = { sourceOffset: this.#sourceOffset - TRAILER_BYTES, tarOffset: this.#tarOffset };
    const crc = { want: trailer.getUint32(0, true), got: this.#crc };
    const length = { want: trailer.getUint32(4, true), got: this.#length };
    this.#stage = 'between';
    if (crc.want !== crc.got) {
      yield { kind: 'problem', problem: { kind: 'gzip-checksum', ...place, ...crc } };
    }
    if (length.want !== length.got) {
      yield { kind: 'problem', problem: { kind: 'gzip-length', ...place, ...length } };
    }
  }

  /** Two bytes tell a member from what is none; where there is but one, and it fits, more have to come. */
  #readBetween(last: boolean): void {
    const [first, second] = this.#bytes;
    const undecided = first === 0x1f && second === undefined && !last;
    if (undecided) return;
    this.#stage = 'padding';
    if (first !== 0x1f || second !== 0x8b) return;
    this.#stage = 'header';
    this.#header = new GzipHeader();
    this.#memberAt = this.#sourceOffset;
  }

  /** Passes over zeros; whether something else is behind them. */
  #findTrailing(): boolean {
    const at = this.#bytes.findIndex((byte) => byte !== 0);
    this.#take(at < 0 ? this.#bytes.length : at);
    return at >= 0;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
