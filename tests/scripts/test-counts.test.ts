import { describe, expect, it } from 'vitest';
import { countTests } from '../../scripts/test-counts.mjs';

describe('countTests', () => {
  it('reads a report of Vitest', () => {
    const report = { numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 };
    expect(countTests(report, 1)).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it('reads a report of Playwright, where a test that passed at the second try has passed', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 3 } };
    expect(countTests(report, 1)).toEqual({ passed: 6, failed: 1, skipped: 3 });
  });

  it('counts a run that failed without naming a test as one failure', () => {
    expect(countTests({ numPassedTests: 7, numFailedTests: 0 }, 1)).toMatchObject({ failed: 1 });
    expect(countTests(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
