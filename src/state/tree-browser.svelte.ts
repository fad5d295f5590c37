/** The tree a person walks: which view of it, what is unfolded, sorted how, filtered by what, and the path that is selected. */
import { findPaths, type FoundPaths } from '../core/tree/find-paths.ts';
import { ROOT } from '../core/tree/path-tree.ts';
import type { TreeView } from '../core/tree/tree-view.ts';
import { unescapeText } from '../text/unescape-text.ts';
import { measure } from './measure.ts';
import { runSliced } from './run-sliced.ts';
import { NO_ROWS, type RowOrder, unfold, type VisibleRows } from './visible-rows.ts';

/** What was looked for, and what was found of it in which view. */
interface Filtered {
  readonly view: TreeView;
  readonly text: string;
  readonly found: FoundPaths;
}

/** A layer that did no more than this is shown unfolded. */
const FEW_PATHS = 100;

export class TreeBrowser {
  #view = $state.raw<TreeView>();
  /** What `view` becomes when its rows are made. */
  #next: TreeView | undefined;
  #rows = $state.raw<VisibleRows>(NO_ROWS);
  #order = $state<RowOrder>('name');
  #filter = $state('');
  #filtered = $state.raw<Filtered>();
  #selected = $state<number>();
  /** Replaced, so that what is drawn from it follows. */
  #open = $state.raw<ReadonlySet<number>>(new Set());
  /** Folded by hand while everything is unfolded. Replaced as well. */
  #folded = $state.raw<ReadonlySet<number>>(new Set());
  #small = $state(false);
  #revealed = $state(0);
  #work = new AbortController();
  #updating: Promise<void> = Promise.resolve();

  get view(): TreeView | undefined {
    return this.#view;
  }

  get rows(): VisibleRows {
    return this.#rows;
  }

  get order(): RowOrder {
    return this.#order;
  }

  get filter(): string {
    return this.#filter;
  }

  /** How many paths the filter found; undefined without a filter. */
  get foundCount(): number | undefined {
    return this.#filtered?.found.count;
  }

  /** The filter that the rows are of. */
  get listed(): string {
    return this.#filtered?.text ?? '';
  }

  /** Whether what is listed is not yet what was typed. */
  get busy(): boolean {
    return this.#filter !== this.listed;
  }

  /** Counts how often a path was revealed: the list then starts at it. */
  get revealed(): number {
    return this.#revealed;
  }

  get selected(): number | undefined {
    return this.#selected;
  }

  /** Where the selected path stands among the rows; undefined if it does not. */
  readonly selectedRow: number | undefined = $derived.by(() => {
    if (this.#selected === undefined) return undefined;
    const row = this.#rows.paths.indexOf(this.#selected);
    return row < 0 ? undefined : row;
  });

  /** Shows another view of the same tree; what is unfolded and selected stays, where it is in there. */
  async show(view: TreeView): Promise<void> {
    this.#folded = new Set();
    this.#small = view.of.kind === 'layer' && view.pathsBelow(ROOT) <= FEW_PATHS;
    this.#next = view;
    void this.#update();
    await this.#settled();
  }

  readonly sort = (order: RowOrder): void => {
    this.#order = order;
    void this.#update();
  };

  readonly select = (path: number | undefined): void => {
    this.#selected = path;
  };

  readonly search = (text: string): void => {
    this.#filter = text;
    this.#folded = new Set();
    if (text === '' && this.#selected !== undefined) this.#unfoldTo(this.#selected);
    void this.#update();
  };

  isOpen(path: number): boolean {
    return this.#isOpenIn(this.#filtered, path);
  }

  #isOpenIn(filtered: Filtered | undefined, path: number): boolean {
    if (filtered !== undefined && ((filtered.found.marks[path] ?? 0) & 2) === 0) return false;
    const unfolded = filtered !== undefined || this.#small;
    return unfolded ? !this.#folded.has(path) : this.#open.has(path);
  }

  /** Whether everything is unfolded that is not folded by hand. */
  get #unfolded(): boolean {
    return this.#filtered !== undefined || this.#small;
  }

