import { expect, test } from 'vitest';
import { poolSize } from '../../src/client/pool-size.ts';

test('there is a worker, whatever the browser says of its cores', () => {
  for (const cores of [1, 0, -3, NaN, undefined as unknown as number]) {
    expect(poolSize(cores), String(cores)).toBe(1);
  }
});

test('two cores are both used; of more, one is left to the page', () => {
  expect([2, 3, 4, 6, 8].map(poolSize)).toEqual([2, 2, 3, 5, 7]);
});

test('a big machine does not start workers without end', () => {
  expect(poolSize(128)).toBe(8);
  expect(poolSize(Infinity)).toBe(8);
});
