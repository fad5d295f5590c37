import { InputError } from '../problem.ts';

/** Throws unless `[start, end)` lies inside a source of `size` bytes. */
export function checkRange(start: number, end: number, size: number): void {
  if (start >= 0 && start <= end && end <= size) return;
  const got = Math.max(0, Math.min(end, size) - Math.max(0, start));
  throw new InputError({ kind: 'source-short', sourceOffset: start, want: end - start, got });
}
