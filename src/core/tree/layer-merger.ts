/**
 * Lays a layer's own tree over the layers below, as overlay does. Whatever disappears gets a life that says so, down to the last path, so
 * that nobody has to look at what a path is in to know whether it is there.
 */
import { bytesLabel, entryLabel, linkLabel } from '../layer/entry-label.ts';
import type { ChildLists } from './child-lists.ts';
import type { LayerInWork } from './layer-in-work.ts';
import { entryCode, IMPLIED, isPresent, removedCode, rowOf } from './life-code.ts';
import { lowerKind } from './lower-kind.ts';
import type { OpaqueList } from './opaque-list.ts';
import { ROOT } from './path-table.ts';
import { DIR, IMPLIED_DIR, ROOT_NODE, WHITEOUT, WHITEOUT_DEVICE } from './upper-tree.ts';

const NODES_BETWEEN_PAUSES = 2048;

export class LayerMerger {
  readonly #work: LayerInWork;
  readonly #children: ChildLists;
  readonly #opaques: OpaqueList;
  #sincePause = 0;

  constructor(work: LayerInWork, children: ChildLists, opaques: OpaqueList) {
    this.#work = work;
    this.#children = children;
    this.#opaques = opaques;
  }

  *merge(): Generator<undefined, void> {
    const { upper } = this.#work;
    for (let node = ROOT_NODE; node < upper.end; node++) {
      if (upper.isAlive(node)) {
        const cause = this.#lay(node);
        const path = upper.pathOf(node);
        if (cause !== undefined && !this.#children.isEmpty(path)) {
          yield* this.#removeBelow(path, cause);
        }
      }
      if (++this.#sincePause >= NODES_BETWEEN_PAUSES) {
        this.#sincePause = 0;
        yield;
      }
    }
  }

  /** Gives the row that removes what lower layers have below the node; undefined where they keep it. */
  #lay(node: number): number | undefined {
    const { upper } = this.#work;
    const kind = upper.kindOf(node);
    const row = upper.rowOf(node);
    if (kind === WHITEOUT || kind === WHITEOUT_DEVICE) {
      this.#write(upper.pathOf(node), removedCode(row));
      return row;
    }
    if (kind === DIR || kind === IMPLIED_DIR) return this.#layDirectory(node);
    this.#write(upper.pathOf(node), entryCode(row));
    return upper.whiteoutOf(node) ?? row;
  }

  #layDirectory(node: number): number | undefined {
    const { upper } = this.#work;
    const path = upper.pathOf(node);
    const below = path === ROOT ? 'dir' : lowerKind(this.#work, path);
    const whiteout = upper.whiteoutOf(node);
    const opaque = this.#noteOpaque(node);
    if (upper.kindOf(node) === DIR) {
      this.#write(path, entryCode(upper.rowOf(node)));
    } else if (below !== 'dir' || whiteout !== undefined) {
      if (below !== undefined && whiteout === undefined) this.#tellHidden(node, below);
      this.#write(path, IMPLIED);
    }
    if (below === 'dir' && whiteout !== undefined) this.#tellWhiteoutFirst(node, whiteout);
    return whiteout ?? opaque;
  }

  /** The row of the node's opaque marker, if that does anything. */
  #noteOpaque(node: number): number | undefined {
    const { upper, problems, index } = this.#work;
    const row = upper.opaqueOf(node);
    if (row === undefined) return undefined;
    if (node === ROOT_NODE) {
      problems.add({ kind: 'opaque-root', name: entryLabel(index, row) });
      return undefined;
    }
    this.#opaques.add(upper.pathOf(node), row);
    return row;
  }

  *#removeBelow(from: number, cause: number): Generator<undefined, void> {
    const { lives } = this.#work;
    const code = removedCode(cause);
    const open = [from];
    for (let dir = open.pop(); dir !== undefined; dir = open.pop()) {
      for (let path = this.#take(dir); path !== ROOT; path = this.#take(dir)) {
        if (lives.isPresent(path)) {
          this.#write(path, code);
          open.push(path);
        }
        if (this.#sincePause < NODES_BETWEEN_PAUSES) continue;
        this.#sincePause = 0;
        yield;
      }
    }
  }

  #take(dir: number): number {
    this.#sincePause++;
    return this.#children.take(dir);
  }

  #write(path: number, code: number): void {
    const { lives, layer, paths, problems } = this.#work;
    if (!lives.write(path, layer, code)) {
      problems.addTooManyPaths(lives.mostOlder);
    } else if (isPresent(code) && path !== ROOT) {
      this.#children.add(paths.parentOf(path), path);
    }
  }

  #tellHidden(node: number, kind: string): void {
    const { upper, index, paths, lives, layers, problems } = this.#work;
    const path = upper.pathOf(node);
    const lower = layers[lives.newestLayer(path)];
    const row = rowOf(lives.newestCode(path)) ?? 0;
    const name = entryLabel(index, upper.rowOf(node));
    const hidden = bytesLabel(paths.fullName(path));
    if (kind !== 'symlink' || lower === undefined) {
      problems.add({ kind: 'file-parent', name, file: hidden });
    } else {
      problems.add({ kind: 'symlink-parent', name, link: hidden, target: linkLabel(lower, row) });
    }
  }

  /** A whiteout before the directory that takes the path's place: overlay shows what is below again. */
  #tellWhiteoutFirst(node: number, whiteout: number): void {
    const { upper, index, problems } = this.#work;
    if (whiteout > upper.rowOf(node)) return;
    problems.add({ kind: 'whiteout-own', name: entryLabel(index, whiteout) });
  }
}
