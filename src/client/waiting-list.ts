/** What a job waits for, besides its turn. */
export interface Place {
  /** Only done when nothing else waits. */
  background?: boolean;
  /** How much work it is: the biggest first, so that the last one to end is a small one. */
  bytes?: number;
}

interface Waiting<T> {
  readonly item: T;
  readonly background: boolean;
  readonly bytes: number;
}

/** Those who wait, in the order of their turns: background last, the biggest first, and else as they came. */
export class WaitingList<T> {
  readonly #waiting: Waiting<T>[] = [];

  add(item: T, { background = false, bytes = 0 }: Place): void {
    const one = { item, background, bytes };
    const at = this.#waiting.findIndex((other) => isBefore(one, other));
    this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, one);
  }

  /** The next one, who need not wait any more. */
  take(options: { background: boolean }): T | undefined {
    const [first] = this.#waiting;
    if (first === undefined || (first.background && !options.background)) return undefined;
    this.#waiting.shift();
    return first.item;
  }

  remove(item: T): void {
    const at = this.#waiting.findIndex((waiting) => waiting.item === item);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** Takes everybody out. */
  clear(): T[] {
    return this.#waiting.splice(0).map(({ item }) => item);
  }
}

function isBefore(one: Waiting<unknown>, other: Waiting<unknown>): boolean {
  if (one.background !== other.background) return other.background;
  return one.bytes > other.bytes;
}
