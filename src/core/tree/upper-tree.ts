/**
 * One layer's own tree while it is being added: what a container runtime has in the layer's directory after unpacking it, before
 * anything below counts. A node is a path of the layer; parents come before their children. Whoever replaces a directory by
 * something else gives the path a new node, and the old one is lost with all that is below it, without a walk.
 */
import { NODE, type PathRows } from './path-rows.ts';
import { ROOT } from './path-table.ts';
import { WordRows } from './word-rows.ts';

export const NO_NODE = 0;
export const ROOT_NODE = 1;

export type NodeKind = number;
/** A whiteout that nothing of this layer stands on. */
export const WHITEOUT: NodeKind = 0;
/** A directory that the layer does not list. */
export const IMPLIED_DIR: NodeKind = 1;
export const DIR: NodeKind = 2;
export const SYMLINK: NodeKind = 3;
export const OTHER: NodeKind = 4;
/** A character device 0/0, which overlay takes for a whiteout. */
export const WHITEOUT_DEVICE: NodeKind = 5;

const PATH = 0;
const PARENT = 1;
const KIND = 2;
/** Of the entry or the whiteout; of an implied directory, the first that is in it. */
const ROW = 3;
/** Row + 1 of the whiteout or the opaque marker that removes what lower layers have here. */
const WHITED_OUT = 4;
const OPAQUE = 5;
const WIDTH = 6;

export class UpperTree {
  readonly #paths: PathRows;
  readonly #nodes = new WordRows(WIDTH);
  #count = ROOT_NODE;

  constructor(paths: PathRows) {
    this.#paths = paths;
    this.add(NO_NODE, ROOT, IMPLIED_DIR, 0);
  }

  /** Nodes are numbered from ROOT_NODE to below this. */
  get end(): number {
    return this.#count;
  }

  pathOf(node: number): number {
    return this.#nodes.get(node, PATH);
  }

  parentOf(node: number): number {
    return this.#nodes.get(node, PARENT);
  }

  kindOf(node: number): NodeKind {
    return this.#nodes.get(node, KIND);
  }

  rowOf(node: number): number {
    return this.#nodes.get(node, ROW);
  }

  /** The row of the whiteout of its path; undefined where there is none. */
  whiteoutOf(node: number): number | undefined {
    const row = this.#nodes.get(node, WHITED_OUT);
    return row === 0 ? undefined : row - 1;
  }

  opaqueOf(node: number): number | undefined {
    const row = this.#nodes.get(node, OPAQUE);
    return row === 0 ? undefined : row - 1;
  }

  /** The node of `path`, whose parent is the path of the living node `parent`; NO_NODE where the layer has none. */
  childOf(parent: number, path: number): number {
    const node = this.#nodeOf(path);
    return node !== NO_NODE && this.parentOf(node) === parent ? node : NO_NODE;
  }

  /** Whether nothing has replaced a node or what it is in. To be asked of every node, parents first. */
  isAlive(node: number): boolean {
    const path = this.pathOf(node);
    if (this.#nodeOf(path) !== node) return false;
    const parent = this.parentOf(node);
    if (node === ROOT_NODE || this.#nodeOf(this.pathOf(parent)) === parent) return true;
    this.#paths.set(path, NODE, NO_NODE);
    return false;
  }

  add(parent: number, path: number, kind: NodeKind, row: number): number {
    const node = this.#count++;
    this.#nodes.makeRoomFor(node);
    const words = this.#nodes.chunkOf(node);
    const at = this.#nodes.startOf(node);
    words[at + PATH] = path;
    words[at + PARENT] = parent;
    words[at + KIND] = kind;
    words[at + ROW] = row;
    this.#paths.set(path, NODE, node);
    return node;
  }

  /** Another entry for a node; what is below it stays. */
  set(node: number, kind: NodeKind, row: number): void {
    this.#nodes.set(node, KIND, kind);
    this.#nodes.set(node, ROW, row);
  }

  /** Another entry for the path of a node, which is lost with all that is below it. A whiteout of the path stays. */
  replace(node: number, kind: NodeKind, row: number): void {
    const next = this.add(this.parentOf(node), this.pathOf(node), kind, row);
    this.#nodes.set(next, WHITED_OUT, this.#nodes.get(node, WHITED_OUT));
  }

  markWhiteout(node: number, row: number): void {
    if (this.whiteoutOf(node) === undefined) this.#nodes.set(node, WHITED_OUT, row + 1);
  }

  markOpaque(node: number, row: number): void {
    if (this.opaqueOf(node) === undefined) this.#nodes.set(node, OPAQUE, row + 1);
  }

  /** What a path's row says is of an older layer, unless the node there is the path's. */
  #nodeOf(path: number): number {
    const node = this.#paths.get(path, NODE);
    return node !== NO_NODE && node < this.#count && this.pathOf(node) === path ? node : NO_NODE;
  }
}
