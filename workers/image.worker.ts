/** The layer worker: handlers from `layer.ts`, fed with the WebAssembly decoders. */
import * as Comlink from 'comlink';
import { loadDecoders } from '../src/wasm/decoders.ts';
import { createLayerWorker } from './layer.ts';

// A message that cannot be read would leave its sender waiting for ever; an uncaught error reaches the page as a crash.
addEventListener('messageerror', () => {
  throw new Error('A message to the layer worker could not be read.');
});

Comlink.expose(createLayerWorker(loadDecoders));
