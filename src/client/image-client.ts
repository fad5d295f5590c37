/** The workers as the rest of the page sees them. Every call ends: with an outcome, or rejected with the reason of an abort. */
import * as Comlink from 'comlink';
import type {
  CheckProgress,
  DroppedFile,
  HashProgress,
  ImageWorker,
  IndexProgress,
  OpenedFiles,
  OpenProgress,
  SaveProgress,
  Tell,
} from '../../workers/contract.ts';
import type { BlobPlace, ImageArchive } from '../core/image/image.ts';
import type { WantedDigests } from '../core/layer/check-digests.ts';
import type { HashedBodies, HashPlan } from '../core/layer/hash-bodies.ts';
import { openLayerIndex } from '../core/layer/layer-index-binary.ts';
import type { LayerIndex } from '../core/layer/layer-index.ts';
import type { EntryPlace } from '../core/layer/read-entry.ts';
import { InputError, type Outcome, type Problem } from '../core/problem.ts';
import { poolSize } from './pool-size.ts';
import type { Place } from './waiting-list.ts';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

export type { CheckProgress, HashProgress, IndexProgress, OpenProgress, SaveProgress };
export type { DroppedFile, EntryPlace, HashedBodies, HashPlan, WantedDigests };

export interface Call<P> {
  signal: AbortSignal;
  onProgress?: (progress: P) => void;
}

/** What was dropped, as images, and the way to their bytes. */
export interface Opened {
  archive: ImageArchive;
  blobOf: (place: BlobPlace) => Blob;
  /** Of a layer that is a whole file, which was indexed to see what it is. */
  indexOf?: (place: BlobPlace) => LayerIndex | undefined;
}

/** `ImageClient` asks real workers. */
export interface Workers {
  open(files: readonly DroppedFile[], call: Call<OpenProgress>): Promise<Outcome<Opened>>;
  /** Many may be asked for at once; the biggest are begun first. */
  index(layer: Blob, call: Call<IndexProgress>): Promise<Outcome<LayerIndex>>;
  /** A small file whole, soon: it does not wait for layers. Refused above `limit` bytes. */
  read(
    layer: Blob,
    place: EntryPlace,
    limit: number,
    signal: AbortSignal,
  ): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** A file of any size, as a blob made of parts. */
  save(layer: Blob, place: EntryPlace, call: Call<SaveProgress>): Promise<Outcome<Blob>>;
  /** The SHA-256 of many files of a layer. */
  hash(layer: Blob, plan: HashPlan, call: Call<HashProgress>): Promise<Outcome<HashedBodies>>;
  /** Whether the layer is what its digests say; done after everything else. */
  check(layer: Blob, want: WantedDigests, call: Call<CheckProgress>): Promise<Outcome<Problem[]>>;
}

/** One that opens and reads, so that neither waits for a layer, and one that saves. */
const FILE_WORKERS = 2;

type Relayed<T, P> = (
  worker: Comlink.Remote<ImageWorker>,
  tell: Tell<P> & Comlink.ProxyMarked,
) => Promise<Outcome<T>>;

function startImageWorker(): Worker {
  // The literal form is what the bundler recognises.
  return new Worker(new URL('../../workers/image.worker.ts', import.meta.url), { type: 'module' });
}

export class ImageClient implements Workers {
  readonly #layers: WorkerPool<ImageWorker>;
  readonly #files: WorkerPool<ImageWorker>;

  /** `size` is of the pool that indexes, hashes and checks. */
  constructor(options: Partial<WorkerPoolOptions> = {}) {
    const { size = poolSize(navigator.hardwareConcurrency), ...rest } = options;
    this.#layers = new WorkerPool({ start: startImageWorker, ...rest, size });
    this.#files = new WorkerPool({ start: startImageWorker, ...rest, size: FILE_WORKERS });
  }

  /** Starts a worker of either pool, and has one load all they may need, so that opening is quick and works without a network. */
  prepare(): void {
    this.#layers.prepare(() => Promise.resolve());
    // What one worker has loaded, the browser has in its cache for the others.
    this.#files.prepare((worker) => worker.preload());
  }

  async open(files: readonly DroppedFile[], call: Call<OpenProgress>): Promise<Outcome<Opened>> {
    const outcome = await relay(this.#files, call, {}, (worker, tell: Tell<OpenProgress>) =>
      worker.open(files, tell),
    );
    return outcome.ok ? { ok: true, value: opened(files, outcome.value) } : outcome;
  }

  async index(layer: Blob, call: Call<IndexProgress>): Promise<Outcome<LayerIndex>> {
    const place = { bytes: layer.size };
    const outcome = await relay(this.#layers, call, place, (worker, tell: Tell<IndexProgress>) =>
      worker.index(layer, tell),
    );
    return outcome.ok ? openIndex(outcome.value) : outcome;
  }

  read(
    layer: Blob,
    place: EntryPlace,
    limit: number,
    signal: AbortSignal,
  ): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
    return this.#files.run(signal, (worker) => worker.read(layer, place, limit));
  }

  save(layer: Blob, place: EntryPlace, call: Call<SaveProgress>): Promise<Outcome<Blob>> {
    // In the background of its pool: a long one leaves the other worker to reading.
    return relay(this.#files, call, { background: true }, (worker, tell: Tell<SaveProgress>) =>
      worker.save(layer, place, tell),
    );
  }

  hash(layer: Blob, plan: HashPlan, call: Call<HashProgress>): Promise<Outcome<HashedBodies>> {
    const place = { bytes: layer.size };
    return relay(this.#layers, call, place, (worker, tell: Tell<HashProgress>) =>
      worker.hash(layer, plan, tell),
    );
  }

  check(layer: Blob, want: WantedDigests, call: Call<CheckProgress>): Promise<Outcome<Problem[]>> {
    const place = { background: true, bytes: layer.size };
    return relay(this.#layers, call, place, (worker, tell: Tell<CheckProgress>) =>
      worker.check(layer, want, tell),
    );
  }

  /** Ends the workers. */
  stop(): void {
    this.#layers.stop();
    this.#files.stop();
  }
}

/** Runs a job that tells of its progress: to `call`, as long as it is not over. */
async function relay<T, P>(
  pool: WorkerPool<ImageWorker>,
  { signal, onProgress }: Call<P>,
  place: Place,
  ask: Relayed<T, P>,
): Promise<Outcome<T>> {
  // The worker's last words may arrive after its answer.
  let over = false;
  const tell = Comlink.proxy((progress: P) => {
    if (!over && !signal.aborted) onProgress?.(progress);
  });
  try {
    return await pool.run(signal, (worker) => ask(worker, tell), place);
  } finally {
    over = true;
  }
}

function opened(
  files: readonly DroppedFile[],
  { archive, unpacked, indexes }: OpenedFiles,
): Opened {
  return {
    archive,
    blobOf: ({ file, start, end }) => {
      const whole = unpacked[file] ?? files[file]?.file;
      if (whole === undefined) throw new RangeError(`there is no file ${file}`);
      return whole.slice(start, end);
    },
    indexOf: ({ file, start, end }) => {
      const buffer = indexes[file];
      const isWhole = start === 0 && end === files[file]?.file.size;
      if (buffer === undefined || !isWhole) return undefined;
      const index = openIndex(buffer);
      return index.ok ? index.value : undefined;
    },
  };
}

function openIndex(buffer: ArrayBuffer): Outcome<LayerIndex> {
  try {
    return { ok: true, value: openLayerIndex(buffer) };
  } catch (error) {
    if (error instanceof InputError) return { ok: false, problem: error.problem };
    throw error;
  }
}
