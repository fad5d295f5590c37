/**
 * Archives damaged as containers. What makes an image of them is not ours to judge here; but the archive, and every layer that can be
 * found in it, is indexed or refused with a named problem, and both engines say the same.
 */
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/problem.ts';
import { readBadCases } from './bad-cases.ts';
import { engines, wasmDecoders } from './engines.ts';
import { readImageLayers, type ImageLayer } from './image-layers.ts';
import { truthRows } from './truth-row.ts';
import { tryIndex } from './try-index.ts';

const cases = readBadCases('archive');

test('there are bad archives to try', () => {
  expect(cases.length).toBeGreaterThan(4);
});

describe.each(cases)('$name ($why)', ({ bytes }) => {
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

async function layersOf(bytes: Uint8Array): Promise<ImageLayer[]> {
  try {
    return await readImageLayers(bytes, wasmDecoders);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
