/** Full names of paths as text, for many paths one after the other: most are in the same directory as the one before. */
import { ROOT } from '../tree/path-tree.ts';
import type { PathTree } from '../tree/path-tree.ts';
import { listingText } from './listing-text.ts';

export class PathTexts {
  readonly #tree: PathTree;
  #parent = ROOT;
  /** Of the parent, with the slash behind it. */
  #start = '/';

  constructor(tree: PathTree) {
    this.#tree = tree;
  }

  /** No character reaches over a slash, so what is in front of it can be told on its own. */
  textOf(path: number): string {
    if (path === ROOT) return '/';
    const parent = this.#tree.parentOf(path);
    if (parent !== this.#parent) {
      this.#parent = parent;
      this.#start = parent === ROOT ? '/' : `${listingText(this.#tree.fullName(parent))}/`;
    }
    return this.#start + listingText(this.#tree.nameOf(path));
  }
}
