/** The WebAssembly implementation of `LayerEngine`. */
import type { Inflate, InflateStart, LayerEngine, LayerPass } from '../../core/layer/decoders.ts';
import type { Problem } from '../../core/problem.ts';
import type { IndexBuilder } from '../../core/layer/index-builder.ts';
import { type EngineInstance, compileEngine, instantiateEngine } from './engine-instance.ts';
import { WasmGzipPass } from './wasm-gzip-pass.ts';
import { WasmInflate } from './wasm-inflate.ts';
import { WasmTarPass } from './wasm-tar-pass.ts';

/** Compiles the engine (once) and gives it. */
export async function loadLayerEngine(): Promise<LayerEngine> {
  return new WasmLayerEngine(await compileEngine());
}

class WasmLayerEngine implements LayerEngine {
  readonly #module: WebAssembly.Module;
  /** Kept between reads of files: an instance is some 6 MB of memory. */
  #spare: EngineInstance | undefined;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  startPass(input: 'gzip' | 'tar', builder: IndexBuilder): LayerPass {
    const engine = instantiateEngine(this.#module);
    return input === 'gzip' ? new WasmGzipPass(engine, builder) : new WasmTarPass(engine, builder);
  }

  startInflate(from: InflateStart, onProblem?: (problem: Problem) => void): Inflate {
    const engine = this.#spare ?? instantiateEngine(this.#module);
    this.#spare = undefined;
    const release = (): void => {
      this.#spare = engine;
    };
    return new WasmInflate(engine, from, release, onProblem);
  }
}
