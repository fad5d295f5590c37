/** dive's figures of every image, to the last digit, against the corpus' own reckoning (checked against dive itself). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { measureDiveEfficiency } from '../../src/core/findings/dive-efficiency.ts';
import { runToEnd } from '../../src/core/run-to-end.ts';
import { hasCorpus } from './corpus-roots.ts';
import { escapeBytes } from './escaped-bytes.ts';
import { findOddImages, findTruthImages, type TruthImage } from './truth-images.ts';

const sound = (await findTruthImages()).filter(hasTruth);
const odd = (await findOddImages()).filter(hasTruth);

/** Where the corpus' reader (Python's tarfile) reads a layer in its own way, the figures differ: see bad-layers.test.ts. */
const READ_OTHERWISE = new Set(['bad-checksum.tar', 'size-garbage.tar', 'zero-block-inside.tar']);

test('there are images to measure', () => {
  expect(sound.length).toBeGreaterThanOrEqual(hasCorpus ? 9 : 3);
  expect(odd.length).toBeGreaterThanOrEqual(hasCorpus ? 50 : 5);
});

describe.each([...sound, ...odd].map((image) => [image.name, image] as const))(
  '%s',
  (name, image) => {
    test.skipIf(READ_OTHERWISE.has(name))('has the efficiency that dive says', () => {
      const got = runToEnd(measureDiveEfficiency(image.layers.map(({ index }) => index)));
      expect({
        efficiency: got.score,
        size_bytes: got.imageBytes,
        user_size_bytes: got.userBytes,
        wasted_bytes: got.wastedBytes,
        wasted_user_percent: got.wastedUserPercent ?? null,
        unresolved_whiteouts: got.unresolvedWhiteouts,
        inefficient: got.inefficient.map(({ path, count, cumulativeBytes }) => ({
          path: escapeBytes(path),
          count,
          cumulative: cumulativeBytes,
        })),
      }).toEqual(readTruth(image));
    });
  },
);

function hasTruth({ folder }: TruthImage): boolean {
  return existsSync(join(folder, 'efficiency.json'));
}

function readTruth({ folder }: TruthImage): Record<string, unknown> {
  const truth = JSON.parse(readFileSync(join(folder, 'efficiency.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const { efficiency, size_bytes, user_size_bytes, wasted_bytes, wasted_user_percent } = truth;
  const unresolved_whiteouts = truth['unresolved_whiteouts'] ?? 0;
  return {
    ...{ efficiency, size_bytes, user_size_bytes, wasted_bytes, wasted_user_percent },
    ...{ unresolved_whiteouts, inefficient: truth['inefficient'] },
  };
}
