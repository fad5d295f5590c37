/**
 * Builds a layer's own tree, entry by entry in the order of the tar, as a runtime that unpacks the layer does: the last entry of a path
 * counts, and what is no directory ends what was below. Whiteouts are only noted here: they act on lower layers.
 */
import { entryLabel, linkLabel } from '../layer/entry-label.ts';
import { findDevice } from '../layer/entry-extras.ts';
import { type EntryKind, entryKind } from '../layer/layer-index.ts';
import { EntryPlacer } from './entry-placer.ts';
import type { LayerInWork } from './layer-in-work.ts';
import { LinkResolver } from './link-resolver.ts';
import type { LinkTable } from './link-table.ts';
import { ROOT } from './path-table.ts';
import {
  DIR,
  IMPLIED_DIR,
  NO_NODE,
  type NodeKind,
  OTHER,
  ROOT_NODE,
  SYMLINK,
  WHITEOUT,
  WHITEOUT_DEVICE,
} from './upper-tree.ts';
import { nameMeaning, WHITEOUT_PREFIX_BYTES } from './whiteout-name.ts';

export class EntryApplier {
  readonly #work: LayerInWork;
  readonly #placer: EntryPlacer;
  readonly #resolver: LinkResolver;
  readonly #links: LinkTable;

  constructor(work: LayerInWork, links: LinkTable) {
    this.#work = work;
    this.#placer = new EntryPlacer(work);
    this.#resolver = new LinkResolver(work);
    this.#links = links;
  }

  /** Takes the next entry. */
  take(row: number): void {
    const placer = this.#placer;
    if (!placer.place(row)) return;
    if (placer.start === placer.end) {
      this.#takeRoot(row);
      return;
    }
    switch (nameMeaning(this.#work.index.pool, placer.start, placer.end)) {
      case 'path':
        this.#takePath(row);
        return;
      case 'whiteout':
        this.#takeWhiteout(row);
        return;
      case 'opaque':
        this.#work.upper.markOpaque(placer.dir, row);
        return;
      case 'nothing':
        this.#tell('whiteout-name', row);
        return;
      case 'metadata':
    }
  }

  #takeRoot(row: number): void {
    if (entryKind(this.#work.index, row) !== 'dir') this.#tell('root-not-dir', row);
    else this.#put(ROOT_NODE, DIR, row);
  }

  #takePath(row: number): void {
    const { dir, start, end } = this.#placer;
    const path = this.#placer.pathIn(dir, start, end);
    if (path === ROOT) return;
    const kind = this.#nodeKind(row, entryKind(this.#work.index, row));
    const node = this.#work.upper.childOf(dir, path);
    if (node === NO_NODE) this.#work.upper.add(dir, path, kind, row);
    else this.#put(node, kind, row);
  }

  #takeWhiteout(row: number): void {
    const { upper, index } = this.#work;
    const { dir, start, end } = this.#placer;
    const path = this.#placer.pathIn(dir, start + WHITEOUT_PREFIX_BYTES, end);
    if (path === ROOT) return;
    if ((index.size[row] ?? 0) > 0) this.#tell('whiteout-body', row);
    let node = upper.childOf(dir, path);
    if (node === NO_NODE) node = upper.add(dir, path, WHITEOUT, row);
    else if (upper.kindOf(node) !== WHITEOUT) this.#tell('whiteout-own', row);
    upper.markWhiteout(node, row);
  }

  /** Another entry for a path that the layer has already. */
  #put(node: number, kind: NodeKind, row: number): void {
    const { upper } = this.#work;
    const before = upper.kindOf(node);
    const wasDir = before === DIR || before === IMPLIED_DIR;
    if (wasDir && kind !== DIR) {
      this.#tell('dir-replaced', row);
      upper.replace(node, kind, row);
    } else {
      if (before !== WHITEOUT && before !== IMPLIED_DIR) this.#tell('entry-twice', row);
      upper.set(node, kind, row);
    }
    if ((wasDir && kind !== DIR) || before === SYMLINK) this.#placer.forget();
  }

  #nodeKind(row: number, kind: EntryKind): NodeKind {
    if (kind === 'dir') return DIR;
    if (kind === 'symlink') return SYMLINK;
    if (kind === 'hardlink') return this.#hardLinkKind(row);
    return kind === 'char' && this.#isWhiteoutDevice(row) ? WHITEOUT_DEVICE : OTHER;
  }

  #isWhiteoutDevice(row: number): boolean {
    const device = findDevice(this.#work.index, row);
    if (device !== undefined && (device.major !== 0 || device.minor !== 0)) return false;
    this.#tell('whiteout-device', row);
    return true;
  }

  #hardLinkKind(row: number): NodeKind {
    const { index, layer, problems } = this.#work;
    const resolved = this.#resolver.resolve(row);
    const about = { name: entryLabel(index, row), target: linkLabel(index, row) };
    if ('fault' in resolved) {
      problems.add({ kind: 'hardlink-target', ...about, fault: resolved.fault });
      return OTHER;
    }
    const { target, lower, outside, device } = resolved;
    if (outside) problems.add({ kind: 'hardlink-target', ...about, fault: 'outside' });
    if (lower) problems.add({ kind: 'hardlink-lower', ...about });
    this.#links.add(row, target);
    if (device) return WHITEOUT_DEVICE;
    const isOwnSymlink = target.layer === layer && entryKind(index, target.entry) === 'symlink';
    return isOwnSymlink ? SYMLINK : OTHER;
  }

  #tell(kind: NamedKind, row: number): void {
    this.#work.problems.add({ kind, name: entryLabel(this.#work.index, row) });
  }
}

/** Problems that only name the entry. */
type NamedKind =
  | 'dir-replaced'
  | 'entry-twice'
  | 'root-not-dir'
  | 'whiteout-body'
  | 'whiteout-device'
  | 'whiteout-name'
  | 'whiteout-own';
