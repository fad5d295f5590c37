/** The image worker: handlers from `image.ts`, fed with the WebAssembly decoders and hashes. */
import * as Comlink from 'comlink';
import { loadDecoders } from '../src/wasm/decoders.ts';
import { digester } from '../src/wasm/digester.ts';
import { createImageWorker } from './image.ts';

// A message that cannot be read would leave its sender waiting for ever; an uncaught error reaches the page as a crash.
addEventListener('messageerror', () => {
  throw new Error('A message to the worker could not be read.');
});

Comlink.expose(createImageWorker(loadDecoders, digester));
