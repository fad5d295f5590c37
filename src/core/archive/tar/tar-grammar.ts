/**
 * The tar format as a state machine: told one header block or payload at a time, it adds rows to the batch, extras and problems to the
 * builder, and says what to do next. It reads what container runtimes read, as Go's archive/tar does; but where those give up it
 * tells a problem and goes on. Memory: one extension payload of each type (1 MiB) and the map of one sparse file.
 */
import type { IndexBuilder } from '../../layer/index-builder.ts';
import type { RowBatch } from '../../layer/row-batch.ts';
import type { Problem } from '../../problem.ts';
import { EntryReader } from './entry-reader.ts';
import { ExtensionReader, isExtension } from './extension-reader.ts';
import { problemText } from './problem-text.ts';
import type { Promised } from './promised.ts';
import type { BodyClaim } from './resync.ts';
import { Resync, findBodyClaim } from './resync.ts';
import type { Step } from './step.ts';
import type { TarChecksum } from './tar-checksum.ts';
import { isZeroBlock, readTarChecksum } from './tar-checksum.ts';
import { makeTarEntry } from './tar-entry.ts';
import type { TarHeader } from './tar-header.ts';
import { cString, readTarHeader } from './tar-header.ts';
import { TrailingData } from './trailing-data.ts';
import { hasBody } from './typeflag.ts';

/** How far a layer without any entry is searched for a first header. */
const MOST_SEARCH_BYTES = 1 << 20;

const HEADER: Step = { kind: 'header' };

export interface TarEnd {
  /** Bytes of tar in all. */
  tarOffset: number;
  /** The bytes of an incomplete header block, if the input ended in one. */
  rest: Uint8Array;
  /** How many bytes of the newest row's body never came, if the driver handled that row by itself. */
  bodyLeft: number;
}

export class TarGrammar {
  readonly #builder: IndexBuilder;
  readonly #batch: RowBatch;
  readonly #extension: ExtensionReader;
  readonly #entry: EntryReader;
  /** Whose bytes come after the newest header. */
  #reading: 'extension' | 'entry' | undefined;
  #phase: 'open' | 'ended' | 'stopped' = 'open';
  /** Where a zero block stood, if the newest block was one. */
  #zeroAt: number | undefined;
  #resync: Resync | undefined;
  #claim: BodyClaim | undefined;
  #sawHeader = false;
  #trailing: TrailingData | undefined;

  constructor(builder: IndexBuilder, batch: RowBatch) {
    this.#builder = builder;
    this.#batch = batch;
    this.#extension = new ExtensionReader(builder);
    this.#entry = new EntryReader(builder, batch);
  }

  /**
   * While true, a driver may handle plain headers by itself. Plain is: a good checksum; ustar, or GNU with zeros where the two times
   * are; type NUL, 0, 1, 2, 5 or 6; all numbers octal and sound; a size of zero unless it is a file; a name that is neither
   * empty nor has a `..` component, and no NUL type with a name that ends in a slash.
   */
  get idle(): boolean {
    return (
      this.#phase === 'open' &&
      this.#zeroAt === undefined &&
      this.#resync === undefined &&
      this.#claim === undefined &&
      this.#extension.pending.empty
    );
  }

