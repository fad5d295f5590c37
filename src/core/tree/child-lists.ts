/** Which paths are in which directory after the newest layer. Paths that have gone may still be listed until their directory goes. */
import { FIRST_CHILD, NEXT_SIBLING, type PathRows } from './path-rows.ts';
import { ROOT } from './path-table.ts';

export class ChildLists {
  /** The first child, ROOT where there is none; the next sibling + 1, 0 where the path itself is not listed. */
  readonly #rows: PathRows;

  constructor(rows: PathRows) {
    this.#rows = rows;
  }

  add(parent: number, path: number): void {
    if (this.#rows.get(path, NEXT_SIBLING) !== 0) return;
    this.#rows.set(path, NEXT_SIBLING, this.#rows.get(parent, FIRST_CHILD) + 1);
    this.#rows.set(parent, FIRST_CHILD, path);
  }

  isEmpty(parent: number): boolean {
    return this.#rows.get(parent, FIRST_CHILD) === ROOT;
  }

  /** Takes one path out of a directory's list; ROOT when there are no more. */
  take(parent: number): number {
    const path = this.#rows.get(parent, FIRST_CHILD);
    if (path === ROOT) return ROOT;
    this.#rows.set(parent, FIRST_CHILD, this.#rows.get(path, NEXT_SIBLING) - 1);
    this.#rows.set(path, NEXT_SIBLING, 0);
    return path;
  }
}
