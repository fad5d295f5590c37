import { describe, expect, it } from 'vitest';
import { ProblemList } from '../../../src/core/layer/problem-list.ts';

describe('ProblemList', () => {
  it('keeps problems in the order they came', () => {
    const list = new ProblemList();
    list.add({ kind: 'tar-no-end', tarOffset: 1 });
    list.add({ kind: 'empty-input' });
    list.add({ kind: 'tar-no-end', tarOffset: 2 });
    expect(list.toArray()).toEqual([
      { kind: 'tar-no-end', tarOffset: 1 },
      { kind: 'empty-input' },
      { kind: 'tar-no-end', tarOffset: 2 },
    ]);
  });

  it('keeps a hundred of a kind and counts the rest, kind by kind', () => {
    const list = new ProblemList();
    for (let i = 0; i < 1000; i++) list.add({ kind: 'tar-no-end', tarOffset: i });
    for (let i = 0; i < 100; i++) list.add({ kind: 'tar-lone-zero-block', tarOffset: i });
    for (let i = 0; i < 101; i++) list.add({ kind: 'empty-input' });
    const problems = list.toArray();
    expect(problems).toHaveLength(302);
    expect(problems[99]).toEqual({ kind: 'tar-no-end', tarOffset: 99 });
    expect(problems.slice(-2)).toEqual([
      { kind: 'problems-dropped', of: 'tar-no-end', count: 900 },
      { kind: 'problems-dropped', of: 'empty-input', count: 1 },
    ]);
  });

  it('keeps only the start of a text that is longer than anybody reads', () => {
    const list = new ProblemList();
    const problem = {
      kind: 'tar-name',
      tarOffset: 0,
      name: 'n'.repeat(1 << 20),
      fault: 'too-long',
    };
    list.add(problem as Parameters<typeof list.add>[0]);
    expect(list.toArray()).toEqual([{ ...problem, name: `${'n'.repeat(1024)}…` }]);
    expect(problem.name).toHaveLength(1 << 20);
  });
});
