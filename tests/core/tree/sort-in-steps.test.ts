import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { sortInSteps } from '../../../src/core/tree/sort-in-steps.ts';

it('sorts as the language does, and keeps the order of equals', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { maxLength: 600 }), (list) => {
      const numbers = Uint32Array.from(list);
      const byTens = (a: number, b: number): number => Math.floor(a / 10) - Math.floor(b / 10);
      runToEnd(sortInSteps(numbers, byTens));
      expect([...numbers]).toEqual([...list].sort(byTens));
    }),
  );
});

it('pauses while it sorts many', () => {
  const numbers = Uint32Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 100_003);
  let compares = 0;
  let most = 0;
  const steps = sortInSteps(numbers, (a, b) => (compares++, a - b));
  while (steps.next().done !== true) {
    most = Math.max(most, compares);
    compares = 0;
  }
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(40_000);
  expect(numbers).toEqual(numbers.slice().sort());
});
