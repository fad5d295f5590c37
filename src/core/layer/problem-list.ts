/**
 * The problems of one layer, bounded: an input that is wrong a million times over gives a hundred problems of each kind and
 * a count of the rest.
 */
import type { Problem } from '../problem.ts';

const MOST_OF_A_KIND = 100;
/** Names reach 1 MiB; a problem needs only as much as a person reads. */
const LONGEST_TEXT = 1024;

export class ProblemList {
  readonly #problems: Problem[] = [];
  readonly #counts = new Map<string, number>();

  add(problem: Problem): void {
    const count = (this.#counts.get(problem.kind) ?? 0) + 1;
    this.#counts.set(problem.kind, count);
    if (count <= MOST_OF_A_KIND) this.#problems.push(withShortTexts(problem));
  }

  /** The problems in the order they came, then one `problems-dropped` for each kind of which there were too many. */
  toArray(): Problem[] {
    const dropped: Problem[] = [];
    for (const [kind, count] of this.#counts) {
      if (count <= MOST_OF_A_KIND) continue;
      dropped.push({ kind: 'problems-dropped', of: kind, count: count - MOST_OF_A_KIND });
    }
    return [...this.#problems, ...dropped];
  }
}

function withShortTexts<P extends Problem>(problem: P): P {
  const short: Record<string, unknown> = { ...problem };
  for (const [field, value] of Object.entries(short)) {
    if (typeof value === 'string' && value.length > LONGEST_TEXT) {
      short[field] = `${value.slice(0, LONGEST_TEXT)}…`;
    }
  }
  return short as P;
}