  /** Takes one header block of 512 bytes; it is not kept. The batch must not be full. */
  header(block: Uint8Array, tarOffset: number): Step {
    this.#reading = undefined;
    const claim = this.#claim;
    this.#claim = undefined;
    if (isZeroBlock(block)) return this.#zeroBlock(tarOffset);
    if (this.#resync !== undefined) {
      if (!this.#resync.isHeader(block)) return this.#search(this.#resync, tarOffset);
      this.#endResync(this.#resync, tarOffset);
    } else {
      const checksum = readTarChecksum(block);
      if (!checksum.good) return this.#startResync(tarOffset, checksum, claim);
    }
    return this.#soundHeader(block, tarOffset);
  }

  /** Takes the bytes asked for by a `capture` step; they are not kept. */
  captured(bytes: Uint8Array): Step {
    if (this.#reading === 'entry') return this.#entry.captured(bytes);
    this.#extension.captured(bytes);
    return HEADER;
  }

  /** To be called after the bytes of a `body` step. */
  bodyRead(): Step {
    return this.#entry.bodyRead();
  }

  /**
   * To be called at most once, and only after `end`: `block` is the first block that is not all zeros, as far as there is one.
   * `tarOffset` is where it starts, a multiple of 512.
   */
  trailing(tarOffset: number, block: Uint8Array): void {
    this.#trailing = new TrailingData(tarOffset, block);
  }

  /** To be called when the input has ended (not when the driver stopped before that): tells what is missing. */
  finish(end: TarEnd): void {
    const { tarOffset } = end;
    if (this.#phase === 'ended') {
      for (const problem of this.#trailing?.problems(tarOffset) ?? []) this.#report(problem);
    } else if (this.#phase === 'open' && tarOffset > 0) {
      if (this.#resync !== undefined) this.#finishSearch(this.#resync, tarOffset);
      else if (!this.#finishPromised(end)) this.#finishHeader(end);
    }
    this.#phase = 'stopped';
  }

  #report(problem: Problem): void {
    this.#builder.addProblem(problem);
  }

  #soundHeader(block: Uint8Array, tarOffset: number): Step {
    this.#sawHeader = true;
    if (this.#zeroAt !== undefined) {
      this.#report({ kind: 'tar-lone-zero-block', tarOffset: this.#zeroAt });
      this.#zeroAt = undefined;
    }
    const header = readTarHeader(block, tarOffset, (field, bytes) => {
      this.#report({ kind: 'tar-number', tarOffset, field, text: numberText(bytes) });
    });
    return isExtension(header.typeflag)
      ? this.#startExtension(header)
      : this.#startEntry(header, block);
  }

  #startExtension(header: TarHeader): Step {
    this.#reading = 'extension';
    return this.#extension.start(header);
  }

  #startEntry(header: TarHeader, block: Uint8Array): Step {
    this.#reading = 'entry';
    const entry = makeTarEntry(header, this.#extension.pending.take());
    if (!hasBody(entry.typeflag)) this.#claim = findBodyClaim(header, entry.claimed, entry.name);
    return this.#entry.start(entry, block);
  }

  #zeroBlock(tarOffset: number): Step {
    if (this.#resync !== undefined) {
      if (!this.#resync.isEnd(tarOffset)) return this.#search(this.#resync, tarOffset);
      this.#endResync(this.#resync, tarOffset);
    }
    this.#dropExtension();
    if (this.#zeroAt === undefined) {
      this.#zeroAt = tarOffset;
      return HEADER;
    }
    this.#phase = 'ended';
    return { kind: 'end' };
  }

  #startResync(tarOffset: number, checksum: TarChecksum, claim: BodyClaim | undefined): Step {
    this.#dropExtension();
    this.#resync = new Resync(tarOffset, checksum, { claim, loneZeroAt: this.#zeroAt });
    this.#zeroAt = undefined;
    return HEADER;
  }

  #search(resync: Resync, tarOffset: number): Step {
    const bytes = tarOffset + 512 - resync.start;
    if (bytes < MOST_SEARCH_BYTES || this.#sawAnything) return HEADER;
    this.#report({ kind: 'not-a-tar', tarOffset: resync.start, bytes });
    this.#phase = 'stopped';
    return { kind: 'stop' };
  }

  #endResync(resync: Resync, tarOffset: number): void {
    for (const problem of resync.problems(tarOffset)) this.#report(problem);
    this.#resync = undefined;
  }

  get #sawAnything(): boolean {
    return this.#sawHeader || this.#batch.count > 0 || this.#builder.entryCount > 0;
  }

  #finishSearch(resync: Resync, tarOffset: number): void {
    if (!this.#sawAnything) {
      this.#report({ kind: 'not-a-tar', tarOffset: resync.start, bytes: tarOffset - resync.start });
      return;
    }
    const zerosAt = resync.trailingZerosAt;
    this.#endResync(resync, zerosAt ?? tarOffset);
    if (zerosAt === undefined) this.#report({ kind: 'tar-no-end', tarOffset });
  }

  /** Tells of stored bytes that did not come; whether there are any. */
  #finishPromised({ tarOffset, bodyLeft }: TarEnd): boolean {
    const candidates = [this.#promised, this.#promisedByDriver(tarOffset, bodyLeft)];
    const broken = candidates.find((it) => it !== undefined && tarOffset - it.start < it.bytes);
    if (broken === undefined) return false;
    const { start, bytes: want, name } = broken;
    const got = tarOffset - start;
    this.#report({ kind: 'tar-truncated', tarOffset, want, got, name: problemText(name) });
    this.#entry.finish();
    return true;
  }

  /** By the newest header that came here. If the driver has read others by itself since, all of it has come. */
  get #promised(): Promised | undefined {
    if (this.#reading === 'extension') return this.#extension.promised;
    return this.#reading === 'entry' ? this.#entry.promised : undefined;
  }

  #promisedByDriver(tarOffset: number, bodyLeft: number): Promised {
    const newest = this.#batch.count - 1;
    if (bodyLeft === 0 || newest < 0)
      return { start: tarOffset, bytes: 0, name: new Uint8Array(0) };
    const bytes = this.#batch.size[newest] ?? 0;
    return { start: tarOffset - (bytes - bodyLeft), bytes, name: this.#newestName(newest) };
  }

  #newestName(newest: number): Uint8Array {
    const { pool, linkEnd, nameEnd } = this.#batch;
    return pool.subarray(newest === 0 ? 0 : linkEnd[newest - 1], nameEnd[newest]);
  }

  #finishHeader({ tarOffset, rest }: TarEnd): void {
    if (!this.#sawAnything && this.#zeroAt === undefined) {
      this.#report({ kind: 'not-a-tar', tarOffset: 0, bytes: tarOffset });
      return;
    }
    this.#dropExtension();
    if (!isZeroBlock(rest)) {
      this.#report({ kind: 'tar-truncated', tarOffset, want: 512, got: rest.length, name: '' });
    } else if (this.#zeroAt === undefined) {
      this.#report({ kind: 'tar-no-end', tarOffset });
    }
  }

  /** The extension's entry did not come. */
  #dropExtension(): void {
    for (const problem of this.#extension.pending.orphan()) this.#report(problem);
  }
}

/** What stands behind a NUL is no part of an octal number; binary ones are full of NULs. */
function numberText(field: Uint8Array): string {
  return problemText(((field[0] ?? 0) & 0x80) === 0 ? cString(field) : field);
}
