/** Every different layer of all images there are, with every different blob in which it is stored. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sniffCompression } from '../../src/core/archive/compression.ts';
import { InputError } from '../../src/core/problem.ts';
import { corpusRoots, filesBelow } from './corpus-roots.ts';
import { wasmDecoders } from './engines.ts';
import { readImageLayers, type ImageLayer } from './image-layers.ts';
import type { LayerForm } from './layer-forms.ts';
import { findLayerTruths } from './layer-truth.ts';
import { hasNativeTool, pipeThrough } from './native-tool.ts';

export interface DistinctLayer {
  /** Of the first image it was found in, and its place there. */
  name: string;
  diffId: string;
  tar: Uint8Array;
  stored: LayerForm[];
  /** Path of its truth; undefined where there is none. */
  truth: string | undefined;
}

export interface ImageArchive {
  path: string;
  /** How many layers were found in it; undefined where nothing could be read at all. */
  layers: number | undefined;
}

const FOLDERS = ['images', 'third-party'];

export async function findDistinctLayers(): Promise<{
  layers: DistinctLayer[];
  archives: ImageArchive[];
}> {
  const truths = findLayerTruths();
  const layers = new Map<string, DistinctLayer>();
  const archives: ImageArchive[] = [];
  const seen = new Set<string>();
  for (const path of imagePaths()) {
    const found = await layersOf(path);
    archives.push({ path, layers: found?.length });
    for (const [i, { blob }] of (found ?? []).entries()) {
      const digest = sha256(blob);
      if (seen.has(digest)) continue;
      seen.add(digest);
      addBlob(layers, { name: `${basename(path)} layer ${i + 1}`, blob, truths });
    }
  }
  return { layers: [...layers.values()], archives };
}

interface FoundBlob {
  name: string;
  blob: Uint8Array;
  truths: ReadonlyMap<string, string>;
}

function addBlob(layers: Map<string, DistinctLayer>, { name, blob, truths }: FoundBlob): void {
  const tar = decompress(blob);
  if (tar === undefined) return;
  const diffId = `sha256:${sha256(tar)}`;
  const layer = layers.get(diffId) ?? { name, diffId, tar, stored: [], truth: truths.get(diffId) };
  layer.stored.push({ name: `as in ${name}`, make: () => blob });
  layers.set(diffId, layer);
}

function imagePaths(): string[] {
  return corpusRoots.flatMap((root) =>
    FOLDERS.flatMap((folder) => filesBelow(root, folder)).filter((path) =>
      /\.tar(\.\w+)?$/.test(path),
    ),
  );
}

async function layersOf(path: string): Promise<ImageLayer[] | undefined> {
  try {
    return await readImageLayers(readFileSync(path), wasmDecoders);
  } catch (error) {
    // Files that are no tar at all are among them; which ones may be so is checked by the tests.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** With tools that are not ours; undefined where there is no such tool. */
function decompress(blob: Uint8Array): Uint8Array | undefined {
  const compression = sniffCompression(blob);
  if (compression === 'none') return blob;
  if (compression === 'gzip') return gunzipSync(blob);
  const tool = compression === 'bzip2' ? 'bzip2' : compression;
  return hasNativeTool(tool) ? pipeThrough(tool, ['-dc'], blob) : undefined;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
