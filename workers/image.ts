/**
 * What the image worker can do, as plain functions: they run in Node as well. No method ever throws; what goes wrong comes
 * back as a problem.
 */
import { blobSource } from '../src/core/bytes/blob-source.ts';
import type { Digester } from '../src/core/bytes/digester.ts';
import type { Decoders } from '../src/core/layer/decoders.ts';
import { indexLayer } from '../src/core/layer/index-layer.ts';
import { readEntry } from '../src/core/layer/read-entry.ts';
import { discardBytes } from './discard-bytes.ts';
import type { ImageWorker } from './contract.ts';
import { saveEntry } from './save-entry.ts';
import { settle, settleTelling, transferred } from './settle.ts';

export function createImageWorker(
  loadDecoders: () => Promise<Decoders>,
  digester: Digester,
): ImageWorker {
  const decoders = remembered(loadDecoders);
  return {
    async open(files, tell) {
      const outcome = await settleTelling(tell, async (onProgress) => {
        const { openFiles } = await loadOpenFiles();
        return openFiles(files, { decoders: await decoders(), digester, onProgress });
      });
      return transferred(outcome, ({ indexes }) => indexes.flatMap((buffer) => buffer ?? []));
    },

    async index(layer, tell) {
      const outcome = await settleTelling(tell, async (report) => {
        const { buffer } = await indexLayer(blobSource(layer, discardBytes), {
          decoders: await decoders(),
          onProgress: (now) => {
            report({ stage: 'index', ...now });
          },
        });
        return buffer;
      });
      return transferred(outcome, (buffer) => [buffer]);
    },

    async read(layer, place, limit) {
      const outcome = await settle(async () =>
        readEntry(blobSource(layer, discardBytes), place, await decoders(), limit),
      );
      return transferred(outcome, (content) => [content.buffer]);
    },

    save(layer, place, tell) {
      return settleTelling(tell, async (report) =>
        saveEntry(blobSource(layer, discardBytes), place, await decoders(), report),
      );
    },

    async hash(layer, plan, tell) {
      const outcome = await settleTelling(tell, async (report) => {
        const { hashBodies } = await loadHashBodies();
        return hashBodies(blobSource(layer, discardBytes), plan, {
          decoders: await decoders(),
          digester,
          onProgress: (now) => {
            report({ stage: 'hash', ...now });
          },
        });
      });
      return transferred(outcome, ({ entries, sha256, done }) => [
        entries.buffer,
        sha256.buffer,
        done.buffer,
      ]);
    },

    check(layer, want, tell) {
      return settleTelling(tell, async (report) => {
        const { checkDigests } = await loadCheckDigests();
        return checkDigests(blobSource(layer, discardBytes), want, {
          decoders: await decoders(),
          digester,
          onProgress: (now) => {
            report({ stage: 'check', ...now });
          },
        });
      });
    },

    async preload() {
      // What fails now is tried again when it is needed, and told then.
      await Promise.allSettled([
        decoders().then((ready) => ready.zstd()),
        decoders().then((ready) => ready.xz()),
        digester.start('sha256'),
        loadOpenFiles(),
        loadHashBodies(),
        loadCheckDigests(),
      ]);
    },
  };
}

// Most workers only ever index; the others load these when they are at rest.
const loadOpenFiles = () => import('./open-files.ts');
const loadHashBodies = () => import('../src/core/layer/hash-bodies.ts');
const loadCheckDigests = () => import('../src/core/layer/check-digests.ts');

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
