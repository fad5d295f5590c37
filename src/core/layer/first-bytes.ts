import type { EntryPlace } from './entry-place.ts';
import type { Segments } from './segments.ts';

/** The place of the first `bytes` of a file, so that looking at the start of something huge reads no more than that. */
export function firstBytes(place: EntryPlace, bytes: number): EntryPlace {
  if (place.size <= bytes) return place;
  const segments = place.segments && cutSegments(place.segments, bytes);
  const storedBytes = segments?.length.reduce((sum, kept) => sum + kept, 0) ?? bytes;
  return { ...place, size: bytes, storedBytes, segments, sourceEnd: endOf(place, storedBytes) };
}

function cutSegments({ offset, length }: Segments, bytes: number): Segments {
  const behind = offset.findIndex((start) => start >= bytes);
  const count = behind < 0 ? offset.length : behind;
  const cut = Array.from({ length: count }, (_, i) =>
    Math.min(length[i] ?? 0, bytes - (offset[i] ?? 0)),
  );
  return { offset: offset.slice(0, count), length: Float64Array.from(cut) };
}

/** Where compressed bytes end is not known. */
function endOf({ compression, from, sourceEnd }: EntryPlace, storedBytes: number): number {
  return compression === 'none' ? Math.min(sourceEnd, from.sourceOffset + storedBytes) : sourceEnd;
}
