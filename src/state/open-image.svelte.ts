/**
 * One image being opened and looked at: its layers are indexed side by side, laid over each other bottom first as they come, and the tree can be
 * walked from the first one on. When all is there, its figures are worked out and the digests checked.
 */
import type { IndexProgress, Opened, Workers } from '../client/image-client.ts';
import type { Image } from '../core/image/image.ts';
import type { LayerIndex } from '../core/layer/layer-index.ts';
import { PathTree, ROOT } from '../core/tree/path-tree.ts';
import { type TreeView, type ViewOf, viewTree } from '../core/tree/tree-view.ts';
import { EntryContent } from './entry-content.svelte.ts';
import { Figures } from './figures.svelte.ts';
import { groupBy } from './group-by.ts';
import { LayerState } from './layer-state.svelte.ts';
import { measure } from './measure.ts';
import { PaceMeter } from './pace.ts';
import { runSliced } from './run-sliced.ts';
import { TreeBrowser } from './tree-browser.svelte.ts';

/** A tree of some layers is drawn no more often than this while the others come. */
const PARTIAL_MS = 250;

export class OpenImage {
  readonly image: Image;
  readonly layers: readonly LayerState[];
  readonly browser = new TreeBrowser();
  readonly content: EntryContent;
  readonly figures: Figures;
  readonly #workers: Workers;
  readonly #opened: Opened;
  readonly #tree = new PathTree();
  readonly #wholeOf: ViewOf;
  #mergedLayers = $state(0);
  #shown: ViewOf = $state.raw({ kind: 'merged', upTo: 0 });
  #whole = $state.raw<TreeView>();
  readonly #life = new AbortController();

  constructor(image: Image, opened: Opened, workers: Workers) {
    this.image = image;
    this.#workers = workers;
    this.#opened = opened;
    this.content = new EntryContent(workers);
    this.layers = image.layers.map(
      (layer) => new LayerState(layer, layer.place && opened.blobOf(layer.place)),
    );
    this.figures = new Figures(this.layers, workers);
    this.#wholeOf = { kind: 'merged', upTo: this.layers.length - 1 };
    this.#shown = this.#wholeOf;
  }

  /** How many layers are in the tree so far. */
  get mergedLayers(): number {
    return this.#mergedLayers;
  }

  /** What of the tree a person wants to see. */
  get shown(): ViewOf {
    return this.#shown;
  }

