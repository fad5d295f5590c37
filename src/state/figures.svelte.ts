/** What is worked out once the tree can be used: dead bytes, dive's efficiency, and whether layers are what their digests say. */
import type { Workers } from '../client/image-client.ts';
import { type DeadBytes, measureDeadBytes } from '../core/findings/dead-bytes.ts';
import { type DiveEfficiency, measureDiveEfficiency } from '../core/findings/dive-efficiency.ts';
import type { TreeView } from '../core/tree/tree-view.ts';
import type { LayerState } from './layer-state.svelte.ts';
import { runSliced } from './run-sliced.ts';

export class Figures {
  readonly #layers: readonly LayerState[];
  readonly #workers: Workers;
  #dead = $state.raw<DeadBytes>();
  #efficiency = $state.raw<DiveEfficiency>();

  constructor(layers: readonly LayerState[], workers: Workers) {
    this.#layers = layers;
    this.#workers = workers;
  }

  get dead(): DeadBytes | undefined {
    return this.#dead;
  }

  /** Undefined until known, and where a layer is missing: then it would be another image's. */
  get efficiency(): DiveEfficiency | undefined {
    return this.#efficiency;
  }

  async work(whole: TreeView, signal: AbortSignal): Promise<void> {
    try {
      this.#dead = measureDeadBytes(whole);
      const indexes = this.#layers.flatMap(({ index }) => index ?? []);
      if (indexes.length === this.#layers.length) {
        this.#efficiency = await runSliced(measureDiveEfficiency(indexes), signal);
      }
      await Promise.all(this.#layers.map((layer) => this.#check(layer, signal)));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #check(layer: LayerState, signal: AbortSignal): Promise<void> {
    const { blob, index, layer: about } = layer;
    const { digest, diffId, place } = about;
    if (blob === undefined || place === undefined || index === undefined) return;
    if (digest === undefined && diffId === undefined) return;
    layer.judge('checking');
    const want = {
      member: place.member,
      ...(digest !== undefined && { digest }),
      ...(diffId !== undefined && { diffId }),
    };
    const outcome = await this.#workers.check(blob, want, { signal });
    const problems = outcome.ok ? outcome.value : [outcome.problem];
    layer.add(problems);
    const wrong = problems.some(({ kind }) => kind === 'digest-mismatch');
    layer.judge(wrong ? 'wrong' : problems.length === 0 ? 'right' : 'unknown');
  }
}
