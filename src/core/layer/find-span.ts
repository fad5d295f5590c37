/** Which stretch of a blob holds a stretch of its tar: from the nearest seek point before it to the first one behind it. */
import { firstAtLeast } from './first-at-least.ts';
import type { SeekPoint } from './inflate-start.ts';
import type { LayerIndex, SeekPoints } from './layer-index.ts';
import { faulty } from './sections.ts';

export interface Span {
  /** Where decompression starts. */
  from: SeekPoint;
  /** No byte of the blob from here on should be needed. */
  sourceEnd: number;
}

/** An inflate looks further than the bytes it decodes: up to a block's header, say. */
const INFLATE_LOOKS_AHEAD = 1024;

export function findSpan(index: LayerIndex, tarOffset: number, tarEnd: number): Span {
  const { compression, seekPoints, sourceBytes } = index;
  if (compression === 'none') {
    return { from: startAt(tarOffset, tarOffset), sourceEnd: Math.min(tarEnd, sourceBytes) };
  }
  const before = firstAtLeast(seekPoints.tarOffset, tarOffset + 1) - 1;
  const from = before < 0 ? startAt(0, 0) : pointAt(seekPoints, before);
  if (from.sourceOffset > sourceBytes) throw faulty('a seek point lies behind the end');
  const behind = seekPoints.sourceOffset[firstAtLeast(seekPoints.tarOffset, tarEnd)];
  const lookAhead = compression === 'gzip' ? INFLATE_LOOKS_AHEAD : 0;
  return { from, sourceEnd: Math.min((behind ?? sourceBytes) + lookAhead, sourceBytes) };
}

function startAt(tarOffset: number, sourceOffset: number): SeekPoint {
  return { tarOffset, sourceOffset, bit: 0, packedState: new Uint8Array(0) };
}

function pointAt(points: SeekPoints, i: number): SeekPoint {
  return {
    tarOffset: points.tarOffset[i] ?? 0,
    sourceOffset: points.sourceOffset[i] ?? 0,
    bit: points.bit[i] ?? 0,
    // A copy: cloning a view would clone the whole index behind it.
    packedState: points.states.slice(points.stateEnd[i - 1] ?? 0, points.stateEnd[i]),
  };
}
