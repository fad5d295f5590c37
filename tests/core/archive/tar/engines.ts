/** Every engine there is has to pass the same tests. */
import type { LayerEngine } from '../../../../src/core/layer/decoders.ts';
import { createTwinEngine } from '../../../../src/core/layer/twin-engine.ts';
import { loadLayerEngine } from '../../../../src/wasm/layer-engine/layer-engine.ts';

export const engines: { engineName: string; engine: LayerEngine }[] = [
  { engineName: 'TypeScript twin', engine: createTwinEngine() },
  { engineName: 'WebAssembly engine', engine: await loadLayerEngine() },
];
