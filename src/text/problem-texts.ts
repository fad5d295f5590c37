/**
 * Every problem in words. A kind without a text does not compile. Each has a page in `docs/problems/`.
 */
import type { Problem, ProblemKind } from '../core/problem.ts';
import { archiveProblemTexts } from './archive-problem-texts.ts';
import { fileProblemTexts } from './file-problem-texts.ts';
import { imageProblemTexts } from './image-problem-texts.ts';
import { ownProblemTexts } from './own-problem-texts.ts';
import type { ProblemText, ProblemTexts, Severity } from './problem-text.ts';
import { tarProblemTexts } from './tar-problem-texts.ts';
import { treeProblemTexts } from './tree-problem-texts.ts';

export const problemTexts: ProblemTexts<ProblemKind> = {
  ...fileProblemTexts,
  ...tarProblemTexts,
  ...archiveProblemTexts,
  ...imageProblemTexts,
  ...treeProblemTexts,
  ...ownProblemTexts,
};

export interface DescribedProblem {
  kind: ProblemKind;
  severity: Severity;
  title: string;
  detail: string;
  advice: string;
}

export function describeProblem(problem: Problem): DescribedProblem {
  // The table pairs each kind with a text for that kind; TypeScript cannot follow a lookup by a union.
  const text = problemTexts[problem.kind] as ProblemText<ProblemKind>;
  const { severity, title, advice } = text;
  return { kind: problem.kind, severity, title, detail: text.detail(problem), advice };
}
