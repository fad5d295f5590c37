/** The layer worker as the rest of the page sees it. Every call ends: with an outcome, or rejected with the reason of an abort. */
import * as Comlink from 'comlink';
import type { IndexProgress, LayerWorker } from '../../workers/contract.ts';
import { openLayerIndex } from '../core/layer/layer-index-binary.ts';
import type { LayerIndex } from '../core/layer/layer-index.ts';
import type { EntryPlace } from '../core/layer/read-entry.ts';
import { InputError, type Outcome } from '../core/problem.ts';
import { WorkerLine, type WorkerLineOptions } from './worker-line.ts';

export type { EntryPlace, IndexProgress };

export interface IndexCall {
  signal: AbortSignal;
  onProgress?: (progress: IndexProgress) => void;
}

/** What a layer can be asked for. `LayerClient` asks a worker. */
export interface Layers {
  index(layer: Blob, call: IndexCall): Promise<Outcome<LayerIndex>>;
  read(
    layer: Blob,
    place: EntryPlace,
    limit: number,
    signal: AbortSignal,
  ): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
}

function startLayerWorker(): Worker {
  // The literal form is what the bundler recognises.
  return new Worker(new URL('../../workers/layer.worker.ts', import.meta.url), { type: 'module' });
}

export class LayerClient implements Layers {
  readonly #line: WorkerLine<LayerWorker>;

  constructor(options: Partial<WorkerLineOptions> = {}) {
    this.#line = new WorkerLine({ start: startLayerWorker, ...options });
  }

  /** Starts the worker and loads what it may need, so that opening is quick and works without a network. */
  prepare(): void {
    this.#line.prepare((worker) => worker.preload());
  }

  async index(layer: Blob, { signal, onProgress }: IndexCall): Promise<Outcome<LayerIndex>> {
    // The worker's last words may arrive after its answer.
    let over = false;
    const listener = Comlink.proxy((progress: IndexProgress) => {
      if (!over && !signal.aborted) onProgress?.(progress);
    });
    try {
      const outcome = await this.#line.run(signal, (worker) => worker.index(layer, listener));
      return outcome.ok ? open(outcome.value) : outcome;
    } finally {
      over = true;
    }
  }

  read(
    layer: Blob,
    place: EntryPlace,
    limit: number,
    signal: AbortSignal,
  ): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
    return this.#line.run(signal, (worker) => worker.read(layer, place, limit));
  }

  /** Ends the worker. */
  stop(): void {
    this.#line.stop();
  }
}

function open(buffer: ArrayBuffer): Outcome<LayerIndex> {
  try {
    return { ok: true, value: openLayerIndex(buffer) };
  } catch (error) {
    if (error instanceof InputError) return { ok: false, problem: error.problem };
    throw error;
  }
}
