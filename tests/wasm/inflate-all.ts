import type { LayerEngine } from '../../src/core/layer/decoders.ts';

/** Inflates a whole gzip stream, handed over in pieces cut at the given places. */
export function inflateAll(engine: LayerEngine, gzip: Uint8Array, cuts: readonly number[]): Buffer {
  const inflate = engine.startInflate({
    tarOffset: 0,
    sourceOffset: 0,
    bit: 0,
    state: new Uint8Array(0),
  });
  const chunks: Buffer[] = [];
  const ends = [...cuts, gzip.length];
  try {
    ends.forEach((end, i) => {
      const piece = gzip.subarray(ends[i - 1] ?? 0, end);
      for (const chunk of inflate.push(piece, i === ends.length - 1)) {
        chunks.push(Buffer.from(chunk));
      }
    });
  } finally {
    inflate.close();
  }
  return Buffer.concat(chunks);
}

/** Places to cut `length` bytes into pieces of `piece` bytes. */
export function cutsEvery(piece: number, length: number): number[] {
  const cuts: number[] = [];
  for (let at = piece; at < length; at += piece) cuts.push(at);
  return cuts;
}
