/** What is kept of each path, in one row, so that what is needed together is in memory together. */
import { WordRows } from './word-rows.ts';

/** Of the parent and the name. */
export const HASH = 0;
/** Where the name starts in its pool. */
export const NAME_START = 1;
/** The name's length, and how deep the path is. */
export const LENGTH_AND_DEPTH = 2;
/** The pool of the name, and the layer of the newest life. */
export const POOL_AND_LAYER = 3;
/** The newest life (`life-code.ts`), and the place + 1 of the one before. */
export const LIFE = 4;
export const OLDER_LIFE = 5;
/** Of the lists of children that are there after the newest layer. */
export const FIRST_CHILD = 6;
export const NEXT_SIBLING = 7;
/** In the tree of the layer that is being added. */
export const NODE = 8;
const WIDTH = 9;

export class PathRows extends WordRows {
  constructor() {
    super(WIDTH);
  }
}
