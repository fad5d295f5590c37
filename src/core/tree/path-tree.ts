/**
 * The tree of all paths that ever were in an image, each with its lives: what each layer did to it. Layers are added bottom first;
 * merged file systems, as of any layer, and what a layer alone brings are views of it (`tree-view.ts`).
 */
import type { LayerIndex } from '../layer/layer-index.ts';
import type { Problem } from '../problem.ts';
import { ChildLists } from './child-lists.ts';
import { EntryApplier } from './entry-applier.ts';
import type { LayerInWork } from './layer-in-work.ts';
import { LayerMerger } from './layer-merger.ts';
import { LayerProblems } from './layer-problems.ts';
import { IMPLIED, isRemoved, rowOf } from './life-code.ts';
import { LifeTable } from './life-table.ts';
import { LinkBudget } from './link-budget.ts';
import { findTarget, type Inode, LinkTable, type LinkTarget } from './link-table.ts';
import { OpaqueList } from './opaque-list.ts';
import { PathRows } from './path-rows.ts';
import { PathTable, ROOT } from './path-table.ts';
import { UpperTree } from './upper-tree.ts';

export { ROOT };

/** What one layer did to a path. */
export interface Life {
  readonly layer: number;
  /** `implied`: a directory that no layer lists. `removed`: by a whiteout or opaque marker, or with something above it. */
  readonly kind: 'entry' | 'implied' | 'removed';
  /** Its row in the layer's index, or that of the entry that removed it. */
  readonly entry: number | undefined;
}

/** Work between two pauses: bytes of names and links, and for each entry as much as a short name. */
const WORK_BETWEEN_PAUSES = 1 << 16;
const WORK_OF_AN_ENTRY = 32;
/** More than an ordinary entry brings. */
const SPARE_PATHS = 1024;

export class PathTree {
  /** For views of this tree only. */
  readonly paths: PathTable;
  readonly lives: LifeTable;
  readonly #rows = new PathRows();
  readonly #layers: (LayerIndex | undefined)[] = [];
  readonly #links: (LinkTable | undefined)[] = [];
  readonly #opaques: OpaqueList[] = [];
  readonly #problems: Problem[][] = [];

  /** The limits are smaller only in tests. */
  constructor(limits: { paths?: number; lives?: number } = {}) {
    this.paths = new PathTable(this.#rows, limits.paths);
    this.lives = new LifeTable(this.#rows, limits.lives);
  }

  /** Bottom first. A layer is among them once it is added as a whole. */
  get layers(): readonly (LayerIndex | undefined)[] {
    return this.#layers;
  }

  /** Paths are numbered from ROOT to below this; a parent comes before its children. */
  get pathCount(): number {
    return this.paths.count;
  }

  /** Lays the next layer over the others. `undefined`: a layer that could not be read; it counts all the same. */
  *addLayer(index: LayerIndex | undefined): Generator<undefined, void> {
    const links = new LinkTable();
    const opaques = new OpaqueList();
    const problems = new LayerProblems();
    if (index !== undefined) {
      this.paths.addPool(index.pool);
      const work = {
        layer: this.#layers.length,
        index,
        layers: [...this.#layers, index],
        links: [...this.#links, links],
        paths: this.paths,
        lives: this.lives,
        upper: new UpperTree(this.#rows),
        linkBudget: new LinkBudget(),
        problems,
      };
      yield* this.#applyEntries(new EntryApplier(work, links), work);
      yield* new LayerMerger(work, new ChildLists(this.#rows), opaques).merge();
    }
    this.#links.push(links);
    this.#opaques.push(opaques);
    this.#problems.push(problems.toArray());
    this.#layers.push(index);
  }

  /** What is wrong with a layer as a part of the tree. */
  problemsOf(layer: number): readonly Problem[] {
    return this.#problems[layer] ?? [];
  }

  /** ROOT's is ROOT. */
  parentOf(path: number): number {
    return this.paths.parentOf(path);
  }

  /** The raw bytes of the last component; none for ROOT. */
  nameOf(path: number): Uint8Array<ArrayBuffer> {
    return this.paths.nameOf(path);
  }

  /** `/usr/bin/x`, as raw bytes. */
  fullName(path: number): Uint8Array<ArrayBuffer> {
    return this.paths.fullName(path);
  }

  /** Oldest first. */
  livesOf(path: number): Life[] {
    return Array.from(this.lives.lives(path), ([layer, code]): Life => {
      const kind = isRemoved(code) ? 'removed' : code === IMPLIED ? 'implied' : 'entry';
      return { layer, kind, entry: rowOf(code) };
    }).reverse();
  }

  /** The path of that name in `parent`, whether it is there in any view or not. */
  find(parent: number, name: Uint8Array): number | undefined {
    const path = this.paths.find(parent, name, 0, name.length);
    return path === ROOT ? undefined : path;
  }

  /** The entry that holds the content of an entry: its target for a hard link; undefined where that has none. */
  inodeOf(layer: number, entry: number): Inode | undefined {
    const target = this.targetOf(layer, entry, ROOT);
    return target && { layer: target.layer, entry: target.entry };
  }

  /** As `inodeOf`, with the path that the target came with; `path` is the entry's own. For views. */
  targetOf(layer: number, entry: number, path: number): LinkTarget | undefined {
    return findTarget({ layers: this.#layers, links: this.#links }, { layer, entry, path });
  }

  /** The directories in which a layer has an opaque marker. */
  opaquesOf(layer: number): OpaqueList | undefined {
    return this.#opaques[layer];
  }

  *#applyEntries(
    applier: EntryApplier,
    { index, linkBudget }: LayerInWork,
  ): Generator<undefined, void> {
    let work = 0;
    let spent = 0;
    let at = 0;
    for (let row = 0; row < index.entryCount; row++) {
      if (this.paths.isCrowded(SPARE_PATHS)) yield* this.paths.makeRoom(SPARE_PATHS);
      applier.take(row);
      const end = index.linkEnd[row] ?? at;
      work += WORK_OF_AN_ENTRY + end - at + linkBudget.spent - spent;
      spent = linkBudget.spent;
      at = end;
      if (work < WORK_BETWEEN_PAUSES) continue;
      work = 0;
      yield;
    }
  }
}
