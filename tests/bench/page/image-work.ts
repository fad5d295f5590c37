/** Whole images: opened and indexed by the page's own workers, and merged on the main thread. */
import { ImageClient, type Opened } from '../../../src/client/image-client.ts';
import type { Image } from '../../../src/core/image/image.ts';
import type { LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { PathTree, ROOT } from '../../../src/core/tree/path-tree.ts';
import { viewTree } from '../../../src/core/tree/tree-view.ts';
import { runSliced } from '../../../src/state/run-sliced.ts';
import { chosenFile } from './chosen-file.ts';
import { unwrap } from './unwrap.ts';

export interface ImageOpening {
  /** From the call to the last index. */
  ms: number;
  /** Of those, from the opened archive on. */
  indexMs: number;
  layers: number;
  entries: number;
  problems: string[];
}

export interface Merging {
  ms: number;
  /** All that ever were, and those that can be seen. */
  paths: number;
  visible: number;
  problems: string[];
}

/** Longer than a native tool takes between two rounds: the workers stay. */
const IDLE_MS = 600_000;
const LIVE = new AbortController().signal;

export class ImageWork {
  readonly #clients = new Map<number | undefined, ImageClient>();
  #held: readonly LayerIndex[] = [];

  /** Opens the archive and indexes all layers of its one image at once. The indexes are held until the next ones. */
  async open(name: string, workers?: number): Promise<ImageOpening> {
    this.#held = [];
    const client = this.#client(workers);
    const files = [{ path: name, file: chosenFile(name) }];
    const start = performance.now();
    const opened = unwrap(await client.open(files, { signal: LIVE }));
    const between = performance.now();
    const image = onlyImage(opened);
    this.#held = await Promise.all(layerBlobs(opened, image).map((blob) => index(client, blob)));
    const end = performance.now();
    return {
      ms: end - start,
      indexMs: end - between,
      layers: this.#held.length,
      entries: this.#held.reduce((sum, { entryCount }) => sum + entryCount, 0),
      problems: [opened.archive, image, ...image.layers, ...this.#held].flatMap(problemKinds),
    };
  }

  /** With the indexes held: merges them into a tree whose first rows can be drawn; sliced: with pauses, as the page does. */
  async merge(sliced: boolean): Promise<Merging> {
    const start = performance.now();
    const tree = new PathTree();
    const steps = mergeAll(tree, this.#held);
    const view = sliced ? await runSliced(steps, LIVE) : runToEnd(steps);
    const ms = performance.now() - start;
    const problems = this.#held.flatMap((_, i) => tree.problemsOf(i).map(({ kind }) => kind));
    return { ms, paths: tree.pathCount, visible: view.pathsBelow(ROOT), problems };
  }

  #client(size: number | undefined): ImageClient {
    const known = this.#clients.get(size);
    if (known !== undefined) return known;
    const client = new ImageClient({ idleMs: IDLE_MS, ...(size !== undefined && { size }) });
    client.prepare();
    this.#clients.set(size, client);
    return client;
  }
}

function* mergeAll(tree: PathTree, layers: readonly LayerIndex[]) {
  for (const layer of layers) yield* tree.addLayer(layer);
  const view = yield* viewTree(tree, { kind: 'merged', upTo: layers.length - 1 });
  yield* view.children(ROOT, 'name');
  return view;
}

function onlyImage({ archive: { images } }: Opened): Image {
  const [image] = images;
  if (image === undefined || images.length > 1) throw new Error(`${images.length} images`);
  return image;
}

function layerBlobs(opened: Opened, image: Image): Blob[] {
  return image.layers.flatMap(({ place }) => (place === undefined ? [] : opened.blobOf(place)));
}

async function index(client: ImageClient, layer: Blob): Promise<LayerIndex> {
  return unwrap(await client.index(layer, { signal: LIVE }));
}

function problemKinds({ problems }: { problems: readonly { kind: string }[] }): string[] {
  return problems.map(({ kind }) => kind);
}
