import type { IndexCall, IndexProgress, Layers } from '../../src/client/layer-client.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import type { EntryPlace } from '../../src/core/layer/read-entry.ts';
import type { Outcome } from '../../src/core/problem.ts';

interface Pending<T> {
  signal: AbortSignal;
  settle(outcome: Outcome<T>): void;
}

export interface PendingIndex extends Pending<LayerIndex> {
  layer: Blob;
  tell(progress: Partial<IndexProgress>): void;
}

export interface PendingRead extends Pending<Uint8Array<ArrayBuffer>> {
  place: EntryPlace;
}

/** A client whose calls wait until a test answers them; aborting rejects them, as the real one does. */
export class FakeLayers implements Layers {
  readonly indexes: PendingIndex[] = [];
  readonly reads: PendingRead[] = [];

  index(layer: Blob, { signal, onProgress }: IndexCall): Promise<Outcome<LayerIndex>> {
    return new Promise((resolve, reject) => {
      rejectOnAbort(signal, reject);
      const tell = (progress: Partial<IndexProgress>) => {
        const none = { doneBytes: 0, totalBytes: layer.size, tarBytes: 0, entries: 0 };
        onProgress?.({ stage: 'index', ...none, ...progress });
      };
      this.indexes.push({ layer, signal, tell, settle: resolve });
    });
  }

  read(
    _layer: Blob,
    place: EntryPlace,
    _limit: number,
    signal: AbortSignal,
  ): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
    return new Promise((resolve, reject) => {
      rejectOnAbort(signal, reject);
      this.reads.push({ place, signal, settle: resolve });
    });
  }
}

function rejectOnAbort(signal: AbortSignal, reject: (reason: Error) => void): void {
  signal.addEventListener('abort', () => {
    reject(signal.reason as Error);
  });
}