  /** What can be seen: everything, and where a layer stands out, the tree up to it and that layer alone. */
  viewsAt(layer: number | undefined): ViewOf[] {
    if (layer === undefined) return [this.#wholeOf];
    const upTo: ViewOf[] = layer < this.layers.length - 1 ? [{ kind: 'merged', upTo: layer }] : [];
    return [this.#wholeOf, ...upTo, { kind: 'layer', layer }];
  }

  /** All layers merged; undefined until they are. */
  get whole(): TreeView | undefined {
    return this.#whole;
  }

  /** Of the merged tree, without its root. */
  get pathCount(): number {
    return this.#whole?.pathsBelow(ROOT) ?? 0;
  }

  get tree(): PathTree {
    return this.#tree;
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** Resolves when the merged tree can be used. Rejects only when closed. */
  async open(): Promise<void> {
    const { signal } = this;
    const coming = this.#indexAll(signal);
    let start: number | undefined;
    let drawn = performance.now();
    for (const [i, layer] of this.layers.entries()) {
      const index = await coming[i];
      signal.throwIfAborted();
      start ??= performance.now();
      await runSliced(this.#tree.addLayer(index), signal);
      layer.add(this.#tree.problemsOf(i));
      this.#mergedLayers = i + 1;
      if (topOf(this.#shown) === i) await this.#draw(this.#shown);
      const next = this.layers[i + 1];
      if (next === undefined || next.settled || performance.now() - drawn < PARTIAL_MS) continue;
      if (this.#shown === this.#wholeOf) await this.#draw({ kind: 'merged', upTo: i });
      drawn = performance.now();
    }
    await this.#finish(start ?? performance.now(), signal);
  }

  /** Shows the tree as of a layer, or one layer only: at once, or when that layer is merged. */
  readonly show = async (of: ViewOf): Promise<void> => {
    this.#shown = of;
    try {
      await this.#draw(of);
    } catch (error) {
      if (!this.signal.aborted) throw error;
    }
  };

  readonly select = (path: number | undefined): void => {
    this.browser.select(path);
    this.#showContent();
  };

  /** Selects another path and shows where it stands. */
  readonly goTo = (path: number): void => {
    this.select(path);
    void this.browser.reveal(path);
  };

  /** Where the content of a path is. */
  contentOf(path: number): { blob: Blob; index: LayerIndex; entry: number } | undefined {
    const inode = this.browser.view?.inodeOf(path);
    if (inode === undefined) return undefined;
    const { blob, index } = this.layers[inode.layer] ?? {};
    return blob && index && { blob, index, entry: inode.entry };
  }

  /** Ends everything that is under way for this image. */
  close(): void {
    this.#life.abort();
    this.browser.close();
    this.content.close();
  }

  /** One promise a layer, bottom first; the same blob is read once. */
  #indexAll(signal: AbortSignal): Promise<LayerIndex | undefined>[] {
    const jobs = new Map<LayerState, Promise<LayerIndex | undefined>>();
    for (const alike of groupBy(this.layers, placeKey).values()) {
      const job = this.#index(alike, signal);
      // When all are ended, nobody waits for this one any more.
      job.catch(() => undefined);
      for (const layer of alike) jobs.set(layer, job);
    }
    return this.layers.map((layer) => jobs.get(layer) ?? Promise.resolve(undefined));
  }

  /** Indexes the one blob of some layers. */
  async #index(alike: readonly LayerState[], signal: AbortSignal): Promise<LayerIndex | undefined> {
    const [layer] = alike;
    if (layer?.blob === undefined) return undefined;
    const { blob } = layer;
    let start = performance.now();
    let meter: PaceMeter | undefined;
    const onProgress = (progress: IndexProgress) => {
      if (meter === undefined) start = performance.now();
      meter ??= new PaceMeter(start, blob.size);
      const pace = meter.add(performance.now(), progress.doneBytes);
      for (const each of alike)
        each.become({ phase: 'indexing', progress: { ...progress, ...pace } });
    };
    const known = layer.layer.place && this.#opened.indexOf?.(layer.layer.place);
    const outcome =
      known === undefined
        ? await this.#workers.index(blob, { signal, onProgress })
        : { ok: true as const, value: known };
    const index = outcome.ok ? outcome.value : undefined;
    for (const each of alike) {
      each.become(
        outcome.ok
          ? { phase: 'indexed', index: outcome.value }
          : { phase: 'failed', problem: outcome.problem },
      );
    }
    const { digest, diffId } = layer.layer;
    measure('onionskin:layer', start, {
      digest: digest ?? diffId,
      compressedBytes: blob.size,
      uncompressedBytes: index?.tarBytes ?? 0,
      entries: index?.entryCount ?? 0,
    });
    return index;
  }

  async #finish(start: number, signal: AbortSignal): Promise<void> {
    this.#whole = await runSliced(viewTree(this.#tree, this.#wholeOf), signal);
    await this.#draw(this.#shown);
    signal.throwIfAborted();
    measure('onionskin:tree', start, { layers: this.layers.length, paths: this.#tree.pathCount });
    void this.figures.work(this.#whole, signal);
  }

  /** Draws a view, unless its layer is still to come, or another one is wanted by the time it is made. */
  async #draw(of: ViewOf): Promise<void> {
    if (topOf(of) >= this.#mergedLayers) return;
    const wanted = this.#shown;
    const whole = of === this.#wholeOf ? this.#whole : undefined;
    const view = whole ?? (await runSliced(viewTree(this.#tree, of), this.signal));
    if (this.#shown !== wanted) return;
    await this.browser.show(view);
    this.#showContent();
  }

  /** Of the selected path, as it is in the view that is drawn. */
  #showContent(): void {
    const { selected } = this.browser;
    const of = selected === undefined ? undefined : this.contentOf(selected);
    if (of === undefined) this.content.close();
    else void this.content.show(of);
  }
}

function topOf(of: ViewOf): number {
  return of.kind === 'merged' ? of.upTo : of.layer;
}

function placeKey({ layer: { place } }: LayerState): string {
  return place === undefined ? 'absent' : `${place.file}:${place.start}:${place.end}`;
}
