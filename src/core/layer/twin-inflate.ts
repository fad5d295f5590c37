/** Inflates gzip bytes from the start of a member on. */
import type { Inflate, InflateStart } from './decoders.ts';
import { TwinGunzip } from './twin-gunzip.ts';

export class TwinInflate implements Inflate {
  readonly #gunzip: TwinGunzip;
  #ended = false;

  constructor(from: InflateStart) {
    if (from.state.length > 0) throw new Error('the twin engine starts at gzip members alone');
    this.#gunzip = new TwinGunzip(from);
  }

  *push(bytes: Uint8Array, last: boolean): Generator<Uint8Array<ArrayBuffer>, void, void> {
    if (this.#ended) return;
    for (const event of this.#gunzip.push(bytes, last)) {
      if (event.kind === 'data') yield event.bytes;
      this.#ended ||= event.kind === 'trailing';
    }
  }

  close(): void {
    this.#ended = true;
  }
}
