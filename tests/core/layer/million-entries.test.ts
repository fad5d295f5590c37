import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../../src/core/layer/index-builder.ts';
import { openLayerIndex } from '../../../src/core/layer/layer-index-binary.ts';
import { entryName } from '../../../src/core/layer/layer-index.ts';
import { RowBatch } from '../../../src/core/layer/row-batch.ts';
import { SOME_ROW } from './sample-rows.ts';

const ENTRIES = 1_000_000;
const MB = 1e6;

function nameOf(i: number): string {
  return `usr/lib/node_modules/package-${i >> 7}/dist/esm/internal/file-${i}.js`;
}

function takeMillion(builder: IndexBuilder): void {
  const batch = new RowBatch();
  const encoder = new TextEncoder();
  for (let i = 0; i < ENTRIES; i++) {
    const place = {
      bodyOffset: i * 1536,
      size: i % 100_000,
      mtime: 1.7e9 + i,
      mtimeNanos: i * 999,
    };
    batch.fingerprint[batch.add({ ...SOME_ROW, ...place, name: encoder.encode(nameOf(i)) })] =
      BigInt(i);
    if (batch.full) builder.take(batch);
  }
  builder.take(batch);
}

describe('a million entries', () => {
  it('take at most 120 bytes each when done, and far under 400 MB on the way', () => {
    const before = process.memoryUsage();
    const builder = new IndexBuilder();
    takeMillion(builder);
    const index = builder.seal({ compression: 'none', sourceBytes: 2e9, tarBytes: 2e9 });
    const after = process.memoryUsage();
    // Chunks that were drained may not be collected yet: this is the peak.
    const peak = after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed;
    expect(index.entryCount).toBe(ENTRIES);
    expect(index.buffer.byteLength / ENTRIES).toBeLessThan(120);
    expect(peak).toBeLessThan(300 * MB);

    const opened = openLayerIndex(index.buffer.slice(0));
    expect(new TextDecoder().decode(entryName(opened, 777_777))).toBe(nameOf(777_777));
    expect(opened.bodyOffset[999_999]).toBe(999_999 * 1536);
    expect(opened.fingerprint[999_999]).toBe(999_999n);
  });
});
