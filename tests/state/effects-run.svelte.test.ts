import { flushSync } from 'svelte';
import { expect, test } from 'vitest';

test('effects run in this project, so that tests of rune classes mean something', () => {
  const seen: number[] = [];
  let count = $state(1);
  const stop = $effect.root(() => {
    $effect(() => {
      seen.push(count * 2);
    });
  });
  flushSync();
  count = 4;
  flushSync();
  stop();
  expect(seen).toEqual([2, 8]);
});
