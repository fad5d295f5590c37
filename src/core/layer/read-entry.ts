/**
 * Reading one file out of a layer. `locateEntry` turns an entry of an index into a small record that says all
 * there is to know; with it the bytes come from the nearest seek point, in another thread if need be, without the index.
 */
import { strFromU8 } from 'fflate';
import type { ByteSource } from '../bytes/byte-source.ts';
import { InputError } from '../problem.ts';
import type { Decoders } from './decoders.ts';
import type { EntryPlace } from './entry-place.ts';
import { fillHoles } from './fill-holes.ts';
import { findSpan } from './find-span.ts';
import { entryKind, entryName, type LayerIndex, type NumberColumn } from './layer-index.ts';
import { faulty } from './sections.ts';
import { segmentsOf } from './segments.ts';
import { storedBytes } from './stored-bytes.ts';

export type { EntryPlace };

const MOST_HELD = 256 << 20;

/** Finds the content of `entry`. Throws `no-content` where the entry is nothing that has any. */
export function locateEntry(index: LayerIndex, entry: number): EntryPlace {
  if (!hasContent(index, entry)) throw noContent(index, entry);
  const size = offsetAt(index.size, entry);
  const tarOffset = offsetAt(index.bodyOffset, entry);
  const segments = segmentsOf(index.sparse, entry, size);
  const stored = segments?.length.reduce((sum, bytes) => sum + bytes, 0) ?? size;
  return {
    name: nameText(index, entry),
    compression: index.compression,
    sourceBytes: index.sourceBytes,
    size,
    tarOffset,
    storedBytes: stored,
    ...findSpan(index, tarOffset, tarOffset + stored),
    segments,
  };
}

/** The content of a file, whole. Throws `too-big-to-hold` above `limit` bytes, `tar-truncated` where the blob ends early. */
export async function readEntry(
  source: ByteSource,
  place: EntryPlace,
  decoders: Decoders,
  limit = MOST_HELD,
): Promise<Uint8Array<ArrayBuffer>> {
  const { name, size } = place;
  if (size > limit) throw new InputError({ kind: 'too-big-to-hold', name, size, limit });
  const content = new Uint8Array(size);
  let at = 0;
  for await (const chunk of streamEntry(source, place, decoders)) {
    content.set(chunk, at);
    at += chunk.length;
  }
  return content;
}

/**
 * The content of a file, chunk by chunk. A chunk is only valid until the next one is asked for and must not be changed:
 * holes share one. Throws `tar-truncated` where the blob ends early, after all there was.
 */
export async function* streamEntry(
  source: ByteSource,
  place: EntryPlace,
  decoders: Decoders,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  checkUnchanged(source, place);
  const stored = storedBytes(source, place, decoders);
  if (place.segments === null) yield* stored;
  else yield* fillHoles(stored, place.segments, place.size);
}

/** Whether an entry is something that has content. */
export function hasContent(index: LayerIndex, entry: number): boolean {
  if (!(entry >= 0 && entry < index.entryCount)) return false;
  const kind = entryKind(index, entry);
  // Types nobody knows are read as files (POSIX), if they have a body at all.
  return kind === 'file' || (kind === 'other' && (index.size[entry] ?? 0) > 0);
}

function noContent(index: LayerIndex, entry: number): InputError {
  const typeflag = String.fromCharCode(index.typeflag[entry] ?? 0);
  return new InputError({ kind: 'no-content', name: nameText(index, entry), typeflag });
}

function nameText(index: LayerIndex, entry: number): string {
  return strFromU8(entryName(index, entry));
}

function offsetAt(column: NumberColumn, entry: number): number {
  const offset = column[entry];
  if (offset === undefined || !Number.isSafeInteger(offset) || offset < 0) {
    throw faulty('an offset or size is no whole number');
  }
  return offset;
}

function checkUnchanged(source: ByteSource, { sourceBytes }: EntryPlace): void {
  if (source.size === sourceBytes) return;
  const detail = `${source.size} bytes long, not ${sourceBytes}`;
  throw new InputError({ kind: 'source-changed', sourceOffset: 0, detail });
}
