/** A layer a person looks at: its index, what of it is listed, and the entry that is selected. */
import type { Layers } from '../client/layer-client.ts';
import type { LayerIndex } from '../core/layer/layer-index.ts';
import { EntryContent } from './entry-content.svelte.ts';
import { NameFilter } from './name-filter.svelte.ts';

export class LayerView {
  readonly index: LayerIndex;
  readonly names: NameFilter;
  readonly content: EntryContent;
  #selected = $state<number>();

  constructor(file: Blob, index: LayerIndex, layers: Layers) {
    this.index = index;
    this.names = new NameFilter(index);
    this.content = new EntryContent(file, index, layers);
  }

  /** The entry whose details are shown. */
  get selected(): number | undefined {
    return this.#selected;
  }

  /** Where the selected entry stands in the list; undefined if it does not. */
  get selectedRow(): number | undefined {
    return this.#selected === undefined ? undefined : this.names.rowOf(this.#selected);
  }

  readonly selectRow = (row: number): void => {
    const entry = this.names.entryAt(row);
    if (entry === this.#selected) return;
    this.#selected = entry;
    void this.content.show(entry);
  };

  readonly deselect = (): void => {
    this.#selected = undefined;
    this.content.close();
  };

  readonly filter = (text: string): void => {
    void this.names.search(text);
  };

  /** Ends what is under way for this layer. */
  close(): void {
    this.names.close();
    this.deselect();
  }
}
