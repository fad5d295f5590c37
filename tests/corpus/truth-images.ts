/** Images with truth, put together from their layers wherever these are stored: by diff ID, not by the name of an archive. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import { indexLayer } from '../../src/core/layer/index-layer.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import { InputError } from '../../src/core/problem.ts';
import { readBadCases } from './bad-cases.ts';
import { corpusRoots, filesBelow } from './corpus-roots.ts';
import { findDistinctLayers } from './distinct-layers.ts';
import { wasmDecoders } from './engines.ts';
import { tryOpen } from './open-corpus-archive.ts';

export interface TruthImage {
  name: string;
  /** Where its truth is. */
  folder: string;
  layers: TruthImageLayer[];
}

export interface TruthImageLayer {
  blob: Uint8Array;
  /** Undefined where the layer cannot be read at all. */
  index: LayerIndex | undefined;
}

interface ImageJson {
  layers: { diff_id: string; computed_diff_id?: string }[];
}

/** Sound images, each once. */
export async function findTruthImages(): Promise<TruthImage[]> {
  const { layers } = await findDistinctLayers();
  const blobs = new Map(layers.map(({ diffId, stored }) => [diffId, stored[0]?.make()]));
  const images = new Map<string, TruthImage>();
  for (const path of corpusRoots.flatMap((root) => filesBelow(root, 'truth'))) {
    if (basename(path) !== 'image.json') continue;
    const { layers: wanted } = JSON.parse(readFileSync(path, 'utf8')) as ImageJson;
    const found = wanted.map((layer) => blobs.get(layer.computed_diff_id ?? layer.diff_id));
    if (images.has(basename(dirname(path))) || found.includes(undefined)) continue;
    images.set(basename(dirname(path)), {
      name: basename(dirname(path)),
      folder: dirname(path),
      layers: await Promise.all(found.map((blob) => readLayer(blob ?? new Uint8Array(0)))),
    });
  }
  return [...images.values()];
}

/** Sound images of odd or damaged layers. */
export async function findOddImages(): Promise<TruthImage[]> {
  const images: TruthImage[] = [];
  for (const { name, bytes } of readBadCases('layer')) {
    const folder = corpusRoots
      .map((root) => join(root.folder, 'truth/bad-layer', name.replace(/\.tar$/, '')))
      .find(existsSync);
    if (folder === undefined) continue;
    const opened = await tryOpen(bytes);
    if ('kind' in opened) continue;
    const layers: TruthImageLayer[] = [];
    for (const { place } of opened.archive.images[0]?.layers ?? []) {
      layers.push(
        await readLayer(place === undefined ? new Uint8Array(0) : await opened.read(place)),
      );
    }
    images.push({ name, folder, layers });
  }
  return images;
}

async function readLayer(blob: Uint8Array): Promise<TruthImageLayer> {
  try {
    return { blob, index: await indexLayer(memorySource(blob), { decoders: wasmDecoders }) };
  } catch (error) {
    if (error instanceof InputError) return { blob, index: undefined };
    throw error;
  }
}
