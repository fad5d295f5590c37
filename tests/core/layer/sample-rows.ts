import fc from 'fast-check';
import type { IndexBuilder } from '../../../src/core/layer/index-builder.ts';
import { entryLink, entryName, type LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { type Row, RowBatch } from '../../../src/core/layer/row-batch.ts';

export const SOME_ROW: Row = {
  typeflag: 0x30,
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 5,
  mtime: 1_700_000_000,
  mtimeNanos: 0,
  bodyOffset: 512,
  name: new TextEncoder().encode('etc/hosts'),
  link: new Uint8Array(0),
};

/** Any row a tar can give. */
export const anyRow: fc.Arbitrary<Row> = fc.record({
  typeflag: fc.nat(255),
  mode: fc.nat(0o7777),
  uid: fc.oneof(fc.nat(1000), fc.nat(2 ** 32 - 1), fc.integer()),
  gid: fc.oneof(fc.nat(1000), fc.maxSafeNat()),
  size: fc.oneof(fc.nat(100_000), fc.maxSafeNat()),
  mtime: fc.oneof(fc.integer(), fc.maxSafeInteger()),
  mtimeNanos: fc.nat(999_999_999),
  bodyOffset: fc.oneof(fc.nat(100_000), fc.maxSafeNat()),
  name: fc.uint8Array({ maxLength: 300 }),
  link: fc.oneof(fc.constant(new Uint8Array(0)), fc.uint8Array({ maxLength: 100 })),
});

/** Hands rows to a builder, in batches of at most `perBatch`. */
export function takeRows(builder: IndexBuilder, rows: readonly Row[], perBatch = 4096): void {
  const batch = new RowBatch();
  for (const row of rows) {
    batch.add(row);
    if (batch.full || batch.count >= perBatch) builder.take(batch);
  }
  builder.take(batch);
}

/** The rows of an index, as they went in. */
export function rowsOf(index: LayerIndex): Row[] {
  return Array.from({ length: index.entryCount }, (_, i) => ({
    typeflag: index.typeflag[i] ?? NaN,
    mode: index.mode[i] ?? NaN,
    uid: index.uid[i] ?? NaN,
    gid: index.gid[i] ?? NaN,
    size: index.size[i] ?? NaN,
    mtime: index.mtime[i] ?? NaN,
    mtimeNanos: index.mtimeNanos[i] ?? NaN,
    bodyOffset: index.bodyOffset[i] ?? NaN,
    name: entryName(index, i).slice(),
    link: entryLink(index, i).slice(),
  }));
}
