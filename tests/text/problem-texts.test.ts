import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/core/problem.ts';
import { groupProblems } from '../../src/text/group-problems.ts';
import { describeProblem, problemTexts } from '../../src/text/problem-texts.ts';
import { SAMPLE_PROBLEMS } from './sample-problems.ts';

const DOCS = join(import.meta.dirname, '../../docs/problems');
const samples = Object.values(SAMPLE_PROBLEMS);

describe.each(samples.map((problem): [string, Problem] => [problem.kind, problem]))(
  '%s',
  (kind, problem) => {
    const text = describeProblem(problem);

    test('has a title, and whole sentences for what is known and what to do', () => {
      expect(text.kind).toBe(kind);
      expect(text.title).toMatch(/^[A-Z].+[^.]$/);
      // What the input or the browser says may end as it likes.
      expect(text.detail).toMatch(/\S/);
      expect(text.advice).toMatch(/^[A-Z]/);
      expect(`${text.detail} ${text.advice}`).not.toMatch(/undefined|NaN|\[object/);
    });

    test('has a page that starts with the same title', () => {
      const page = readFileSync(join(DOCS, `${kind}.md`), 'utf8');
      expect(page).toMatch(new RegExp(`^# ${text.title}\n\n\`${kind}\`, an? ${text.severity}\n`));
      expect(page).toContain('\n## What to do\n');
    });
  },
);

test('every page in docs/problems is of a kind that exists', () => {
  const pages = readdirSync(DOCS).filter((name) => name !== 'README.md');
  expect(pages.sort()).toEqual(
    Object.keys(problemTexts)
      .map((kind) => `${kind}.md`)
      .sort(),
  );
});

test('every number of a problem is in its detail', () => {
  for (const problem of samples) {
    const { detail } = describeProblem(problem);
    const numbers = Object.entries(problem).filter(
      // Checksums are told in hex, limits of memory rounded, and -1 is no number at all.
      ([key, value]) =>
        typeof value === 'number' && value >= 0 && !/want|got|size|limit|bytes/i.test(key),
    );
    for (const [key, value] of numbers) {
      if (problem.kind === 'not-a-tar' && key === 'tarOffset') continue;
      expect(detail, `${problem.kind}.${key}`).toContain(Number(value).toLocaleString('en'));
    }
  }
});

test('checksums are told in hex', () => {
  const { detail } = describeProblem(SAMPLE_PROBLEMS['gzip-checksum']);
  expect(detail).toContain('deadbeef');
  expect(detail).toContain('0000beef');
});

test('names from the input are inert', () => {
  const { detail } = describeProblem(SAMPLE_PROBLEMS['tar-name']);
  expect(detail).toContain('“../x\\u{202e}”');
  expect(detail).not.toContain('\u202e');
});

test('an escape that core has written stays one', () => {
  const problem: Problem = { kind: 'tar-name', tarOffset: 0, name: '\\xff', fault: 'nul' };
  expect(describeProblem(problem).detail).toContain('“\\xff”');
});

test('groups say each kind once, the worst first', () => {
  const groups = groupProblems([
    SAMPLE_PROBLEMS['tar-trailing-data'],
    SAMPLE_PROBLEMS['tar-name'],
    { ...SAMPLE_PROBLEMS['tar-name'], name: 'another' },
    SAMPLE_PROBLEMS['tar-truncated'],
  ]);
  expect(groups.map(({ kind, details }) => [kind, details.length])).toEqual([
    ['tar-truncated', 1],
    ['tar-name', 2],
    ['tar-trailing-data', 1],
  ]);
  expect(groups[1]?.details[1]).toContain('another');
});
