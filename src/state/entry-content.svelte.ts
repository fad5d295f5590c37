/** The content of the file a person looks at: its beginning, read in a worker. Looking at another one ends the read under way. */
import type { Workers } from '../client/image-client.ts';
import { firstBytes } from '../core/layer/first-bytes.ts';
import type { LayerIndex } from '../core/layer/layer-index.ts';
import { type EntryPlace, locateEntry } from '../core/layer/read-entry.ts';
import { InputError, type Outcome, type Problem } from '../core/problem.ts';
import { measure } from './measure.ts';

/** One file of one layer. */
export interface ContentOf {
  blob: Blob;
  index: LayerIndex;
  entry: number;
}

export type ContentPhase =
  | { phase: 'none' }
  | { phase: 'reading' }
  | { phase: 'ready'; start: Uint8Array<ArrayBuffer>; totalBytes: number }
  | { phase: 'failed'; problem: Problem };

/** What is read of a file unasked, and when asked for more. */
export const FIRST_BYTES = 64 << 10;
export const MORE_BYTES = 1 << 20;
/** Ending a read costs a worker: someone who runs down the list with an arrow key should not start any. */
const SETTLE_MS = 60;

export class EntryContent {
  readonly #workers: Workers;
  #of: ContentOf | undefined;
  #phase = $state.raw<ContentPhase>({ phase: 'none' });
  #reading = new AbortController();

  constructor(workers: Workers) {
    this.#workers = workers;
  }

  get phase(): ContentPhase {
    return this.#phase;
  }

  /** Whether more of it can be asked for. */
  readonly hasMore: boolean = $derived.by(() => {
    const now = this.#phase;
    return now.phase === 'ready' && now.start.length < Math.min(now.totalBytes, MORE_BYTES);
  });

  /** What is shown or read already is not read again. */
  async show(of: ContentOf): Promise<void> {
    if (this.#shows(of)) return;
    this.close();
    this.#of = of;
    const { signal } = this.#reading;
    const place = locate(of);
    if (!place.ok) {
      this.#phase = without(place.problem);
      return;
    }
    this.#phase = { phase: 'reading' };
    try {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      signal.throwIfAborted();
      await this.#read(of, place.value, FIRST_BYTES, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  readonly showMore = async (): Promise<void> => {
    const of = this.#of;
    if (of === undefined) return;
    const { signal } = this.#reading;
    const place = locate(of);
    try {
      if (place.ok) await this.#read(of, place.value, MORE_BYTES, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };

  /** Shows nothing; ends a read under way. */
  close(): void {
    this.#reading.abort();
    this.#reading = new AbortController();
    this.#of = undefined;
    this.#phase = { phase: 'none' };
  }

  #shows({ blob, entry }: ContentOf): boolean {
    const again = this.#of?.blob === blob && this.#of.entry === entry;
    return again && this.#phase.phase !== 'failed';
  }

  async #read(
    { blob }: ContentOf,
    place: EntryPlace,
    most: number,
    signal: AbortSignal,
  ): Promise<void> {
    const start = performance.now();
    const outcome = await this.#workers.read(blob, firstBytes(place, most), most, signal);
    signal.throwIfAborted();
    this.#phase = outcome.ok
      ? { phase: 'ready', start: outcome.value, totalBytes: place.size }
      : { phase: 'failed', problem: outcome.problem };
    measure('onionskin:read', start, { bytes: place.size, ok: outcome.ok });
  }
}

export function locate({ index, entry }: ContentOf): Outcome<EntryPlace> {
  try {
    return { ok: true, value: locateEntry(index, entry) };
  } catch (error) {
    if (error instanceof InputError) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** Most entries have no content, and the page shows what they are: nothing to complain about. */
function without(problem: Problem): ContentPhase {
  return problem.kind === 'no-content' ? { phase: 'none' } : { phase: 'failed', problem };
}
