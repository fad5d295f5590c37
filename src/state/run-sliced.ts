/**
 * Runs the steps of a generator on this thread in slices of a few milliseconds, with the page's own work in between. Rejects with the
 * signal's reason when aborted.
 */
const SLICE_MS = 8;

export async function runSliced<T>(
  steps: Generator<undefined, T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  let sliceEnd = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < sliceEnd) continue;
    await nextTask();
    signal.throwIfAborted();
    sliceEnd = performance.now() + SLICE_MS;
  }
}

/** Waits for a turn of the event loop. Unlike a timer, a message is not held back for four milliseconds. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
