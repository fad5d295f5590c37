import { InputError, type Problem } from '../core/problem.ts';

/** What was thrown, as a problem: of the input, or a fault of the page. */
export function problemOf(error: unknown): Problem {
  if (error instanceof InputError) return error.problem;
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'internal', message, stack };
}
