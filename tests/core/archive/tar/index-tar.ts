/** Tests see a tar as what the layer index says of it. */
import type { LayerEngine } from '../../../../src/core/layer/decoders.ts';
import { IndexBuilder } from '../../../../src/core/layer/index-builder.ts';
import type { LayerIndex } from '../../../../src/core/layer/layer-index.ts';
import { entryLink, entryName } from '../../../../src/core/layer/layer-index.ts';
import { createTwinEngine } from '../../../../src/core/layer/twin-engine.ts';

export interface IndexTarOptions {
  engine?: LayerEngine;
  /** Where to cut the input; the pieces are pushed one after the other. */
  cuts?: readonly number[];
  /** Pass over bodies instead of pushing them. */
  skip?: boolean;
}

/** Indexes an uncompressed tar. */
export function indexTar(tar: Uint8Array, options: IndexTarOptions = {}): LayerIndex {
  const builder = new IndexBuilder();
  const pass = (options.engine ?? createTwinEngine()).startPass('tar', builder);
  const ends = [...(options.cuts ?? []), tar.length];
  for (let at = 0; at < tar.length && !pass.done;) {
    const end = ends.find((cut) => cut > at) ?? tar.length;
    // Not more than a header at once, so that no body is pushed along with it.
    const next = options.skip === true ? Math.min(end, at + 512) : end;
    const skipped = options.skip === true ? Math.min(pass.skippable, tar.length - at) : 0;
    if (skipped > 0) pass.skip(skipped);
    else pass.push(tar.slice(at, next));
    at = skipped > 0 ? at + skipped : next;
  }
  pass.finish();
  return builder.seal({ compression: 'none', sourceBytes: tar.length, tarBytes: pass.tarBytes });
}

export interface Entry {
  name: string;
  typeflag: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  mtimeNanos: number;
  link: string;
  bodyOffset: number;
  fingerprint: bigint;
}

/** A row in words; names are text as UTF-8. */
export function entryAt(index: LayerIndex, i: number): Entry {
  return {
    name: Buffer.from(entryName(index, i)).toString(),
    typeflag: String.fromCharCode(index.typeflag[i] ?? 0),
    mode: index.mode[i] ?? 0,
    uid: index.uid[i] ?? 0,
    gid: index.gid[i] ?? 0,
    size: index.size[i] ?? 0,
    mtime: index.mtime[i] ?? 0,
    mtimeNanos: index.mtimeNanos[i] ?? 0,
    link: Buffer.from(entryLink(index, i)).toString(),
    bodyOffset: index.bodyOffset[i] ?? 0,
    fingerprint: index.fingerprint[i] ?? 0n,
  };
}

export function entriesOf(index: LayerIndex): Entry[] {
  return Array.from({ length: index.entryCount }, (_, i) => entryAt(index, i));
}

/** Key and value of each PAX record of entry `i`, a character a byte. */
export function recordsOf(index: LayerIndex, i: number): [string, string][] {
  const { entry, keyEnd, valueEnd, pool } = index.records;
  const text = (from: number, to: number) =>
    Buffer.from(pool.subarray(from, to)).toString('latin1');
  return Array.from(entry, (_, row): [string, string] => {
    const start = valueEnd[row - 1] ?? 0;
    const middle = keyEnd[row] ?? 0;
    return [text(start, middle), text(middle, valueEnd[row] ?? 0)];
  }).filter((_, row) => entry[row] === i);
}

/** Offset and length of each segment of entry `i`. */
export function segmentsOf(index: LayerIndex, i: number): [number, number][] {
  const { entry, offset, length } = index.sparse;
  return Array.from(entry, (_, row): [number, number] => [
    offset[row] ?? 0,
    length[row] ?? 0,
  ]).filter((_, row) => entry[row] === i);
}

/** The content of file `i` of an uncompressed tar, holes filled. */
export function contentOf(index: LayerIndex, tar: Uint8Array, i: number): Uint8Array {
  const { size, bodyOffset } = entryAt(index, i);
  const segments = segmentsOf(index, i);
  if (segments.length === 0) return tar.slice(bodyOffset, bodyOffset + size);
  const content = new Uint8Array(size);
  let at = bodyOffset;
  for (const [offset, length] of segments) {
    content.set(tar.subarray(at, at + length), offset);
    at += length;
  }
  return content;
}
