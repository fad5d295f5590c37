/** All decoders, WebAssembly ones; those that most layers don't need are loaded when first asked for. */
import type { Decoders } from '../core/layer/decoders.ts';
import { loadLayerEngine } from './layer-engine/layer-engine.ts';

export async function loadDecoders(): Promise<Decoders> {
  return {
    engine: await loadLayerEngine(),
    zstd: async () => (await import('./zstd/decode-zstd.ts')).openZstd(),
    xz: async () => (await import('./xz/decode-xz.ts')).decodeXz,
  };
}
