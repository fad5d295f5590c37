/** The hard links of a layer that have a target: which entry holds the content, and its path. Rows ascend. */
import { firstAtLeast } from '../layer/first-at-least.ts';
import { entryKind, type LayerIndex } from '../layer/layer-index.ts';
import { longerColumn } from './longer-column.ts';

/** The entry whose metadata and content count. */
export interface Inode {
  readonly layer: number;
  readonly entry: number;
}

export interface LinkTarget extends Inode {
  /** Of that entry, for as long as nothing replaces it. */
  readonly path: number;
}

const FIRST_CAPACITY = 16;

export class LinkTable {
  #count = 0;
  #row = new Uint32Array(FIRST_CAPACITY);
  #layer = new Uint16Array(FIRST_CAPACITY);
  #entry = new Uint32Array(FIRST_CAPACITY);
  #path = new Uint32Array(FIRST_CAPACITY);

  /** From call to call `row` ascends. */
  add(row: number, target: LinkTarget): void {
    const at = this.#count++;
    if (at === this.#row.length) this.#grow();
    this.#row[at] = row;
    this.#layer[at] = target.layer;
    this.#entry[at] = target.entry;
    this.#path[at] = target.path;
  }

  find(row: number): LinkTarget | undefined {
    const at = firstAtLeast(this.#row.subarray(0, this.#count), row);
    if (at === this.#count || this.#row[at] !== row) return undefined;
    return {
      layer: this.#layer[at] ?? 0,
      entry: this.#entry[at] ?? 0,
      path: this.#path[at] ?? 0,
    };
  }

  #grow(): void {
    const capacity = this.#count * 2;
    this.#row = longerColumn(this.#row, capacity);
    this.#layer = longerColumn(this.#layer, capacity);
    this.#entry = longerColumn(this.#entry, capacity);
    this.#path = longerColumn(this.#path, capacity);
  }
}

/** The entry that holds the metadata and content of entry `row`: another one for a hard link, if its target is known. */
export function findTarget({ layers, links }: Linked, entry: LinkTarget): LinkTarget | undefined {
  const index = layers[entry.layer];
  if (index === undefined || entryKind(index, entry.entry) !== 'hardlink') return entry;
  return links[entry.layer]?.find(entry.entry);
}

/** Layers, and the hard links of each. */
export interface Linked {
  readonly layers: readonly (LayerIndex | undefined)[];
  readonly links: readonly (LinkTable | undefined)[];
}
