import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findNames } from '../../../src/core/layer/find-names.ts';
import type { LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { indexOfRows, type RowText } from '../../fixtures/index-of-rows.ts';

function run(index: LayerIndex, needle: string | Uint8Array, among?: number[]) {
  const bytes = typeof needle === 'string' ? new TextEncoder().encode(needle) : needle;
  const search = findNames(index, bytes, among && Uint32Array.from(among));
  let pauses = 0;
  for (;;) {
    const step = search.next();
    if (step.done === true) return { found: [...step.value], pauses };
    pauses++;
  }
}

const LINK: RowText = { name: 'lib', link: 'etc/lib' };

describe('finding names', () => {
  const index = indexOfRows(['etc/', 'etc/hosts', LINK, 'Makefile', '']);

  test('finds a part anywhere in the name', () => {
    expect(run(index, 'etc').found).toEqual([0, 1]);
    expect(run(index, 'hosts').found).toEqual([1]);
    expect(run(index, 'c/h').found).toEqual([1]);
  });

  test('does not look into link targets, nor across names', () => {
    expect(run(index, 'libetc').found).toEqual([]);
    expect(run(index, 'etc/lib').found).toEqual([]);
    expect(run(index, 'hostslib').found).toEqual([]);
  });

  test('takes ASCII letters in either case', () => {
    expect(run(index, 'MAKE').found).toEqual([3]);
    expect(run(index, 'makefile').found).toEqual([3]);
  });

  test('finds everything for nothing, and nothing for too much', () => {
    expect(run(index, '').found).toEqual([0, 1, 2, 3, 4]);
    expect(run(index, 'etc/hosts.allow').found).toEqual([]);
  });

  test('looks among earlier finds only', () => {
    expect(run(index, 'e', [1, 3]).found).toEqual([1, 3]);
    expect(run(index, 'etc', [1, 3]).found).toEqual([1]);
    expect(run(index, 'etc', []).found).toEqual([]);
  });

  test('agrees with the obvious way', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '/'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), name, (names, needle) => {
        const expected = names.flatMap((n, i) =>
          n.toLowerCase().includes(needle.toLowerCase()) ? [i] : [],
        );
        expect(run(indexOfRows(names), needle).found).toEqual(expected);
      }),
    );
  });

  test('pauses in a long list and in long names', () => {
    expect(run(indexOfRows(Array<string>(20_000).fill('a')), 'b').pauses).toBeGreaterThanOrEqual(2);
    expect(run(indexOfRows(Array<string>(4).fill('a'.repeat(300_000))), 'b').pauses).toBe(4);
  });
});
