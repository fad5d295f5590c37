/** What is worked out once the tree can be used: dead bytes, dive's efficiency, and whether layers are what their digests say. */
import type { Workers } from '../client/image-client.ts';
import { type DeadBytes, measureDeadBytes } from '../core/findings/dead-bytes.ts';
import { type DiveEfficiency, measureDiveEfficiency } from '../core/findings/dive-efficiency.ts';
import type { TreeView } from '../core/tree/tree-view.ts';
import { groupBy } from './group-by.ts';
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
      await this.#checkAll(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** What stands several times in an image, as the same blob with the same digests, is checked once. */
  async #checkAll(signal: AbortSignal): Promise<void> {
    const alike = groupBy(this.#layers, checkKey);
    await Promise.all([...alike.values()].map((layers) => this.#check(layers, signal)));
  }

  async #check(layers: readonly LayerState[], signal: AbortSignal): Promise<void> {
    const [layer] = layers;
    if (layer === undefined) return;
    const { blob, index, layer: about } = layer;
    const { digest, diffId, place } = about;
    if (blob === undefined || place === undefined || index === undefined) return;
    if (digest === undefined && diffId === undefined) return;
    for (const each of layers) each.judge('checking');
    const want = {
      member: place.member,
      ...(digest !== undefined && { digest }),
      ...(diffId !== undefined && { diffId }),
    };
    const outcome = await this.#workers.check(blob, want, { signal });
    const problems = outcome.ok ? outcome.value : [outcome.problem];
    const wrong = problems.some(({ kind }) => kind === 'digest-mismatch');
    for (const each of layers) {
      each.add(problems);
      each.judge(wrong ? 'wrong' : problems.length === 0 ? 'right' : 'unknown');
    }
  }
}

function checkKey({ layer: { place, digest, diffId } }: LayerState): string {
  return JSON.stringify([place?.file, place?.start, place?.end, digest, diffId]);
}
