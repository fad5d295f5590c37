/**
 * The state of a seek point in the middle of a gzip member, as bytes (docs/FORMATS.md):
 *   0 where in a block · 1 whether it is the last block · 2–3 bytes left of a stored block · 4–5 how many literal and length codes ·
 *   6–7 how many distance codes · then that many code lengths · then the window, up to 32 KiB.
 */
import type { EngineInstance } from './engine-instance.ts';

const HEAD_BYTES = 8;
const IN_DYNAMIC = 3;
const WINDOW_BYTES = 32768;

/** The state as it is now, deflated. */
export function packSeekState(engine: EngineInstance): Uint8Array<ArrayBuffer> {
  const { exports, memory, lengthsAt, stateAt, packedAt } = engine;
  const target = exports.target();
  const dynamic = exports.phase() === IN_DYNAMIC;
  const litlens = dynamic ? exports.litlenCount() : 0;
  const dists = dynamic ? exports.distCount() : 0;
  const windowBytes = Math.min(WINDOW_BYTES, target - exports.reach());
  const windowAt = HEAD_BYTES + litlens + dists;
  const head = new DataView(memory.buffer, stateAt, HEAD_BYTES);
  head.setUint8(0, exports.phase());
  head.setUint8(1, exports.lastBlock());
  head.setUint16(2, exports.storedLeft(), true);
  head.setUint16(4, litlens, true);
  head.setUint16(6, dists, true);
  memory.copyWithin(stateAt + HEAD_BYTES, lengthsAt, lengthsAt + litlens + dists);
  memory.copyWithin(stateAt + windowAt, target - windowBytes, target);
  const packedBytes = exports.deflateState(stateAt, windowAt + windowBytes);
  return memory.slice(packedAt, packedAt + packedBytes);
}

/** Sets an engine going from a state; false where the state makes no sense. */
export function resumeFrom(engine: EngineInstance, state: Uint8Array, bit: number): boolean {
  if (state.length < HEAD_BYTES) return false;
  const { exports, memory, lengthsAt, chunkAt } = engine;
  const head = new DataView(state.buffer, state.byteOffset, state.byteLength);
  const litlens = head.getUint16(4, true);
  const dists = head.getUint16(6, true);
  const windowAt = HEAD_BYTES + litlens + dists;
  const windowBytes = state.length - windowAt;
  if (litlens + dists > 320 || windowBytes < 0 || windowBytes > WINDOW_BYTES) return false;
  memory.set(state.subarray(HEAD_BYTES, windowAt), lengthsAt);
  memory.set(state.subarray(windowAt), chunkAt - windowBytes);
  const resumed = exports.resume(
    bit,
    windowBytes,
    head.getUint8(0),
    head.getUint8(1),
    head.getUint16(2, true),
    litlens,
    dists,
  );
  return resumed !== 0;
}