  /** Whether there is anything to unfold. */
  isFolder(path: number): boolean {
    const marks = this.#filtered?.found.marks;
    if (marks !== undefined) return ((marks[path] ?? 0) & 2) !== 0;
    return (this.#view?.childCount(path) ?? 0) > 0;
  }

  readonly toggle = (path: number, open = !this.isOpen(path)): void => {
    if (this.#unfolded) this.#folded = withOrWithout(this.#folded, path, !open);
    else this.#open = withOrWithout(this.#open, path, open);
    void this.#update();
  };

  /** Unfolds all directories beside this one. */
  readonly openSiblings = (path: number): void => {
    const tree = this.#view?.tree;
    if (tree === undefined || this.#unfolded) return;
    const parent = tree.parentOf(path);
    const now = new Set(this.#open);
    for (const row of this.#rows.paths) {
      if (tree.parentOf(row) === parent && this.isFolder(row)) now.add(row);
    }
    this.#open = now;
    void this.#update();
  };

  /** Selects a path and unfolds what it is in. */
  async reveal(path: number): Promise<void> {
    this.#filter = '';
    this.#unfoldTo(path);
    this.#selected = path;
    void this.#update();
    await this.#settled();
    this.#revealed++;
  }

  /** Ends what is under way. */
  close(): void {
    this.#work.abort();
  }

  #unfoldTo(path: number): void {
    const tree = this.#view?.tree;
    if (tree === undefined) return;
    const open = new Set(this.#open);
    const folded = new Set(this.#folded);
    for (let above = tree.parentOf(path); above !== ROOT; above = tree.parentOf(above)) {
      open.add(above);
      folded.delete(above);
    }
    this.#open = open;
    this.#folded = folded;
  }

  /** Resolves when no newer change has ended the one that was waited for. */
  async #settled(): Promise<void> {
    for (let work; work !== this.#updating;) {
      work = this.#updating;
      await work;
    }
  }

  /** Makes the rows anew; a newer change ends an older one. */
  #update(): Promise<void> {
    this.#work.abort();
    this.#work = new AbortController();
    this.#updating = this.#makeRows(this.#next, this.#work.signal);
    return this.#updating;
  }

  async #makeRows(view: TreeView | undefined, signal: AbortSignal): Promise<void> {
    if (view === undefined) return;
    const start = performance.now();
    const before = this.#filtered;
    try {
      const filtered = await this.#find(view, signal);
      const unfolding = {
        order: this.#order,
        isOpen: (path: number) => this.#isOpenIn(filtered, path),
        wanted: filtered?.found.marks,
      };
      const rows = await runSliced(unfold(view, unfolding), signal);
      this.#filtered = filtered;
      this.#view = view;
      this.#rows = rows;
      if (this.#selected !== undefined && !view.has(this.#selected)) this.#selected = undefined;
      if (filtered !== undefined && filtered !== before) {
        measure('onionskin:filter', start, { text: filtered.text, found: filtered.found.count });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #find(view: TreeView, signal: AbortSignal): Promise<Filtered | undefined> {
    const text = this.#filter;
    if (text === '') return undefined;
    const before = this.#filtered;
    if (before?.view === view && before.text === text) return before;
    // What contains the longer text is among what contains the shorter; an escape typed half reads differently, and so does a slash.
    const narrower = before?.view === view && text.startsWith(before.text) && !/[\\/]/.test(text);
    const among = narrower ? before.found.marks : undefined;
    const steps = findPaths(view, unescapeText(text), among);
    return { view, text, found: await runSliced(steps, signal) };
  }
}

function withOrWithout(paths: ReadonlySet<number>, path: number, is: boolean): Set<number> {
  const now = new Set(paths);
  if (is) now.add(path);
  else now.delete(path);
  return now;
}
