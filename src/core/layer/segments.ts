/** The data segments of one sparse file, taken from the table of the layer. */
import { firstAtLeast } from './first-at-least.ts';
import type { SparseTable } from './layer-index.ts';
import { faulty } from './sections.ts';

/** `length[i]` stored bytes belong at `offset[i]` of the file; all else is holes. */
export interface Segments {
  offset: Float64Array<ArrayBuffer>;
  length: Float64Array<ArrayBuffer>;
}

/** Null where the entry is no sparse file. */
export function segmentsOf(table: SparseTable, entry: number, size: number): Segments | null {
  const start = firstAtLeast(table.entry, entry);
  const end = firstAtLeast(table.entry, entry + 1);
  if (start === end) return null;
  // Copies: cloning a view would clone the whole index behind it.
  const segments = {
    offset: table.offset.slice(start, end),
    length: table.length.slice(start, end),
  };
  checkSegments(segments, size);
  return segments;
}

function checkSegments({ offset, length }: Segments, size: number): void {
  let end = 0;
  for (let i = 0; i < offset.length; i++) {
    const from = offset[i] ?? NaN;
    const bytes = length[i] ?? NaN;
    if (!(from >= end) || !(bytes >= 0) || !(from + bytes <= size)) {
      throw faulty('segments of a sparse file overlap or go past its end');
    }
    end = from + bytes;
  }
}
