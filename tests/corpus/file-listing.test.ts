/**
 * The exported listing of every image, path for path, against what four unpackers make of it; hashes included, each made in one pass over its
 * layer.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import { measureDeadBytes } from '../../src/core/findings/dead-bytes.ts';
import { hashBodies } from '../../src/core/layer/hash-bodies.ts';
import { findHash, type HashedBodies } from '../../src/core/layer/hashed-bodies.ts';
import { planHashing } from '../../src/core/layer/plan-hashing.ts';
import { listFiles } from '../../src/core/report/file-listing.ts';
import { listingText } from '../../src/core/report/listing-text.ts';
import { runToEnd } from '../../src/core/run-to-end.ts';
import { PathTree } from '../../src/core/tree/path-tree.ts';
import { type TreeView, viewTree } from '../../src/core/tree/tree-view.ts';
import { digester } from '../../src/wasm/digester.ts';
import { hasCorpus } from './corpus-roots.ts';
import { wasmDecoders } from './engines.ts';
import { readLayerTruth } from './layer-truth.ts';
import { findOddImages, findTruthImages, type TruthImage } from './truth-images.ts';

const sound = (await findTruthImages()).filter(hasTruth);
const odd = (await findOddImages()).filter(hasTruth);

/** A directory that something was put into or taken out of without being listed has the time of unpacking: these are later than all others. */
const UNPACKED_SINCE = 1_795_000_000;
/** Names are not the paths here: an unlisted directory takes the place of a lower layer's link; a file is put behind a link. */
const NOT_AS_NAMED = new Set([
  'symlink-dir-from-lower.tar',
  'whiteout-through-symlink.tar',
  'symlink-outside-write.tar',
]);
/** Three of four unpackers refuse a whiteout without a name, the fourth takes it for one of the whole directory; the spec calls it invalid. */
const READ_OTHERWISE = new Set(['whiteout-empty-name.tar']);

interface Listed {
  path: string;
  type: string;
  mode: string;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  linkname: string;
  layer: number;
  sha256?: string | null;
}

test('there are images to list', () => {
  expect(sound.length).toBeGreaterThanOrEqual(hasCorpus ? 9 : 3);
  expect(odd.length).toBeGreaterThanOrEqual(hasCorpus ? 40 : 5);
});

const images = [...sound, ...odd].filter(({ name }) => !READ_OTHERWISE.has(name));

describe.each(images.map((image) => [image.name, image] as const))('%s', (name, image) => {
  const view = viewOf(image);
  const truth = readMerged(image);

  test('is listed path for path', async () => {
    const hashed = await hashAll(image);
    const hashOf = (inode: { layer: number; entry: number }) => {
      const bodies = hashed[inode.layer];
      return bodies && findHash(bodies, inode.entry);
    };
    const listed = listAll(view, hashOf);
    expect(listed.map(({ path }) => path)).toEqual(truth.map(({ path }) => path));
    const layers = layersOfPaths(image);
    listed.forEach((file, i) => {
      const wanted = truth[i] ?? file;
      const layer = NOT_AS_NAMED.has(name) ? file.layer : layers.get(file.path);
      const anyTime = wanted.mtime >= UNPACKED_SINCE;
      const mtime = layer === undefined ? 0 : anyTime ? file.mtime : wanted.mtime;
      expect(file).toEqual({ ...wanted, layer: layer ?? file.layer, mtime });
    });
  });

  test('has the same listing without hashes', () => {
    const hashed = listAll(view, () => '').map((file) => ({ ...file, sha256: undefined }));
    expect(listAll(view)).toEqual(hashed);
    for (const file of listAll(view)) expect(file).not.toHaveProperty('sha256');
  });

  test('has as many dead bytes as its layers hold beyond what is to be seen', () => {
    const visible = truth.reduce(
      (sum, { type, size }) => sum + (type === 'hardlink' ? 0 : size),
      0,
    );
    const stored = payloadOf(image);
    expect(measureDeadBytes(view)).toEqual({
      storedBytes: stored,
      visibleBytes: visible,
      deadBytes: stored - visible,
    });
  });
});

