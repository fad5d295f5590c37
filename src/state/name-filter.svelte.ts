/**
 * Which entries are listed: all, or those whose name contains what was typed. The search runs on this thread in slices of a few
 * milliseconds, and typing on ends it.
 */
import { findNames } from '../core/layer/find-names.ts';
import { firstAtLeast } from '../core/layer/first-at-least.ts';
import type { LayerIndex } from '../core/layer/layer-index.ts';
import { unescapeText } from '../text/unescape-text.ts';

const SLICE_MS = 8;

/** One answer: what is listed, and what was typed to get it. */
export interface Listed {
  readonly text: string;
  /** Undefined: all. */
  readonly entries: Uint32Array<ArrayBuffer> | undefined;
}

export class NameFilter {
  readonly #index: LayerIndex;
  #text = $state('');
  #listed = $state.raw<Listed>({ text: '', entries: undefined });
  #search = new AbortController();

  constructor(index: LayerIndex) {
    this.#index = index;
  }

  get text(): string {
    return this.#text;
  }

  /** Whether what is listed is not yet what was typed. */
  get busy(): boolean {
    return this.#text !== this.#listed.text;
  }

  /** Replaced as a whole whenever other rows are listed. */
  get listed(): Listed {
    return this.#listed;
  }

  get rowCount(): number {
    return this.#listed.entries?.length ?? this.#index.entryCount;
  }

  entryAt(row: number): number {
    return this.#listed.entries?.[row] ?? row;
  }

  /** The row of an entry; undefined where the filter leaves it out. */
  rowOf(entry: number): number | undefined {
    const { entries } = this.#listed;
    if (entries === undefined) return entry < this.#index.entryCount ? entry : undefined;
    const row = firstAtLeast(entries, entry);
    return entries[row] === entry ? row : undefined;
  }

  async search(text: string): Promise<void> {
    this.close();
    this.#search = new AbortController();
    const { signal } = this.#search;
    this.#text = text;
    const entries = text === '' ? undefined : await this.#find(text, signal);
    if (!signal.aborted) this.#listed = { text, entries };
  }

  /** Ends a search under way. */
  close(): void {
    this.#search.abort();
  }

  async #find(text: string, signal: AbortSignal): Promise<Uint32Array<ArrayBuffer> | undefined> {
    // What contains the longer text is among what contains the shorter; an escape typed half reads differently.
    const { text: before, entries } = this.#listed;
    const narrower = before !== '' && text.startsWith(before) && !text.includes('\\');
    const names = findNames(this.#index, unescapeText(text), narrower ? entries : undefined);
    let sliceEnd = performance.now() + SLICE_MS;
    for (;;) {
      const step = names.next();
      if (step.done === true) return step.value;
      if (performance.now() < sliceEnd) continue;
      await nextTask();
      if (signal.aborted) return undefined;
      sliceEnd = performance.now() + SLICE_MS;
    }
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
