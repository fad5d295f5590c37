/** As many links on one way as Linux follows. */
export const MOST_LINKS = 40;
/** Linux makes no symbolic links with longer targets. */
export const LONGEST_TARGET = 4096;
const MOST_BYTES = 1 << 24;

/** How much may be read of links for one layer: a few of them can stand in the way of millions of entries. */
export class LinkBudget {
  #spent = 0;

  /** Bytes so far. */
  get spent(): number {
    return this.#spent;
  }

  get isSpent(): boolean {
    return this.#spent > MOST_BYTES;
  }

  spend(bytes: number): void {
    this.#spent += bytes;
  }
}