/**
 * The corpus' own figure of hidden bytes, where it means the same: it takes a file for lost whose first name is, though another name of it
 * remains, and knows neither marker at the root.
 */
test.each(
  sound.filter(({ name }) => !name.startsWith('mini')).map((image) => [image.name, image] as const),
)('%s has the dead bytes that the corpus reckons', (_, image) => {
  const { naive_wasted_bytes, visible_bytes } = JSON.parse(
    readFileSync(join(image.folder, 'efficiency.json'), 'utf8'),
  ) as Record<string, unknown>;
  const { deadBytes, visibleBytes } = measureDeadBytes(viewOf(image));
  expect([deadBytes, visibleBytes]).toEqual([naive_wasted_bytes, visible_bytes]);
});

function hasTruth({ folder }: TruthImage): boolean {
  return existsSync(join(folder, 'merged.tsv'));
}

function viewOf({ layers }: TruthImage): TreeView {
  const tree = new PathTree();
  for (const { index } of layers) runToEnd(tree.addLayer(index));
  return runToEnd(viewTree(tree, { kind: 'merged', upTo: layers.length - 1 }));
}

function hashAll({ layers }: TruthImage): Promise<(HashedBodies | undefined)[]> {
  return Promise.all(
    layers.map(async ({ blob, index }) => {
      if (index === undefined) return undefined;
      const plan = planHashing(
        index,
        Uint32Array.from({ length: index.entryCount }, (_, i) => i),
      );
      const options = { decoders: wasmDecoders, digester };
      return hashBodies(memorySource(blob), structuredClone(plan), options);
    }),
  );
}

function listAll(view: TreeView, hashOf?: Parameters<typeof listFiles>[1]): Listed[] {
  const text = [...listFiles(view, hashOf)].filter((piece) => piece !== undefined).join('');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Listed);
}

const TYPES: Record<string, string> = {
  f: 'file',
  d: 'dir',
  l: 'symlink',
  c: 'char',
  b: 'block',
  p: 'fifo',
};

function readMerged({ folder }: TruthImage): Omit<Listed, 'layer'>[] {
  const lines = readFileSync(join(folder, 'merged.tsv'), 'latin1').split('\n').slice(1, -1);
  return lines.map((line) => {
    const [
      path = '',
      type = '',
      mode = '',
      uid,
      gid,
      size,
      mtime,
      sha256 = '',
      link = '',
      first = '',
    ] = line.split('\t');
    const isLink = first !== '-' && first !== path;
    return {
      path: asListed(path),
      type: isLink ? 'hardlink' : (TYPES[type] ?? type),
      mode,
      uid: Number(uid),
      gid: Number(gid),
      size: size === '-' ? 0 : Number(size),
      mtime: Math.floor(Number(mtime)),
      linkname: isLink ? asListed(first) : link === '-' ? '' : asListed(link),
      ...(type === 'f' && { sha256 }),
    };
  });
}

/** The topmost layer that lists each path, by the truth of the layers alone. */
function layersOfPaths({ folder, layers }: TruthImage): Map<string, number> {
  const found = new Map<string, number>();
  layers.forEach((_, i) => {
    const tsv = join(folder, `layer-${String(i + 1).padStart(2, '0')}.tsv`);
    for (const { name } of existsSync(tsv) ? readLayerTruth(tsv).rows : []) {
      found.set(asListed(posix.join('/', name).replace(/\/$/, '')), i);
    }
  });
  return found;
}

/** From the corpus' way to write bytes down to that of our listings. */
function asListed(escaped: string): string {
  const latin1 = escaped.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return listingText(Buffer.from(latin1, 'latin1'));
}

/** By the truth of the layers. */
function payloadOf({ folder, layers }: TruthImage): number {
  let bytes = 0;
  layers.forEach((_, i) => {
    const tsv = join(folder, `layer-${String(i + 1).padStart(2, '0')}.tsv`);
    for (const { size } of existsSync(tsv) ? readLayerTruth(tsv).rows : []) {
      bytes += size === '-' ? 0 : Number(size);
    }
  });
  return bytes;
}
