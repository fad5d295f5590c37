/** Reads how many tests passed and failed from the JSON reports of Vitest and Playwright. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {unknown} report
 * @param {number} exitCode of the run that wrote it
 * @returns {Counts}
 */
export function countTests(report, exitCode) {
  const counts = fromVitest(report) ??
    fromPlaywright(report) ?? { passed: 0, failed: 0, skipped: 0 };
  // A file that does not load, a server that does not start: a run that fails without naming a test is one failure.
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/**
 * @param {unknown} report
 * @returns {Counts | undefined}
 */
function fromVitest(report) {
  const passed = numberAt(report, 'numPassedTests');
  const failed = numberAt(report, 'numFailedTests');
  if (passed === undefined || failed === undefined) return undefined;
  const skipped =
    (numberAt(report, 'numPendingTests') ?? 0) + (numberAt(report, 'numTodoTests') ?? 0);
  return { passed, failed, skipped };
}

/**
 * @param {unknown} report
 * @returns {Counts | undefined}
 */
function fromPlaywright(report) {
  const stats = valueAt(report, 'stats');
  const expected = numberAt(stats, 'expected');
  const failed = numberAt(stats, 'unexpected');
  if (expected === undefined || failed === undefined) return undefined;
  return {
    passed: expected + (numberAt(stats, 'flaky') ?? 0),
    failed,
    skipped: numberAt(stats, 'skipped') ?? 0,
  };
}

/**
 * @param {unknown} record
 * @param {string} key
 */
function numberAt(record, key) {
  const value = valueAt(record, key);
  return typeof value === 'number' ? value : undefined;
}

/**
 * @param {unknown} record
 * @param {string} key
 * @returns {unknown}
 */
function valueAt(record, key) {
  if (typeof record !== 'object' || record === null) return undefined;
  return new Map(Object.entries(record)).get(key);
}
