import { flushSync } from 'svelte';

/** Runs `look` now and whenever what it reads has changed; the result ends that. */
export function watched(look: () => void): () => void {
  const stop = $effect.root(() => {
    $effect(look);
  });
  flushSync();
  return stop;
}
