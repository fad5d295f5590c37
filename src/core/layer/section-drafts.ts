/** Turns what was gathered piece by piece into sections to be written; writing them empties what was gathered. */
import type { GrowingBytes } from '../bytes/growing-bytes.ts';
import type { GrowingColumn } from './number-column.ts';
import { ELEMENT_BYTES, type ElementType, type NumberType, type SectionDraft } from './sections.ts';

/** A section in the narrowest type that holds the column, or in the type that is asked for. */
export function columnDraft(
  id: number,
  column: GrowingColumn,
  type: NumberType = column.type,
): SectionDraft {
  return {
    id,
    type,
    count: column.length,
    fill: (bytes) => {
      column.drainTo(bytes, type);
    },
  };
}

/** A section of bytes that are elements of `type` already. */
export function bytesDraft(id: number, gathered: GrowingBytes, type: ElementType): SectionDraft {
  return {
    id,
    type,
    count: gathered.length / ELEMENT_BYTES[type],
    fill: (bytes) => {
      gathered.drainTo(bytes);
    },
  };
}
