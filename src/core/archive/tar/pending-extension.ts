/**
 * What extension headers (PAX `x`, GNU `L` and `K`) have said so far of the entry that is still to come. A later one of the same type
 * replaces the earlier one whole, as in Go.
 */
import type { Problem } from '../../problem.ts';
import type { PaxAttributes } from './pax-attributes.ts';

export interface Extension {
  readonly pax: PaxAttributes | undefined;
  readonly longName: Uint8Array | undefined;
  readonly longLink: Uint8Array | undefined;
}

export type ExtensionType = 'x' | 'L' | 'K';

const NONE: Extension = { pax: undefined, longName: undefined, longLink: undefined };

export class PendingExtension {
  #parts: Extension = NONE;
  /** Where the header of each stands in the tar. */
  readonly #offsets = new Map<ExtensionType, number>();

  get empty(): boolean {
    return this.#offsets.size === 0;
  }

  setPax(tarOffset: number, pax: PaxAttributes): void {
    this.#offsets.set('x', tarOffset);
    this.#parts = { ...this.#parts, pax };
  }

  /** An empty name says nothing. */
  setLong(type: 'L' | 'K', tarOffset: number, name: Uint8Array): void {
    this.#offsets.set(type, tarOffset);
    const part = name.length === 0 ? undefined : name;
    this.#parts = { ...this.#parts, [type === 'L' ? 'longName' : 'longLink']: part };
  }

  /** Takes back what an earlier header of this type said. */
  drop(type: ExtensionType): void {
    this.#offsets.delete(type);
    const key = type === 'x' ? 'pax' : type === 'L' ? 'longName' : 'longLink';
    this.#parts = { ...this.#parts, [key]: undefined };
  }

  /** Hands over what was gathered, for the entry it was waiting for. */
  take(): Extension {
    const parts = this.#parts;
    this.#parts = NONE;
    this.#offsets.clear();
    return parts;
  }

  /** Forgets everything, because the entry never came. */
  orphan(): Problem[] {
    const problems = [...this.#offsets].map(([typeflag, tarOffset]): Problem => ({
      kind: 'tar-orphan-extension',
      tarOffset,
      typeflag,
    }));
    this.take();
    return problems;
  }
}
