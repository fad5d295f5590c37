import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nextTask, runSliced } from '../../src/state/run-sliced.ts';

let now: number;

beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function* steps(count: number, msEach: number, onStep: (step: number) => void = () => undefined) {
  for (let step = 1; step <= count; step++) {
    now += msEach;
    onStep(step);
    yield undefined;
  }
  return 'done';
}

test('gives what the steps return', async () => {
  expect(await runSliced(steps(3, 0), new AbortController().signal)).toBe('done');
});

test('lets others have a turn while long work is under way', async () => {
  let turns = 0;
  const over = new AbortController();
  const others = (async () => {
    while (!over.signal.aborted) {
      await nextTask();
      turns++;
    }
  })();
  await runSliced(steps(20, 5), new AbortController().signal);
  over.abort();
  await others;
  expect(turns).toBeGreaterThanOrEqual(5);
});

test('does short work in one go', async () => {
  const seen: number[] = [];
  const running = runSliced(
    steps(100, 0, (step) => seen.push(step)),
    new AbortController().signal,
  );
  expect(seen).toHaveLength(100);
  await running;
});

test('does not begin when it is aborted already', async () => {
  const abort = new AbortController();
  abort.abort(new Error('no more'));
  const seen: number[] = [];
  await expect(
    runSliced(
      steps(2, 0, (step) => seen.push(step)),
      abort.signal,
    ),
  ).rejects.toThrow('no more');
  expect(seen).toEqual([]);
});

test('ends with the reason of an abort in its midst', async () => {
  const abort = new AbortController();
  let last = 0;
  const running = runSliced(
    steps(1000, 2, (step) => (last = step)),
    abort.signal,
  );
  abort.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
  expect(last).toBeLessThan(1000);
});

test('passes on what the steps throw', async () => {
  // eslint-disable-next-line require-yield -- it throws before it could
  function* broken(): Generator<undefined, void> {
    throw new RangeError('broken');
  }
  await expect(runSliced(broken(), new AbortController().signal)).rejects.toThrow('broken');
});
