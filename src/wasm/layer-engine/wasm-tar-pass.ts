/** One pass over tar bytes that need no inflating: plain layers, and what the zstd and xz decoders give. */
import type { LayerPass } from '../../core/layer/decoders.ts';
import type { IndexBuilder } from '../../core/layer/index-builder.ts';
import type { EngineInstance } from './engine-instance.ts';
import { TarScan } from './tar-scan.ts';

export class WasmTarPass implements LayerPass {
  readonly #engine: EngineInstance;
  readonly #scan: TarScan;

  constructor(engine: EngineInstance, builder: IndexBuilder) {
    this.#engine = engine;
    engine.exports.start();
    this.#scan = new TarScan(engine, builder);
  }

  get tarBytes(): number {
    return this.#scan.tarBytes;
  }

  get entries(): number {
    return this.#scan.entries;
  }

  get skippable(): number {
    return this.#scan.skippable;
  }

  get done(): boolean {
    return this.#scan.done;
  }

  push(bytes: Uint8Array): void {
    const { exports, memory } = this.#engine;
    for (let at = 0; at < bytes.length && !this.done;) {
      const piece = Math.min(bytes.length - at, exports.room());
      memory.set(bytes.subarray(at, at + piece), exports.target());
      exports.grown(piece);
      at += piece;
      this.#scan.run();
      if (exports.room() <= 0) exports.slide();
    }
  }

  skip(bytes: number): void {
    this.#scan.skip(bytes);
  }

  finish(): void {
    this.#scan.finish();
  }
}
