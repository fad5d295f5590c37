/** A pass over gzip bytes: what they inflate to goes on to a tar pass. */
import { InputError } from '../problem.ts';
import type { LayerPass } from './decoders.ts';
import type { IndexBuilder } from './index-builder.ts';
import { TwinGunzip } from './twin-gunzip.ts';
import type { GunzipEvent } from './twin-gunzip.ts';
import { TwinTarPass } from './twin-tar-pass.ts';

export class TwinGzipPass implements LayerPass {
  readonly skippable = 0;
  readonly #builder: IndexBuilder;
  readonly #tar: TwinTarPass;
  readonly #gunzip = new TwinGunzip({ sourceOffset: 0, tarOffset: 0 });
  #sourceBytes = 0;
  #broken = false;
  /** Where bytes start that belong to no member. */
  #trailingAt: number | undefined;

  constructor(builder: IndexBuilder) {
    this.#builder = builder;
    this.#tar = new TwinTarPass(builder);
  }

  get tarBytes(): number {
    return this.#tar.tarBytes;
  }

  get entries(): number {
    return this.#tar.entries;
  }

  get done(): boolean {
    return this.#broken || this.#tar.done;
  }

  push(bytes: Uint8Array): void {
    this.#sourceBytes += bytes.length;
    this.#feed(bytes, false);
  }

  skip(): void {
    throw new RangeError('compressed bytes cannot be skipped');
  }

  finish(): void {
    this.#feed(new Uint8Array(0), true);
    if (this.#trailingAt !== undefined) {
      const bytes = this.#sourceBytes - this.#trailingAt;
      const sourceOffset = this.#trailingAt;
      this.#builder.addProblem({
        kind: 'trailing-bytes',
        compression: 'gzip',
        sourceOffset,
        bytes,
      });
    }
    this.#tar.finish();
  }

  #feed(bytes: Uint8Array, last: boolean): void {
    if (this.#isOver()) return;
    try {
      for (const event of this.#gunzip.push(bytes, last)) {
        this.#follow(event);
        if (this.#isOver()) return;
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#broken = true;
      this.#builder.addProblem(error.problem);
    }
  }

  #isOver(): boolean {
    return this.done || this.#trailingAt !== undefined;
  }

  #follow(event: GunzipEvent): void {
    if (event.kind === 'data') this.#tar.push(event.bytes);
    else if (event.kind === 'problem') this.#builder.addProblem(event.problem);
    else if (event.kind === 'trailing') this.#trailingAt = event.sourceOffset;
    else {
      const { tarOffset, sourceOffset } = event;
      this.#builder.addSeekPoint({
        tarOffset,
        sourceOffset,
        bit: 0,
        packedState: new Uint8Array(0),
      });
    }
  }
}
