/** Inflates gzip bytes from the start of a member on. */
import type { Problem } from '../problem.ts';
import type { Inflate, InflateStart } from './decoders.ts';
import { TwinGunzip } from './twin-gunzip.ts';

export class TwinInflate implements Inflate {
  readonly #gunzip: TwinGunzip;
  readonly #onProblem: ((problem: Problem) => void) | undefined;
  /** Offset in the blob of the next bytes that are pushed. */
  #sourceOffset: number;
  #trailingAt: number | undefined;
  #closed = false;

  constructor(from: InflateStart, onProblem?: (problem: Problem) => void) {
    if (from.state.length > 0) throw new Error('the twin engine starts at gzip members alone');
    this.#gunzip = new TwinGunzip(from);
    this.#onProblem = onProblem;
    this.#sourceOffset = from.sourceOffset;
  }

  *push(bytes: Uint8Array, last: boolean): Generator<Uint8Array<ArrayBuffer>, void, void> {
    if (this.#closed) return;
    this.#sourceOffset += bytes.length;
    if (this.#trailingAt === undefined) {
      for (const event of this.#gunzip.push(bytes, last)) {
        if (event.kind === 'data') yield event.bytes;
        else if (event.kind === 'problem') this.#onProblem?.(event.problem);
        else if (event.kind === 'trailing') this.#trailingAt = event.sourceOffset;
      }
    }
    if (this.#trailingAt === undefined || !last) return;
    const sourceOffset = this.#trailingAt;
    const behind = this.#sourceOffset - sourceOffset;
    this.#onProblem?.({ kind: 'trailing-bytes', compression: 'gzip', sourceOffset, bytes: behind });
  }

  close(): void {
    this.#closed = true;
  }
}
