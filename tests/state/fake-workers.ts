import type {
  Call,
  CheckProgress,
  DroppedFile,
  EntryPlace,
  HashedBodies,
  HashPlan,
  HashProgress,
  IndexProgress,
  Opened,
  OpenProgress,
  SaveProgress,
  WantedDigests,
  Workers,
} from '../../src/client/image-client.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import type { Outcome, Problem } from '../../src/core/problem.ts';

/** A call that waits for its answer. */
export interface Pending<T, P = never> {
  readonly signal: AbortSignal;
  tell(progress: P): void;
  settle(outcome: Outcome<T>): void;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Workers whose calls wait until a test answers them; aborting rejects them, as the real ones do. */
export class FakeWorkers implements Workers {
  readonly opens: (Pending<Opened, OpenProgress> & { files: readonly DroppedFile[] })[] = [];
  readonly indexes: (Pending<LayerIndex, IndexProgress> & { layer: Blob })[] = [];
  readonly reads: (Pending<Bytes> & { layer: Blob; place: EntryPlace; limit: number })[] = [];
  readonly saves: (Pending<Blob, SaveProgress> & { layer: Blob; place: EntryPlace })[] = [];
  readonly hashes: (Pending<HashedBodies, HashProgress> & { layer: Blob; plan: HashPlan })[] = [];
  readonly checks: (Pending<Problem[], CheckProgress> & { layer: Blob; want: WantedDigests })[] =
    [];

  open(files: readonly DroppedFile[], call: Call<OpenProgress>): Promise<Outcome<Opened>> {
    return waiting<Opened, OpenProgress>(call, (pending) => this.opens.push({ ...pending, files }));
  }

  index(layer: Blob, call: Call<IndexProgress>): Promise<Outcome<LayerIndex>> {
    return waiting<LayerIndex, IndexProgress>(call, (pending) =>
      this.indexes.push({ ...pending, layer }),
    );
  }

  read(
    layer: Blob,
    place: EntryPlace,
    limit: number,
    signal: AbortSignal,
  ): Promise<Outcome<Bytes>> {
    return waiting<Bytes, never>({ signal }, (pending) =>
      this.reads.push({ ...pending, layer, place, limit }),
    );
  }

  save(layer: Blob, place: EntryPlace, call: Call<SaveProgress>): Promise<Outcome<Blob>> {
    return waiting<Blob, SaveProgress>(call, (pending) =>
      this.saves.push({ ...pending, layer, place }),
    );
  }

  hash(layer: Blob, plan: HashPlan, call: Call<HashProgress>): Promise<Outcome<HashedBodies>> {
    return waiting<HashedBodies, HashProgress>(call, (pending) =>
      this.hashes.push({ ...pending, layer, plan }),
    );
  }

  check(layer: Blob, want: WantedDigests, call: Call<CheckProgress>): Promise<Outcome<Problem[]>> {
    return waiting<Problem[], CheckProgress>(call, (pending) =>
      this.checks.push({ ...pending, layer, want }),
    );
  }
}

function waiting<T, P>(
  { signal, onProgress }: Call<P>,
  note: (pending: Pending<T, P>) => void,
): Promise<Outcome<T>> {
  return new Promise((settle, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
    const tell = (progress: P) => {
      if (!signal.aborted) onProgress?.(progress);
    };
    note({ signal, tell, settle });
  });
}
