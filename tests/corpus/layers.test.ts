/**
 * Every layer of every image there is, as it is stored and in every other compression, by both engines: the entries are the truth's
 * (Python's tarfile) in every field, the listing is GNU tar's, and files read back have the recorded SHA-256.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import { indexLayer } from '../../src/core/layer/index-layer.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import { locateEntry, readEntry } from '../../src/core/layer/read-entry.ts';
import { describeProblem } from '../../src/text/problem-texts.ts';
import { corpusRoots, hasCorpus } from './corpus-roots.ts';
import { findDistinctLayers, type DistinctLayer } from './distinct-layers.ts';
import { engines, type Engine } from './engines.ts';
import { gnuListing } from './gnu-listing.ts';
import { hasZstd, layerForms, type LayerForm } from './layer-forms.ts';
import { readGnuListing, readLayerTruth, type LayerTruth } from './layer-truth.ts';
import { chooseEntries } from './read-budget.ts';
import { truthRows } from './truth-row.ts';
import { withoutGlobalRecords } from './without-global-records.ts';

const MIB = 1 << 20;
/** What may be decoded to read files back, where it would take too long to read all. */
const BUDGET_BYTES = { WebAssembly: 32 * MIB, TypeScript: 4 * MIB };
/** Of these, and of a layer as it was first found, every file is read. */
const READ_WHOLE = ['plain', 'zstd frames'];

const { layers, archives } = await findDistinctLayers();
const known = layers.filter(({ truth }) => truth !== undefined);
const images = archives.filter(({ layers: count }) => count).length;
const rootNames = corpusRoots.map(({ name }) => name).join(' and ');
process.stdout.write(
  `${images} images of ${archives.length} archives (${rootNames}): ` +
    `${layers.length} different layers, ${known.length} with a truth to compare\n`,
);

test.skipIf(!hasCorpus)('the whole corpus is there, not only the fixtures', () => {
  expect(known.length).toBeGreaterThan(60);
});

test.skipIf(!hasZstd)('zstd is installed, so layers are tried as zstd too', () => {
  expect(layerForms(new Uint8Array(1024)).map(({ name }) => name)).toContain('zstd');
});

test('every image archive has layers', () => {
  const ours = archives.filter(
    ({ path }) => path.includes('/images/') && !basename(path).startsWith('NOT-AN-IMAGE'),
  );
  expect(ours.length).toBeGreaterThan(4);
  expect(ours.filter(({ layers: count }) => !count)).toEqual([]);
});

test('every layer of our own images has its truth', () => {
  expect(layers.filter(({ truth, stored }) => truth === undefined && isOurs(stored))).toEqual([]);
});

describe.each(known.map((layer) => [layer.name, layer] as const))('%s', (_, layer) => {
  const truth = readLayerTruth(layer.truth ?? '');
  const listing = readGnuListing(layer.truth ?? '');

  test.each([...layer.stored, ...layerForms(layer.tar)])(
    '$name',
    { timeout: 60_000 },
    async (form) => {
      const blob = form.make();
      const whole = form === layer.stored[0] || READ_WHOLE.includes(form.name);
      for (const engine of engines) {
        const index = await indexLayer(memorySource(blob), { decoders: engine.decoders });
        expectRows(index, truth, layer);
        if (listing !== undefined) expect(gnuListing(index), engine.name).toEqual(listing);
        expectProblems(index, layer);
        expectFingerprints(index, truth);
        await expectContents({ index, blob, truth, engine, whole });
      }
    },
  );
});

function isOurs(stored: readonly LayerForm[]): boolean {
  return stored.some(({ name }) => /^as in (mini|arch|npm|zoo)/.test(name));
}

function expectRows(index: LayerIndex, truth: LayerTruth, { tar }: DistinctLayer): void {
  expect(truth.broken).toBe(false);
  expect(truthRows(index)).toEqual(withoutGlobalRecords(truth.rows, tar));
  expect(index.tarBytes).toBe(tar.length);
}

/** Layers of real tools are sound. Some have no end-of-archive blocks, or more behind them: that is told and does no harm. */
function expectProblems(index: LayerIndex, { tar }: DistinctLayer): void {
  const hasEnd = tar.subarray(-1024).every((byte) => byte === 0);
  const complaints = index.problems
    .map((problem) => describeProblem(problem))
    .filter(({ kind, severity }) => severity !== 'note' && (hasEnd || kind !== 'tar-no-end'));
  expect(complaints).toEqual([]);
}

/** Equal content has equal fingerprints, different content different ones. */
function expectFingerprints(index: LayerIndex, { sha256 }: LayerTruth): void {
  const byContent = new Map<string, bigint>();
  sha256.forEach((digest, i) => {
    const fingerprint = index.fingerprint[i] ?? 0n;
    if (digest === undefined || fingerprint === 0n) return;
    expect(byContent.get(digest) ?? fingerprint).toBe(fingerprint);
    byContent.set(digest, fingerprint);
  });
  expect(new Set(byContent.values()).size).toBe(byContent.size);
  const taken = sha256.filter((digest, i) => digest !== undefined && index.fingerprint[i] !== 0n);
  const all = sha256.filter((digest) => digest !== undefined);
  if (index.compression !== 'none') expect(taken.length).toBe(all.length);
}

interface Contents {
  index: LayerIndex;
  blob: Uint8Array;
  truth: LayerTruth;
  engine: Engine;
  /** Every file, if the engine is the fast one. */
  whole: boolean;
}

async function expectContents({ index, blob, truth, engine, whole }: Contents): Promise<void> {
  const wanted = truth.sha256.flatMap((digest, i) => (digest === undefined ? [] : [i]));
  const source = memorySource(blob);
  const budget = whole && engine.name === 'WebAssembly' ? Infinity : BUDGET_BYTES[engine.name];
  const wrong: number[] = [];
  for (const i of chooseEntries(index, wanted, budget)) {
    const content = await readEntry(source, locateEntry(index, i), engine.decoders);
    const digest = createHash('sha256').update(content).digest('hex');
    if (digest !== truth.sha256[i]) wrong.push(i);
  }
  expect(wrong, `entries whose content is wrong, ${engine.name}`).toEqual([]);
}
