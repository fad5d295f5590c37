/**
 * What the layer worker can do, as plain functions: they run in Node as well. No method ever throws; what goes wrong comes
 * back as a problem.
 */
import * as Comlink from 'comlink';
import { blobSource } from '../src/core/bytes/blob-source.ts';
import type { Decoders } from '../src/core/layer/decoders.ts';
import { indexLayer } from '../src/core/layer/index-layer.ts';
import { readEntry } from '../src/core/layer/read-entry.ts';
import { InputError, type Outcome } from '../src/core/problem.ts';
import type { LayerWorker } from './contract.ts';
import { throttle } from './throttle.ts';

const PROGRESS_INTERVAL_MS = 100;

export function createLayerWorker(loadDecoders: () => Promise<Decoders>): LayerWorker {
  const decoders = remembered(loadDecoders);
  return {
    async index(layer, onProgress) {
      const progress = throttle(onProgress, PROGRESS_INTERVAL_MS);
      const outcome = await settle(async () => {
        try {
          const { buffer } = await indexLayer(blobSource(layer), {
            decoders: await decoders(),
            onProgress: (now) => {
              progress.send({ stage: 'index', ...now });
            },
          });
          return buffer;
        } finally {
          progress.flush();
          release(onProgress);
        }
      });
      return transferred(outcome, (buffer) => buffer);
    },

    async read(layer, place, limit) {
      const outcome = await settle(async () =>
        readEntry(blobSource(layer), place, await decoders(), limit),
      );
      return transferred(outcome, (content) => content.buffer);
    },

    async preload() {
      // What fails now is tried again when it is needed, and told then.
      await Promise.allSettled([
        decoders().then((ready) => ready.zstd()),
        decoders().then((ready) => ready.xz()),
      ]);
    },
  };
}

/** Loads once; a failure is forgotten, so that the next call tries again. */
function remembered<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

async function settle<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof InputError) return { ok: false, problem: error.problem };
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { ok: false, problem: { kind: 'internal', message, stack } };
  }
}

function transferred<T>(outcome: Outcome<T>, buffer: (value: T) => ArrayBuffer): Outcome<T> {
  return outcome.ok ? Comlink.transfer(outcome, [buffer(outcome.value)]) : outcome;
}

/** Closes the channel behind a callback from the other side; a plain function has none. */
function release(callback: unknown): void {
  (callback as Partial<Comlink.ProxyMethods>)[Comlink.releaseProxy]?.();
}
