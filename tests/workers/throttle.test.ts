import { expect, test } from 'vitest';
import { throttle } from '../../workers/throttle.ts';

function throttled() {
  let time = 0;
  const seen: number[] = [];
  const { send, flush } = throttle<number>(
    (value) => seen.push(value),
    100,
    () => time,
  );
  return {
    seen,
    flush,
    sendAt: (ms: number, value: number) => {
      time = ms;
      send(value);
    },
  };
}

test('passes the first value at once, then one per interval', () => {
  const { seen, sendAt } = throttled();
  for (let ms = 0; ms <= 1000; ms += 10) sendAt(ms, ms);
  expect(seen).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

test('keeps the newest of what it holds back, and gives it in the end', () => {
  const { seen, sendAt, flush } = throttled();
  sendAt(0, 1);
  sendAt(1, 2);
  sendAt(2, 3);
  flush();
  expect(seen).toEqual([1, 3]);
});

test('has nothing to add where nothing was held back', () => {
  const { seen, sendAt, flush } = throttled();
  flush();
  sendAt(0, 1);
  flush();
  flush();
  expect(seen).toEqual([1]);
});
