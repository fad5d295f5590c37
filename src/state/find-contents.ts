/** The entries whose content a view shows, by layer; a file with several names once. */
import type { TreeView } from '../core/tree/tree-view.ts';

const PATHS_BETWEEN_PAUSES = 4096;

export function* findContents(
  view: TreeView,
): Generator<undefined, ReadonlyMap<number, Uint32Array<ArrayBuffer>>> {
  const lists = new Map<number, EntryList>();
  for (let path = 0; path < view.tree.pathCount; path++) {
    if (path % PATHS_BETWEEN_PAUSES === 0) yield;
    if (!view.has(path) || view.kindOf(path) !== 'file') continue;
    const inode = view.inodeOf(path);
    if (inode === undefined) continue;
    const list = lists.get(inode.layer) ?? new EntryList();
    lists.set(inode.layer, list);
    list.add(inode.entry);
  }
  return new Map([...lists].map(([layer, list]) => [layer, list.finish()]));
}

class EntryList {
  #entries = new Uint32Array(1024);
  #count = 0;

  add(entry: number): void {
    if (this.#count === this.#entries.length) {
      const longer = new Uint32Array(2 * this.#count);
      longer.set(this.#entries);
      this.#entries = longer;
    }
    this.#entries[this.#count++] = entry;
  }

  finish(): Uint32Array<ArrayBuffer> {
    return this.#entries.slice(0, this.#count).sort();
  }
}
