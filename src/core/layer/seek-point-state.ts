/** The state of a seek point is kept deflated, because text-like windows shrink to less than a half. The engine packs it. */
import { inflateSync } from 'fflate';
import { faulty } from './sections.ts';

/** More than any state is: a window of 32 KiB and what describes a block. */
const MOST_BYTES = 64 << 10;

export function unpackState(packed: Uint8Array): Uint8Array {
  if (packed.length === 0) return new Uint8Array(0);
  try {
    return inflateSync(packed, { out: new Uint8Array(MOST_BYTES) });
  } catch (error) {
    throw faulty(`state of a seek point: ${error instanceof Error ? error.message : 'damaged'}`);
  }
}
