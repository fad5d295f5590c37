/** Drives the tar grammar over tar bytes as they come, and takes the fingerprints. */
import type { Step } from '../archive/tar/step.ts';
import { TarGrammar } from '../archive/tar/tar-grammar.ts';
import { Xxh64 } from '../bytes/xxh64.ts';
import type { LayerPass } from './decoders.ts';
import type { IndexBuilder } from './index-builder.ts';
import { RowBatch } from './row-batch.ts';

type BodyStep = Extract<Step, { kind: 'body' }>;

/** What the next bytes are, once `#drop` is behind. */
type Wanted =
  | { kind: 'header' | 'end' | 'capture'; into: Uint8Array; filled: number; pad: number }
  | { kind: 'body'; step: BodyStep; left: number }
  | { kind: 'nothing' };

export class TwinTarPass implements LayerPass {
  readonly #builder: IndexBuilder;
  readonly #batch = new RowBatch();
  readonly #grammar: TarGrammar;
  readonly #hash = new Xxh64();
  #wanted: Wanted = gather('header', 512);
  /** Bytes to be passed over first: padding, or a body that nobody wants. */
  #drop = 0;
  /** Whether some of the file under way was skipped. */
  #unseen = false;
  #tarBytes = 0;
  #done = false;

  constructor(builder: IndexBuilder) {
    this.#builder = builder;
    this.#grammar = new TarGrammar(builder, this.#batch);
  }

  get tarBytes(): number {
    return this.#tarBytes;
  }

  get entries(): number {
    return this.#builder.entryCount + this.#batch.count;
  }

  get done(): boolean {
    return this.#done;
  }

  get skippable(): number {
    if (this.#done) return 0;
    const wanted = this.#wanted;
    return this.#drop + (wanted.kind === 'body' ? wanted.left + wanted.step.pad : 0);
  }

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && !this.#done) {
      const taken = this.#take(bytes.subarray(at));
      at += taken;
    }
  }

  skip(bytes: number): void {
    if (bytes > this.skippable) throw new RangeError(`${bytes} bytes cannot be skipped here`);
    this.#tarBytes += bytes;
    const dropped = Math.min(this.#drop, bytes);
    this.#drop -= dropped;
    const wanted = this.#wanted;
    if (wanted.kind !== 'body' || bytes === dropped) return;
    const unseen = Math.min(wanted.left, bytes - dropped);
    this.#unseen ||= unseen > 0;
    wanted.left -= unseen;
    if (wanted.left > 0) return;
    this.#endBody(wanted.step);
    this.#drop -= bytes - dropped - unseen;
  }

  finish(): void {
    const { kind } = this.#wanted;
    if (!this.#done) {
      const rest = this.#gathered;
      if (kind === 'end') this.#lookBehindEnd(rest);
      const tarOffset = this.#tarBytes;
      this.#grammar.finish({ tarOffset, rest: kind === 'header' ? rest : NONE, bodyLeft: 0 });
    }
    this.#builder.take(this.#batch);
    this.#done = true;
  }

  /** Deals with the first of the bytes; says how many that were. */
  #take(bytes: Uint8Array): number {
    const wanted = this.#wanted;
    if (this.#drop > 0) return this.#count(this.#dropFrom(bytes));
    if (wanted.kind === 'nothing') return this.#count(bytes.length);
    if (wanted.kind === 'body') {
      const taken = bytes.subarray(0, wanted.left);
      if (wanted.step.hash) this.#hash.update(taken);
      wanted.left -= taken.length;
      this.#count(taken.length);
      if (wanted.left === 0) this.#endBody(wanted.step);
      return taken.length;
    }
    const taken = bytes.subarray(0, wanted.into.length - wanted.filled);
    wanted.into.set(taken, wanted.filled);
    wanted.filled += taken.length;
    this.#count(taken.length);
    if (wanted.filled === wanted.into.length) this.#filled(wanted);
    return taken.length;
  }

  #count(bytes: number): number {
    this.#tarBytes += bytes;
    return bytes;
  }

  #dropFrom(bytes: Uint8Array): number {
    const dropped = Math.min(this.#drop, bytes.length);
    this.#drop -= dropped;
    return dropped;
  }

  #filled(wanted: Extract<Wanted, { into: Uint8Array }>): void {
    if (wanted.kind === 'header') this.#readHeader(wanted.into);
    else if (wanted.kind === 'end') this.#lookBehindEnd(wanted.into);
    else {
      this.#drop = wanted.pad;
      this.#follow(this.#grammar.captured(wanted.into));
    }
  }

  #readHeader(block: Uint8Array): void {
    if (this.#batch.full) this.#builder.take(this.#batch);
    const tarOffset = this.#tarBytes - 512;
    if (this.#builder.full) {
      const limit = this.#builder.entryCount;
      this.#builder.addProblem({ kind: 'too-many-entries', tarOffset, limit });
      this.#done = true;
      return;
    }
    this.#follow(this.#grammar.header(block, tarOffset));
  }

  #follow(step: Step): void {
    if (step.kind === 'stop') this.#done = true;
    else if (step.kind === 'body') this.#startBody(step);
    else if (step.kind === 'capture') this.#wanted = gather('capture', step.bytes, step.pad);
    else {
      if (step.kind === 'skip') this.#drop = step.bytes;
      this.#wanted = gather(step.kind === 'end' ? 'end' : 'header', 512);
    }
  }

  #startBody(step: BodyStep): void {
    if (step.first) {
      this.#hash.reset();
      this.#unseen = false;
    }
    if (step.hash) this.#hash.updateZeros(step.holeBefore);
    this.#wanted = { kind: 'body', step, left: step.bytes };
    if (step.bytes === 0) this.#endBody(step);
  }

  #endBody(step: BodyStep): void {
    if (step.hash) this.#hash.updateZeros(step.holeAfter);
    if (step.hash && step.last && !this.#unseen) {
      this.#batch.fingerprint[this.#batch.count - 1] = this.#hash.digest();
    }
    this.#drop = step.pad;
    this.#follow(this.#grammar.bodyRead());
  }

  get #gathered(): Uint8Array {
    return 'into' in this.#wanted ? this.#wanted.into.subarray(0, this.#wanted.filled) : NONE;
  }

  /** Behind the end only the first block matters that is not all zeros. */
  #lookBehindEnd(block: Uint8Array): void {
    if (block.every((byte) => byte === 0)) {
      this.#wanted = gather('end', 512);
      return;
    }
    this.#wanted = { kind: 'nothing' };
    this.#grammar.trailing(this.#tarBytes - block.length, block);
  }
}

const NONE = new Uint8Array(0);

function gather(kind: 'header' | 'end' | 'capture', bytes: number, pad = 0): Wanted {
  return { kind, into: new Uint8Array(bytes), filled: 0, pad };
}
