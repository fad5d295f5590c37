/**
 * Finds where in its layer's own tree an entry belongs, as a runtime does when it unpacks the layer: parents that the layer does not list
 * are made, symbolic links that the same layer has brought are followed inside of the root, those of lower layers are not there.
 */
import { bytesLabel, entryLabel, linkLabel } from '../layer/entry-label.ts';
import { entryKind } from '../layer/layer-index.ts';
import type { LayerInWork } from './layer-in-work.ts';
import { LONGEST_TARGET, MOST_LINKS } from './link-budget.ts';
import { isDot, isDotDot, MOST_COMPONENTS, NameComponents } from './name-components.ts';
import { LONGEST_COMPONENT, ROOT } from './path-table.ts';
import { sameBytes } from './same-bytes.ts';
import {
  IMPLIED_DIR,
  NO_NODE,
  OTHER,
  ROOT_NODE,
  SYMLINK,
  WHITEOUT,
  WHITEOUT_DEVICE,
} from './upper-tree.ts';

const SLASH = 0x2f;
/** Full names grow when links are followed, each by no more than a name. Nothing that long can be opened anywhere. */
const LONGEST_NAME = 1 << 22;

/** A part of the layer's pool that is still to be walked. */
interface Rest {
  at: number;
  readonly end: number;
}

export class EntryPlacer {
  /** The directory of the entry that was placed, and its last component in the pool: none for the root itself. */
  dir = ROOT_NODE;
  start = 0;
  end = 0;

  readonly #work: LayerInWork;
  readonly #pool: Uint8Array<ArrayBuffer>;
  readonly #components = new NameComponents();
  /** Nodes of the first components of the last name, as far as they are known to be good. */
  readonly #nodes = new Uint32Array(MOST_COMPONENTS);
  #known = 0;
  /** The directory part of the last name, as it stands there. */
  #dirStart = 0;
  #dirLength = -1;
  #row = 0;

  constructor(work: LayerInWork) {
    this.#work = work;
    this.#pool = work.index.pool;
  }

  /** Forgets what is known of directories: one was replaced, or a link. */
  forget(): void {
    this.#known = 0;
    this.#dirLength = -1;
  }

