/** One layer of the open image, from waiting to checked. */
import type { IndexProgress } from '../client/image-client.ts';
import type { ImageLayer } from '../core/image/image.ts';
import type { LayerIndex } from '../core/layer/layer-index.ts';
import type { Problem } from '../core/problem.ts';
import type { Pace } from './pace.ts';

export type LayerPhase =
  | { phase: 'waiting' }
  | { phase: 'indexing'; progress: IndexProgress & Pace }
  | { phase: 'indexed'; index: LayerIndex }
  | { phase: 'failed'; problem: Problem }
  /** Its bytes are not in the archive. */
  | { phase: 'absent' };

/** Whether the layer is what its digests say. */
export type Verdict = 'unknown' | 'checking' | 'right' | 'wrong';

export class LayerState {
  readonly layer: ImageLayer;
  /** The bytes; undefined where they are not in the archive. */
  readonly blob: Blob | undefined;
  #phase = $state.raw<LayerPhase>({ phase: 'waiting' });
  #verdict = $state<Verdict>('unknown');
  #found = $state.raw<readonly Problem[]>([]);

  constructor(layer: ImageLayer, blob: Blob | undefined) {
    this.layer = layer;
    this.blob = blob;
    if (blob === undefined) this.#phase = { phase: 'absent' };
  }

  get phase(): LayerPhase {
    return this.#phase;
  }

  get verdict(): Verdict {
    return this.#verdict;
  }

  get index(): LayerIndex | undefined {
    return this.#phase.phase === 'indexed' ? this.#phase.index : undefined;
  }

  /** Whether it is known what is in it, or that it cannot be known. */
  get settled(): boolean {
    return this.#phase.phase !== 'waiting' && this.#phase.phase !== 'indexing';
  }

  /** Everything that is wrong with it, worst or not. */
  readonly problems: readonly Problem[] = $derived.by(() => [
    ...this.layer.problems,
    ...(this.#phase.phase === 'failed' ? [this.#phase.problem] : []),
    ...(this.index?.problems ?? []),
    ...this.#found,
  ]);

  become(phase: LayerPhase): void {
    this.#phase = phase;
  }

  judge(verdict: Verdict): void {
    this.#verdict = verdict;
  }

  /** Problems that show up after the reading: from merging, and from checking digests. */
  add(problems: readonly Problem[]): void {
    if (problems.length > 0) this.#found = [...this.#found, ...problems];
  }
}
