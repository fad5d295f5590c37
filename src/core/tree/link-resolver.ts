/**
 * Finds what a hard link points at when it is unpacked: first in the layer's own tree, where every runtime looks; else in the layers
 * below as well. Symbolic links on the way are followed inside of the root, the last component is not.
 */
import { entryKind } from '../layer/layer-index.ts';
import type { LayerInWork } from './layer-in-work.ts';
import { rowOf } from './life-code.ts';
import { LONGEST_TARGET, MOST_LINKS } from './link-budget.ts';
import { findTarget, type LinkTarget } from './link-table.ts';
import { lowerKind } from './lower-kind.ts';
import { isDot, isDotDot } from './name-components.ts';
import { ROOT } from './path-table.ts';
import {
  DIR,
  IMPLIED_DIR,
  NO_NODE,
  ROOT_NODE,
  type UpperTree,
  WHITEOUT,
  WHITEOUT_DEVICE,
} from './upper-tree.ts';

const SLASH = 0x2f;

export type Resolved = Target | { readonly fault: 'missing' | 'dir' };

interface Target {
  readonly target: LinkTarget;
  /** Only a lower layer has it. */
  readonly lower: boolean;
  /** `..` in the link would have left the root. */
  readonly outside: boolean;
  /** A device 0/0, so that the link is a whiteout as well. */
  readonly device: boolean;
}

/** A part of a pool that is still to be walked. */
interface Rest {
  readonly pool: Uint8Array;
  at: number;
  readonly end: number;
}

/** A place in the tree as it is at this moment. */
interface Place {
  readonly path: number;
  /** In the layer's own tree; NO_NODE where it is only below. */
  readonly node: number;
  /** Whether lower layers show through. */
  readonly open: boolean;
  /** What stands there; undefined for a directory. */
  readonly entry: LinkTarget | undefined;
}

export class LinkResolver {
  readonly #work: LayerInWork;
  #outside = false;

  constructor(work: LayerInWork) {
    this.#work = work;
  }

  /** The target of the hard link in row `row`. */
  resolve(row: number): Resolved {
    const own = this.#walk(row, false);
    const place = own ?? this.#walk(row, true);
    if (place === undefined) return { fault: 'missing' };
    const target = place.entry && findTarget(this.#work, place.entry);
    if (target === undefined) return { fault: place.entry === undefined ? 'dir' : 'missing' };
    const { node } = place;
    return {
      target,
      lower: node === NO_NODE,
      outside: this.#outside,
      device: node !== NO_NODE && this.#work.upper.kindOf(node) === WHITEOUT_DEVICE,
    };
  }

  /** With `open`, lower layers show through. */
  #walk(row: number, open: boolean): Place | undefined {
    this.#outside = false;
    const root: Place = { path: ROOT, node: ROOT_NODE, open, entry: undefined };
    const places = [root];
    const rests = [this.#linkOf(this.#work.layer, row)];
    for (let links = 0; ;) {
      const rest = rests.at(-1);
      const dir = places.at(-1) ?? root;
      if (rest === undefined) return dir;
      const start = rest.at;
      while (rest.at < rest.end && rest.pool[rest.at] !== SLASH) rest.at++;
      const end = rest.at++;
      if (rest.at >= rest.end) rests.pop();
      if (end === start && start === 0 && rest.end > 0) places.length = 1;
      if (end === start || isDot(rest.pool, start, end)) continue;
      if (isDotDot(rest.pool, start, end)) {
        if (places.length === 1) this.#outside = true;
        else places.pop();
        continue;
      }
      const next = this.#childOf(dir, rest.pool, start, end);
      if (next === undefined) return undefined;
      const isLast = rests.length === 0;
      const link = next.entry && !isLast ? this.#symlinkOf(next.entry) : undefined;
      if (next.entry === undefined || isLast) places.push(next);
      else if (link === undefined || links++ === MOST_LINKS) return undefined;
      else rests.push(link);
    }
  }

  /** What stands in a directory under that name; undefined where nothing does. */
  #childOf(dir: Place, pool: Uint8Array, start: number, end: number): Place | undefined {
    const { paths, upper, layer } = this.#work;
    const path = paths.find(dir.path, pool, start, end);
    if (path === ROOT) return undefined;
    const node = dir.node === NO_NODE ? NO_NODE : upper.childOf(dir.node, path);
    if (node === NO_NODE) return dir.open ? this.#lower(path) : undefined;
    const kind = upper.kindOf(node);
    if (kind === WHITEOUT) return undefined;
    if (kind !== DIR && kind !== IMPLIED_DIR) {
      return { path, node, open: false, entry: { layer, entry: upper.rowOf(node), path } };
    }
    const open = dir.open && !hidesLower(upper, node) && lowerKind(this.#work, path) === 'dir';
    return { path, node, open, entry: undefined };
  }

  /** What lower layers have at a path; undefined where that is nothing. */
  #lower(path: number): Place | undefined {
    const kind = lowerKind(this.#work, path);
    if (kind === undefined) return undefined;
    const { lives } = this.#work;
    const layer = lives.newestLayer(path);
    const row = rowOf(lives.newestCode(path)) ?? 0;
    const entry = kind === 'dir' ? undefined : { layer, entry: row, path };
    return { path, node: NO_NODE, open: true, entry };
  }

  #symlinkOf(entry: LinkTarget): Rest | undefined {
    const { linkBudget } = this.#work;
    const target = findTarget(this.#work, entry);
    const index = target && this.#work.layers[target.layer];
    if (index === undefined || target === undefined) return undefined;
    if (entryKind(index, target.entry) !== 'symlink') return undefined;
    const rest = this.#linkOf(target.layer, target.entry);
    linkBudget.spend(rest.end);
    return rest.end > LONGEST_TARGET || linkBudget.isSpent ? undefined : rest;
  }

  #linkOf(layer: number, row: number): Rest {
    const index = this.#work.layers[layer];
    const start = index?.nameEnd[row] ?? 0;
    const pool = index?.pool.subarray(start, index.linkEnd[row]) ?? new Uint8Array(0);
    return { pool, at: 0, end: pool.length };
  }
}

function hidesLower(upper: UpperTree, node: number): boolean {
  return upper.whiteoutOf(node) !== undefined || upper.opaqueOf(node) !== undefined;
}
