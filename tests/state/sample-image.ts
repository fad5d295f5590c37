/** Images out of rows that are written down: what an archive says of them, and their layers' indexes. Runs in browsers as well. */
import type { Opened } from '../../src/client/image-client.ts';
import type {
  HistoryStep,
  Image,
  ImageArchive,
  ImageConfig,
  ImageLayer,
} from '../../src/core/image/image.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import type { Problem } from '../../src/core/problem.ts';
import type { PathTree } from '../../src/core/tree/path-tree.ts';
import { OpenImage } from '../../src/state/open-image.svelte.ts';
import { indexOfRows, type RowText } from '../fixtures/index-of-rows.ts';
import { FakeWorkers } from './fake-workers.ts';

export type LayerRows = readonly (string | RowText)[];

const NO_CONFIG: ImageConfig = {
  created: undefined,
  author: undefined,
  user: undefined,
  workingDir: undefined,
  stopSignal: undefined,
  env: [],
  entrypoint: [],
  cmd: [],
  exposedPorts: [],
  volumes: [],
  labels: {},
  diffIds: [],
};

export function sampleImage(fields: Partial<Image> = {}): Image {
  return {
    names: ['sample:1'],
    platform: undefined,
    digest: undefined,
    configDigest: undefined,
    present: true,
    config: NO_CONFIG,
    history: [],
    layers: [],
    attestations: [],
    annotations: {},
    problems: [],
    ...fields,
  };
}

/** The layer at `place` of the archive, 1000 bytes long. */
export function sampleLayer(place: number, fields: Partial<ImageLayer> = {}): ImageLayer {
  const start = 1000 * place;
  return {
    place: { file: 0, start, end: start + 1000, member: `layer-${place}.tar` },
    digest: undefined,
    diffId: undefined,
    mediaType: undefined,
    blobBytes: 1000,
    step: undefined,
    problems: [],
    ...fields,
  };
}

export function absentLayer(place: number): ImageLayer {
  const digest = `sha256:${'0'.repeat(64)}`;
  const problem: Problem = { kind: 'member-missing', member: `layer-${place}.tar`, part: 'layer' };
  return sampleLayer(place, { place: undefined, digest, problems: [problem] });
}

export function sampleStep(keyword: string, rest: string, emptyLayer = false): HistoryStep {
  return {
    createdBy: `${keyword} ${rest}`,
    created: undefined,
    comment: undefined,
    author: undefined,
    emptyLayer,
    instruction: { keyword, rest },
  };
}

export function openedWith(images: readonly Image[], problems: readonly Problem[] = []): Opened {
  const archive: ImageArchive = { form: 'docker-archive', images, problems };
  return { archive, blobOf: ({ start, end }) => new Blob([new Uint8Array(end - start)]) };
}

export interface OpenedSample {
  image: OpenImage;
  workers: FakeWorkers;
  indexes: LayerIndex[];
}

/** An image whose layers hold these rows, bottom first, with its tree complete; each step of its history made one of them. */
export async function openSample(
  layers: readonly (LayerRows | LayerIndex)[],
  fields: Partial<Image> = {},
): Promise<OpenedSample> {
  const workers = new FakeWorkers();
  const indexes = layers.map((rows) => ('pool' in rows ? rows : indexOfRows(rows)));
  const stepOf = (i: number) => (fields.history?.[i] === undefined ? undefined : i);
  const of = sampleImage({
    layers: layers.map((_, i) => sampleLayer(i, { step: stepOf(i) })),
    ...fields,
  });
  const image = new OpenImage(of, openedWith([of]), workers);
  const opening = image.open();
  indexes.forEach((index, i) => workers.indexes[i]?.settle({ ok: true, value: index }));
  await opening;
  return { image, workers, indexes };
}

/** The path of that full name, whether it is in a view or not. */
export function pathNamed(tree: PathTree, name: string): number {
  let path = 0;
  for (const part of name.split('/').filter((text) => text !== '')) {
    const child = tree.find(path, new TextEncoder().encode(part));
    if (child === undefined) throw new Error(`the tree has no ${name}`);
    path = child;
  }
  return path;
}
