import type { ProblemKind, ProblemOf } from '../core/problem.ts';

/** `error`: something could not be read, or cannot be trusted. `warning`: readable, but other tools may not agree. `note`: worth knowing. */
export type Severity = 'note' | 'warning' | 'error';

export interface ProblemText<K extends ProblemKind> {
  severity: Severity;
  title: string;
  /** What is known of this very case, with the numbers that disagree. */
  detail: (problem: ProblemOf<K>) => string;
  /** What to do about it. */
  advice: string;
}

export type ProblemTexts<K extends ProblemKind> = { readonly [P in K]: ProblemText<P> };
