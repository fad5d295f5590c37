/** Every layer of every image archive is what its image says; of the damaged archives, those that only digests can tell are told. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import { checkDigests } from '../../src/core/layer/check-digests.ts';
import type { Problem } from '../../src/core/problem.ts';
import { digester } from '../../src/wasm/digester.ts';
import { readBadCases } from './bad-cases.ts';
import { corpusRoots, filesBelow, hasCorpus } from './corpus-roots.ts';
import { wasmDecoders } from './engines.ts';
import { tryOpen, type OpenedBytes } from './open-corpus-archive.ts';

const archives = corpusRoots
  .flatMap((root) => filesBelow(root, 'images'))
  .filter((path) => /\.tar(\.\w+)?$/.test(path));
const bad = readBadCases('archive');

/** Layers that are others than the image says, and by what that can be told. */
const MISMATCHES: Record<string, string[]> = {
  'config-wrong-diffid.tar': ['diff-id'],
  'flipped-gzip.tar.gz': ['layer'],
  'oci-flipped-blob.tar': ['layer'],
  'oci-swapped-blob.tar': ['layer'],
};

test('there are archives to check', () => {
  expect(archives.length).toBeGreaterThanOrEqual(hasCorpus ? 25 : 5);
  expect(bad.length).toBeGreaterThanOrEqual(hasCorpus ? 60 : 5);
});

test.each(archives.map((path) => [basename(path), path] as const))('%s', async (name, path) => {
  const opened = await tryOpen(readFileSync(path));
  if ('kind' in opened) throw new Error(opened.kind);
  const { checked, problems } = await checkLayers(opened);
  expect(problems).toEqual([]);
  // A flat root file system has no digests.
  if (!name.startsWith('NOT-AN-IMAGE')) expect(checked).toBeGreaterThan(0);
});

describe.each(bad.map((badCase) => [badCase.name, badCase] as const))('%s', (name, { bytes }) => {
  test('has no wrong digest but where it should', async () => {
    const opened = await tryOpen(bytes);
    const problems = 'kind' in opened ? [] : (await checkLayers(opened)).problems;
    const wrong = problems.flatMap((problem) =>
      problem.kind === 'digest-mismatch' ? [problem.part] : [],
    );
    expect([...new Set(wrong)]).toEqual(MISMATCHES[name] ?? []);
  });
});

async function checkLayers(opened: OpenedBytes) {
  const problems: Problem[] = [];
  let checked = 0;
  for (const { layers } of opened.archive.images) {
    for (const { place, digest, diffId } of layers) {
      if (place === undefined || (digest ?? diffId) === undefined) continue;
      const want = { member: place.member, digest, diffId };
      const source = memorySource(await opened.read(place));
      problems.push(...(await checkDigests(source, want, { decoders: wasmDecoders, digester })));
      checked++;
    }
  }
  return { checked, problems };
}
