/**
 * Archives damaged as containers: each is refused, opened with a warning or opened without one, as expected. And whatever is found in
 * them is indexed or refused with a named problem, and both engines say the same.
 */
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import { checkDigests } from '../../src/core/layer/check-digests.ts';
import { InputError, type Problem } from '../../src/core/problem.ts';
import { describeProblem } from '../../src/text/problem-texts.ts';
import { nodeDigester } from '../fixtures/node-digester.ts';
import { readBadCases } from './bad-cases.ts';
import { engines, wasmDecoders } from './engines.ts';
import { readImageLayers, type ImageLayer } from './image-layers.ts';
import { type OpenedBytes, tryOpen } from './open-corpus-archive.ts';
import { truthRows } from './truth-row.ts';
import { tryIndex } from './try-index.ts';

const cases = readBadCases('archive');

test('there are bad archives to try', () => {
  expect(cases.length).toBeGreaterThan(4);
});

describe.each(cases)('$name ($why)', ({ bytes, expect: expected }) => {
  test(`is as expected: ${expected}`, async () => {
    const opened = await tryOpen(bytes);
    if (expected === 'reject') {
      expectRefusal(opened);
      return;
    }
    if ('kind' in opened) throw new Error(`refused: ${opened.kind}`);
    expect(opened.archive.images.some(({ present }) => present)).toBe(true);
    expect(opened.archive.form).not.toBe('root');
    const problems = await everyProblem(opened);
    if (expected === 'warn') expect(problems).not.toEqual([]);
    else expect(problems.filter(isError)).toEqual([]);
  });

  test('gives entries or a named problem', async () => {
    const blobs = [bytes, ...(await layersOf(bytes)).map(({ blob }) => blob)];
    for (const blob of blobs) {
      const said = [];
      for (const engine of engines) {
        const { index, problems } = await tryIndex(blob, engine);
        if (index === undefined) expect(problems).toHaveLength(1);
        said.push({ rows: index && truthRows(index), kinds: problems.map(({ kind }) => kind) });
      }
      for (const other of said) expect(other).toEqual(said[0]);
    }
  });
});

/** What is a tar, but no image, may be looked at all the same; that it is none is said. */
function expectRefusal(opened: OpenedBytes | Problem): void {
  if ('kind' in opened) {
    expect(describeProblem(opened)).toMatchObject({ severity: 'error' });
    return;
  }
  expect(opened.archive.form).toBe('root');
  expect(opened.archive.problems.map(({ kind }) => kind)).toEqual(['not-an-image']);
}

/** Of the archive, of its images, and of each layer, found by reading it and by checking its digests. */
async function everyProblem({ archive, read }: OpenedBytes): Promise<Problem[]> {
  const problems = [...archive.problems];
  const [engine] = engines;
  for (const image of archive.images) {
    problems.push(...image.problems);
    for (const { place, digest, diffId, problems: own } of image.layers) {
      problems.push(...own);
      if (place === undefined || engine === undefined) continue;
      const blob = await read(place);
      problems.push(...(await tryIndex(blob, engine)).problems);
      const want = { member: place.member, digest, diffId };
      const options = { decoders: wasmDecoders, digester: nodeDigester };
      problems.push(...(await checkDigests(memorySource(blob), want, options)));
    }
  }
  return problems;
}

function isError(problem: Problem): boolean {
  return describeProblem(problem).severity === 'error';
}

async function layersOf(bytes: Uint8Array): Promise<ImageLayer[]> {
  try {
    return await readImageLayers(bytes, wasmDecoders);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
