import type { Outcome } from '../../../src/core/problem.ts';

export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(JSON.stringify(outcome.problem));
}
