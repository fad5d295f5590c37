/** What is on the page: nothing yet, a file being indexed, its index, or why there is none. One file at a time. */
import type { IndexProgress, Layers } from '../client/layer-client.ts';
import {
  FOREIGN_FORMAT_BYTES,
  type ForeignFormat,
  recogniseForeignFormat,
} from '../core/archive/foreign-format.ts';
import type { Problem } from '../core/problem.ts';
import type { Refusal } from '../text/refusal-texts.ts';
import { LayerView } from './layer-view.svelte.ts';
import { type Pace, PaceMeter } from './pace.ts';
import type { Drop } from './read-drop.ts';

export type Phase =
  | { phase: 'empty' }
  | { phase: 'indexing'; file: File; progress: (IndexProgress & Pace) | undefined }
  | { phase: 'ready'; file: File; view: LayerView; seconds: number }
  | { phase: 'failed'; file: File; problem: Problem; foreign: ForeignFormat | undefined };

export class Explorer {
  readonly #layers: Layers;
  readonly #now: () => number;
  #phase = $state.raw<Phase>({ phase: 'empty' });
  #refusal = $state.raw<Refusal>();
  #opening = new AbortController();

  constructor(layers: Layers, now: () => number = () => performance.now()) {
    this.#layers = layers;
    this.#now = now;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Why the last drop was not even tried; what was on the page stays. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  readonly accept = (drop: Drop): void => {
    if ('refusal' in drop) this.#refusal = drop.refusal;
    else void this.open(drop.file);
  };

  readonly dismissRefusal = (): void => {
    this.#refusal = undefined;
  };

  /** Indexes the file, in place of whatever was on the page or under way. */
  async open(file: File): Promise<void> {
    const { signal } = this.#replace({ phase: 'indexing', file, progress: undefined });
    this.#refusal = undefined;
    try {
      const phase = await this.#index(file, signal);
      if (!signal.aborted) this.#phase = phase;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Back to the start; ends what is under way. */
  readonly close = (): void => {
    this.#replace({ phase: 'empty' });
  };

  #replace(phase: Phase): AbortController {
    this.#opening.abort();
    if (this.#phase.phase === 'ready') this.#phase.view.close();
    this.#phase = phase;
    this.#opening = new AbortController();
    return this.#opening;
  }

  async #index(file: File, signal: AbortSignal): Promise<Phase> {
    // As a layer, no bytes are an empty layer. As something a person dropped, they are a mistake.
    if (file.size === 0) return failed(file, { kind: 'empty-input' });
    const start = this.#now();
    const meter = new PaceMeter(start, file.size);
    const onProgress = (progress: IndexProgress) => {
      if (signal.aborted) return;
      const pace = meter.add(this.#now(), progress.doneBytes);
      this.#phase = { phase: 'indexing', file, progress: { ...progress, ...pace } };
    };
    const outcome = await this.#layers.index(file, { signal, onProgress });
    if (!outcome.ok) return failed(file, outcome.problem);
    const view = new LayerView(file, outcome.value, this.#layers);
    return { phase: 'ready', file, view, seconds: (this.#now() - start) / 1000 };
  }
}

async function failed(file: File, problem: Problem): Promise<Phase> {
  const foreign = problem.kind === 'not-a-tar' ? await foreignFormatOf(file) : undefined;
  return { phase: 'failed', file, problem, foreign };
}

async function foreignFormatOf(file: File): Promise<ForeignFormat | undefined> {
  try {
    const start = await file.slice(0, FOREIGN_FORMAT_BYTES).arrayBuffer();
    return recogniseForeignFormat(new Uint8Array(start));
  } catch {
    // The file is gone; that it is no tar is known already.
    return undefined;
  }
}
