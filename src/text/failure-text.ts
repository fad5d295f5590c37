import type { ForeignFormat } from '../core/archive/foreign-format.ts';
import type { Problem } from '../core/problem.ts';
import { foreignFormatTexts } from './foreign-format-texts.ts';
import { describeProblem } from './problem-texts.ts';

/** Why something could not be opened. Where it is known what it is instead, that says more than what is wrong with it as a tar. */
export function failureText(
  problem: Problem,
  foreign: ForeignFormat | undefined,
): { title: string; detail: string; advice: string } {
  const described = describeProblem(problem);
  return foreign === undefined ? described : { detail: '', ...foreignFormatTexts[foreign] };
}
