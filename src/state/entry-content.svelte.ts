/** The content of the entry a person looks at, read in the worker. Looking at another one ends the read under way. */
import type { Layers } from '../client/layer-client.ts';
import type { LayerIndex } from '../core/layer/layer-index.ts';
import { type EntryPlace, locateEntry } from '../core/layer/read-entry.ts';
import { InputError, type Outcome, type Problem } from '../core/problem.ts';

export type ContentPhase =
  | { phase: 'none' }
  | { phase: 'reading' }
  | { phase: 'ready'; content: Uint8Array<ArrayBuffer> }
  | { phase: 'failed'; problem: Problem };

/** Above this a file is not read for a preview. */
export const CONTENT_LIMIT = 4 << 20;
/** Ending a read costs a worker: someone who runs down the list with an arrow key should not start any. */
const SETTLE_MS = 60;

export class EntryContent {
  readonly #file: Blob;
  readonly #index: LayerIndex;
  readonly #layers: Layers;
  #phase = $state.raw<ContentPhase>({ phase: 'none' });
  #reading = new AbortController();

  constructor(file: Blob, index: LayerIndex, layers: Layers) {
    this.#file = file;
    this.#index = index;
    this.#layers = layers;
  }

  get phase(): ContentPhase {
    return this.#phase;
  }

  async show(entry: number): Promise<void> {
    this.close();
    const { signal } = this.#reading;
    const place = this.#locate(entry);
    if (!place.ok) {
      this.#phase = without(place.problem);
      return;
    }
    this.#phase = { phase: 'reading' };
    try {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      signal.throwIfAborted();
      const outcome = await this.#layers.read(this.#file, place.value, CONTENT_LIMIT, signal);
      signal.throwIfAborted();
      this.#phase = settled(outcome);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Shows nothing; ends a read under way. */
  close(): void {
    this.#reading.abort();
    this.#reading = new AbortController();
    this.#phase = { phase: 'none' };
  }

  #locate(entry: number): Outcome<EntryPlace> {
    try {
      const place = locateEntry(this.#index, entry);
      const { name, size } = place;
      if (size <= CONTENT_LIMIT) return { ok: true, value: place };
      return { ok: false, problem: { kind: 'too-big-to-hold', name, size, limit: CONTENT_LIMIT } };
    } catch (error) {
      if (error instanceof InputError) return { ok: false, problem: error.problem };
      throw error;
    }
  }
}

/** Most entries have no content, and the page shows what they are: nothing to complain about. */
function without(problem: Problem): ContentPhase {
  return problem.kind === 'no-content' ? { phase: 'none' } : { phase: 'failed', problem };
}

function settled(outcome: Outcome<Uint8Array<ArrayBuffer>>): ContentPhase {
  return outcome.ok
    ? { phase: 'ready', content: outcome.value }
    : { phase: 'failed', problem: outcome.problem };
}
