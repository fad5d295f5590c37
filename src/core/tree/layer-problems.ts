import { ProblemList } from '../layer/problem-list.ts';
import type { Problem } from '../problem.ts';

/** What is wrong with a layer as a part of the tree. That a limit is reached is told once. */
export class LayerProblems {
  readonly #list = new ProblemList();
  #isFull = false;

  add(problem: Problem): void {
    this.#list.add(problem);
  }

  addTooManyPaths(limit: number): void {
    if (!this.#isFull) this.#list.add({ kind: 'too-many-paths', limit });
    this.#isFull = true;
  }

  toArray(): Problem[] {
    return this.#list.toArray();
  }
}
