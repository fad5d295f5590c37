/**
 * The seek points of one layer in the making. There are at most `MOST`: when it is full, every second one goes and new
 * ones are taken half as often, so the points stay evenly spread however long the layer gets.
 */
import { GrowingBytes } from '../bytes/growing-bytes.ts';
import type { SeekPoint } from './inflate-start.ts';
import { SECTION } from './layer-index-binary.ts';
import { GrowingColumn } from './number-column.ts';
import { bytesDraft, columnDraft } from './section-drafts.ts';
import type { SectionDraft } from './sections.ts';

const MOST = 1024;

export class SeekPointList {
  #points: SeekPoint[] = [];
  #leastGap = 0;

  /** Copies the point. One that does not lie behind the newest is of no use and is left out. */
  add(point: SeekPoint): void {
    const newest = this.#points.at(-1);
    if (newest !== undefined && !this.#isBehind(point, newest)) return;
    if (this.#points.length === MOST) {
      this.#thin();
      this.add(point);
      return;
    }
    this.#points.push({ ...point, packedState: point.packedState.slice() });
  }

  drafts(): SectionDraft[] {
    const tarOffset = new GrowingColumn();
    const sourceOffset = new GrowingColumn();
    const bit = new GrowingColumn();
    const stateEnd = new GrowingColumn();
    const states = new GrowingBytes();
    for (const point of this.#points) {
      tarOffset.push(point.tarOffset);
      sourceOffset.push(point.sourceOffset);
      bit.push(point.bit);
      states.append(point.packedState);
      stateEnd.push(states.length);
    }
    return [
      columnDraft(SECTION.pointTarOffset, tarOffset, 'f64'),
      columnDraft(SECTION.pointSourceOffset, sourceOffset, 'f64'),
      columnDraft(SECTION.pointBit, bit, 'u8'),
      columnDraft(SECTION.pointStateEnd, stateEnd, 'u32'),
      bytesDraft(SECTION.pointStates, states, 'u8'),
    ];
  }

  #isBehind(point: SeekPoint, newest: SeekPoint): boolean {
    const gap = point.tarOffset - newest.tarOffset;
    return gap > 0 && gap >= this.#leastGap && point.sourceOffset >= newest.sourceOffset;
  }

  #thin(): void {
    const first = this.#points[0]?.tarOffset ?? 0;
    const last = this.#points.at(-1)?.tarOffset ?? 0;
    this.#points = this.#points.filter((_, i) => i % 2 === 0);
    // Points keep coming at half the new mean gap: three quarters of it lets every second one through.
    this.#leastGap = (0.75 * (last - first)) / this.#points.length;
  }
}
