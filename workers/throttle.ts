/** Passes on a value at most once per interval. The newest one always arrives in the end: `flush` sends what was held back. */
export interface Throttle<T> {
  send: (value: T) => void;
  flush: () => void;
}

export function throttle<T>(
  receive: (value: T) => void,
  intervalMs: number,
  now: () => number = () => performance.now(),
): Throttle<T> {
  let lastSent = -Infinity;
  let held: { value: T } | undefined;
  const pass = (value: T) => {
    lastSent = now();
    held = undefined;
    receive(value);
  };
  return {
    send(value) {
      if (now() - lastSent >= intervalMs) pass(value);
      else held = { value };
    },
    flush() {
      if (held !== undefined) pass(held.value);
    },
  };
}
