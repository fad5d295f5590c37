import type { Problem, ProblemKind } from '../core/problem.ts';
import type { Severity } from './problem-text.ts';
import { describeProblem } from './problem-texts.ts';

/** Problems of one kind: said once, with the details of each. */
export interface ProblemGroup {
  kind: ProblemKind;
  severity: Severity;
  title: string;
  advice: string;
  details: string[];
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note'];

/** The worst first, else in the order in which they were found. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const groups = new Map<ProblemKind, ProblemGroup>();
  for (const problem of problems) {
    const { detail, ...text } = describeProblem(problem);
    const group = groups.get(problem.kind);
    if (group === undefined) groups.set(problem.kind, { ...text, details: [detail] });
    else group.details.push(detail);
  }
  return [...groups.values()].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}
