/**
 * Sound images whose layers are odd, hostile or damaged: every layer is indexed or refused with a named problem, both engines say the
 * same, and where a layer is only odd its entries are the truth's.
 */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeProblem } from '../../src/text/problem-texts.ts';
import { readBadCases, type BadCase } from './bad-cases.ts';
import { engines, wasmDecoders } from './engines.ts';
import { readImageLayers } from './image-layers.ts';
import { readLayerTruth } from './layer-truth.ts';
import { SHOWS_WHEN_APPLIED } from './shows-when-applied.ts';
import { truthRows } from './truth-row.ts';
import { withoutGlobalRecords } from './without-global-records.ts';
import { tryIndex, type Tried } from './try-index.ts';

const cases = readBadCases('layer');

/** Where Python's tarfile reads an odd layer in its own way: the names we give instead, and why. */
const READ_OTHERWISE = new Map([
  // Python stops without a word; we look for the next header.
  ['bad-checksum.tar', ['one', 'three']],
  ['size-garbage.tar', ['one', 'g', 'after']],
  // Python stops without a word; GNU tar goes on, as we do.
  ['zero-block-inside.tar', ['one', 'two']],
  // Python takes what it can make of a broken record; Go refuses it, and so do we.
  ['pax-bad-length.tar', ['one', 'two']],
  ['pax-path-nul.tar', ['short', 'after']],
  // Python has no limit for records; ours is Go's.
  ['pax-huge-value.tar', ['f']],
]);

test('there are bad layers to try', () => {
  expect(cases.length).toBeGreaterThan(4);
});

describe.each(cases.map((badCase) => [badCase.name, badCase.expect, badCase] as const))(
  '%s: %s',
  (name, _, badCase) => {
    test.each(engines)('$name engine', async (engine) => {
      const tried: TriedLayer[] = [];
      for (const { blob } of await readImageLayers(badCase.bytes, wasmDecoders)) {
        tried.push({ ...(await tryIndex(blob, engine)), tar: blob });
      }
      expect(tried.length).toBeGreaterThan(0);
      const severities = tried.flatMap(({ problems }) =>
        problems.map((problem) => describeProblem(problem).severity),
      );
      if (badCase.expect === 'open') expect(severities).not.toContain('error');
      if (badCase.expect === 'warn')
        expect(severities.length > 0).toBe(!SHOWS_WHEN_APPLIED.has(name));
      if (badCase.expect === 'reject') expect(severities).toContain('error');
      expectTruth(tried, badCase);
    });
  },
);

type TriedLayer = Tried & { tar: Uint8Array };

/** All rows, or those before the place where Python gave up. */
function expectTruth(tried: readonly TriedLayer[], { name, truthPath }: BadCase): void {
  const otherwise = READ_OTHERWISE.get(name);
  tried.forEach(({ index, tar }, i) => {
    const path = truthPath(i + 1);
    if (!existsSync(path)) return;
    const ours = index === undefined ? [] : truthRows(index);
    if (otherwise !== undefined) {
      expect(ours.map((row) => row.name)).toEqual(otherwise);
      return;
    }
    const { rows, broken } = readLayerTruth(path);
    expect(broken ? ours.slice(0, rows.length) : ours).toEqual(withoutGlobalRecords(rows, tar));
  });
}