  /** Finds the place of entry `row`. False: it is left out, and a problem says why. */
  place(row: number): boolean {
    const { nameEnd, linkEnd } = this.#work.index;
    const start = row === 0 ? 0 : (linkEnd[row - 1] ?? 0);
    const end = withoutSlashes(this.#pool, start, nameEnd[row] ?? 0);
    let cut = end;
    while (cut > start && this.#pool[cut - 1] !== SLASH) cut--;
    this.#row = row;
    this.start = cut;
    this.end = end;
    return this.#isInSameDirectory(start, cut, end) || this.#walk(start, cut, end);
  }

  #isInSameDirectory(start: number, cut: number, end: number): boolean {
    const length = cut - start;
    if (length !== this.#dirLength || end === cut) return false;
    if (isDot(this.#pool, cut, end) || isDotDot(this.#pool, cut, end)) return false;
    return sameBytes(this.#pool, this.#dirStart, this.#pool, start, length);
  }

  #walk(start: number, cut: number, end: number): boolean {
    const { problems, index } = this.#work;
    const components = this.#components;
    components.read(this.#pool, start, end);
    this.#known = Math.min(this.#known, components.common);
    this.#dirLength = -1;
    if (components.escapes) {
      problems.add({ kind: 'path-escapes', name: entryLabel(index, this.#row) });
    }
    if (components.tooDeep) {
      this.#tooDeep();
      return false;
    }
    const last = components.count - 1;
    this.start = components.starts[last] ?? end;
    this.end = components.ends[last] ?? end;
    this.dir = this.#walkTo(last);
    if (this.dir === NO_NODE) return false;
    if (this.start !== cut) return true;
    this.#dirStart = start;
    this.#dirLength = cut - start;
    return true;
  }

  /** The directory after `count` components; NO_NODE where there can be none. */
  #walkTo(count: number): number {
    const { starts, ends } = this.#components;
    this.#known = Math.min(this.#known, Math.max(count, 0));
    let dir = this.#known === 0 ? ROOT_NODE : (this.#nodes[this.#known - 1] ?? NO_NODE);
    for (let i = this.#known; i < count; i++) {
      dir = this.#step(dir, starts[i] ?? 0, ends[i] ?? 0);
      if (dir !== NO_NODE && this.#work.upper.kindOf(dir) === SYMLINK) dir = this.#follow(dir);
      if (dir === NO_NODE) return NO_NODE;
      this.#nodes[i] = dir;
      this.#known = i + 1;
    }
    return dir;
  }

  /** The path of a component in `dir`; ROOT where there can be none, and a problem says why. */
  pathIn(dir: number, start: number, end: number): number {
    const { paths, upper, problems } = this.#work;
    const parent = upper.pathOf(dir);
    if (paths.depthOf(parent) >= MOST_COMPONENTS || end - start > LONGEST_COMPONENT) {
      this.#tooDeep();
      return ROOT;
    }
    const path = paths.add(parent, this.#pool, start, end);
    if (path === ROOT) problems.addTooManyPaths(paths.mostPaths);
    return path;
  }

  /** The directory or link of that name in `dir`, made if there is none; NO_NODE where something else stands there. */
  #step(dir: number, start: number, end: number): number {
    const { upper } = this.#work;
    const path = this.pathIn(dir, start, end);
    if (path === ROOT) return NO_NODE;
    const node = upper.childOf(dir, path);
    if (node === NO_NODE) return upper.add(dir, path, IMPLIED_DIR, this.#row);
    const kind = upper.kindOf(node);
    if (kind === OTHER || kind === WHITEOUT_DEVICE) return this.#notDirectory(path);
    if (kind === WHITEOUT) upper.set(node, IMPLIED_DIR, this.#row);
    return node;
  }

  /** The directory that a link of this layer leads to, made if need be. */
  #follow(link: number): number {
    const { upper } = this.#work;
    const rests: Rest[] = [];
    let dir = this.#enterLink(link, rests);
    let escapes = false;
    for (let links = 1; dir !== NO_NODE;) {
      const rest = rests.at(-1);
      if (rest === undefined) break;
      const { start, end } = nextComponent(this.#pool, rest);
      if (rest.at >= rest.end) rests.pop();
      if (end === start || isDot(this.#pool, start, end)) continue;
      if (isDotDot(this.#pool, start, end)) {
        escapes ||= dir === ROOT_NODE;
        if (dir !== ROOT_NODE) dir = upper.parentOf(dir);
        continue;
      }
      const node = this.#step(dir, start, end);
      if (node === NO_NODE) return NO_NODE;
      if (upper.kindOf(node) !== SYMLINK) dir = node;
      else if (links++ === MOST_LINKS) return this.#loop();
      else dir = this.#enterLink(node, rests);
    }
    if (escapes) this.#escapes(link);
    return this.#isTooLong(dir) ? this.#tooDeep() : dir;
  }

  #isTooLong(dir: number): boolean {
    const { paths, upper, linkBudget } = this.#work;
    const path = upper.pathOf(dir);
    linkBudget.spend(paths.depthOf(path));
    return paths.fullLength(path) > LONGEST_NAME;
  }

  /** Puts the link's target before what is left to walk, and gives the directory it starts from; NO_NODE if it is not to be followed. */
  #enterLink(link: number, rests: Rest[]): number {
    const { upper, index, links, layer, linkBudget } = this.#work;
    let row = upper.rowOf(link);
    // A hard link to a symbolic link of this layer.
    if (entryKind(index, row) === 'hardlink') row = links[layer]?.find(row)?.entry ?? row;
    const at = index.nameEnd[row] ?? 0;
    const end = index.linkEnd[row] ?? 0;
    linkBudget.spend(end - at);
    if (end - at > LONGEST_TARGET || linkBudget.isSpent) return this.#loop();
    if (end > at) rests.push({ at, end });
    return end > at && this.#pool[at] === SLASH ? ROOT_NODE : upper.parentOf(link);
  }

  #escapes(link: number): void {
    const { index, upper, problems } = this.#work;
    const target = linkLabel(index, upper.rowOf(link));
    problems.add({ kind: 'symlink-escapes', name: entryLabel(index, this.#row), target });
  }

  #loop(): number {
    const name = entryLabel(this.#work.index, this.#row);
    this.#work.problems.add({ kind: 'symlink-loop', name });
    return NO_NODE;
  }

  #tooDeep(): number {
    const name = entryLabel(this.#work.index, this.#row);
    this.#work.problems.add({ kind: 'path-too-deep', name, limit: MOST_COMPONENTS });
    return NO_NODE;
  }

  #notDirectory(path: number): number {
    const { index, paths, problems } = this.#work;
    const parent = bytesLabel(paths.fullName(path));
    problems.add({ kind: 'parent-not-dir', name: entryLabel(index, this.#row), parent });
    return NO_NODE;
  }
}

/** Steps over the next component and the slash behind it. */
function nextComponent(pool: Uint8Array, rest: Rest): { start: number; end: number } {
  const start = rest.at;
  while (rest.at < rest.end && pool[rest.at] !== SLASH) rest.at++;
  return { start, end: rest.at++ };
}

function withoutSlashes(pool: Uint8Array, start: number, end: number): number {
  while (end > start && pool[end - 1] === SLASH) end--;
  return end;
}
