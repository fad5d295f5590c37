/** Both engines: everything here has to hold for each. */
import type { Decoders } from '../../src/core/layer/decoders.ts';
import { createTwinEngine } from '../../src/core/layer/twin-engine.ts';
import { loadDecoders } from '../../src/wasm/decoders.ts';

export interface Engine {
  name: 'WebAssembly' | 'TypeScript';
  decoders: Decoders;
}

export const wasmDecoders = await loadDecoders();

export const engines: readonly Engine[] = [
  { name: 'WebAssembly', decoders: wasmDecoders },
  { name: 'TypeScript', decoders: { ...wasmDecoders, engine: createTwinEngine() } },
];
