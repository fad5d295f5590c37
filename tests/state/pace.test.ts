import { expect, test } from 'vitest';
import { PaceMeter } from '../../src/state/pace.ts';

test('tells a rate at once, and the time left once it is worth something', () => {
  const meter = new PaceMeter(1000, 10_000);
  expect(meter.add(1000, 0)).toEqual({ bytesPerSecond: 0, secondsLeft: undefined });
  expect(meter.add(1100, 100)).toEqual({ bytesPerSecond: 1000, secondsLeft: undefined });
  expect(meter.add(2000, 1000)).toEqual({ bytesPerSecond: 1000, secondsLeft: 9 });
});

test('forgets what is long past', () => {
  const meter = new PaceMeter(0, 100_000);
  for (let s = 1; s <= 10; s++) meter.add(s * 1000, s);
  expect(meter.add(14_000, 40_010).bytesPerSecond).toBeCloseTo(10_000, 0);
});

test('promises nothing while nothing comes, and never less than nothing', () => {
  const meter = new PaceMeter(0, 100);
  meter.add(1000, 50);
  for (let s = 2; s <= 8; s++) meter.add(s * 1000, 50);
  expect(meter.add(9000, 50)).toEqual({ bytesPerSecond: 0, secondsLeft: undefined });
  expect(meter.add(10_000, 150).secondsLeft).toBe(0);
});
