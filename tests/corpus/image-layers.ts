/**
 * The layers of an image archive, whatever its form, found with our own index of the archive: `docker save` old and new, OCI layouts at
 * any depth, compressed as a whole or not, nested indexes, several platforms, symlinked layers. As much reader as tests need.
 */
import { posix } from 'node:path';
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import type { Decoders } from '../../src/core/layer/decoders.ts';
import { indexLayer } from '../../src/core/layer/index-layer.ts';
import {
  entryKind,
  entryLink,
  entryName,
  type LayerIndex,
} from '../../src/core/layer/layer-index.ts';
import { locateEntry, readEntry } from '../../src/core/layer/read-entry.ts';

export interface ImageLayer {
  blob: Uint8Array;
  /** As the config says; undefined where it does not. */
  diffId: string | undefined;
}

interface Config {
  rootfs?: { diff_ids?: string[] };
}
interface Descriptor {
  mediaType?: string;
  digest: string;
}
interface Manifest {
  manifests?: Descriptor[];
  config?: Descriptor;
  layers?: Descriptor[];
}
interface DockerImage {
  Config?: string;
  Layers?: string[];
}

const MOST_BYTES = 2 ** 32;

/** Empty where the archive is no image. */
export async function readImageLayers(
  archive: Uint8Array,
  decoders: Decoders,
): Promise<ImageLayer[]> {
  const source = memorySource(archive);
  const members = new ArchiveMembers(await indexLayer(source, { decoders }));
  const read: Read = async (path) => {
    const entry = typeof path === 'string' ? members.find(path) : undefined;
    return entry === undefined
      ? undefined
      : readEntry(source, members.locate(entry), decoders, MOST_BYTES);
  };
  return [
    ...(await dockerLayers(await readJson<DockerImage[]>(read, 'manifest.json'), read)),
    ...(await ociLayers(await readJson<Manifest>(read, 'index.json'), read)),
  ];
}

/** Of a path as an archive names it, so there may be none. */
type Read = (path: string | undefined) => Promise<Uint8Array | undefined>;

/** Names of an archive's members, without the folder that all may be in. */
class ArchiveMembers {
  readonly #index: LayerIndex;
  readonly #entries = new Map<string, number>();
  readonly #top: string;

  constructor(index: LayerIndex) {
    this.#index = index;
    for (let i = 0; i < index.entryCount; i++) {
      this.#entries.set(posix.normalize(`/${text(entryName(index, i))}`), i);
    }
    const marks = [...this.#entries.keys()].filter((name) =>
      /\/(index|manifest)\.json$/.test(name),
    );
    const depth = (name: string): number => name.split('/').length;
    this.#top = posix.dirname(marks.sort((a, b) => depth(a) - depth(b))[0] ?? '/');
  }

  /** The file of that name, symbolic links followed. */
  find(path: string): number | undefined {
    let name = posix.join('/', this.#top, path);
    for (let links = 0; links < 10; links++) {
      const entry = this.#entries.get(name);
      if (entry === undefined || entryKind(this.#index, entry) !== 'symlink') return entry;
      name = posix.join(posix.dirname(name), text(entryLink(this.#index, entry)));
    }
    return undefined;
  }

  locate(entry: number): ReturnType<typeof locateEntry> {
    return locateEntry(this.#index, entry);
  }
}

async function dockerLayers(images: DockerImage[] | undefined, read: Read): Promise<ImageLayer[]> {
  const layers: ImageLayer[] = [];
  for (const image of Array.isArray(images) ? images : []) {
    const config = await readJson<Config>(read, image.Config);
    await addLayers(layers, {
      paths: Array.isArray(image.Layers) ? image.Layers : [],
      config,
      read,
    });
  }
  return layers;
}

async function ociLayers(
  manifest: Manifest | undefined,
  read: Read,
  depth = 0,
): Promise<ImageLayer[]> {
  const layers: ImageLayer[] = [];
  for (const child of depth < 10 ? (manifest?.manifests ?? []) : []) {
    layers.push(
      ...(await ociLayers(await readJson<Manifest>(read, blobPath(child)), read, depth + 1)),
    );
  }
  if (manifest?.config !== undefined) {
    // Attestations have layers too, but no tars.
    const paths = (manifest.layers ?? [])
      .filter(({ mediaType = '' }) => !mediaType.includes('in-toto'))
      .map(blobPath);
    await addLayers(layers, {
      paths,
      config: await readJson<Config>(read, blobPath(manifest.config)),
      read,
    });
  }
  return layers;
}

interface LayersOfOne {
  paths: readonly string[];
  config: Config | undefined;
  read: Read;
}

async function addLayers(
  layers: ImageLayer[],
  { paths, config, read }: LayersOfOne,
): Promise<void> {
  for (const [i, path] of paths.entries()) {
    const blob = await read(path);
    if (blob !== undefined) layers.push({ blob, diffId: config?.rootfs?.diff_ids?.[i] });
  }
}

function blobPath({ digest }: Descriptor): string {
  return `blobs/${digest.replace(':', '/')}`;
}

async function readJson<T>(read: Read, path: string | undefined): Promise<T | undefined> {
  const bytes = await read(path);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(text(bytes)) as T;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
