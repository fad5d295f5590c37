import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../../src/core/layer/index-builder.ts';
import { RowBatch } from '../../../src/core/layer/row-batch.ts';
import { anyRow, rowsOf, SOME_ROW, takeRows } from './sample-rows.ts';

const ABOUT = { compression: 'none', sourceBytes: 1, tarBytes: 1 } as const;

const text = (words: string) => new TextEncoder().encode(words);

describe('IndexBuilder', () => {
  it('gives an empty index when nothing was put in', () => {
    const index = new IndexBuilder().seal({ compression: 'gzip', sourceBytes: 20, tarBytes: 0 });
    expect(index).toMatchObject({
      compression: 'gzip',
      sourceBytes: 20,
      tarBytes: 0,
      entryCount: 0,
    });
    expect(rowsOf(index)).toEqual([]);
    expect(index.problems).toEqual([]);
    expect(index.seekPoints.tarOffset).toHaveLength(0);
  });

  it('gives the rows back as they came, however they were batched', () => {
    const rows = fc.array(anyRow, { maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 70 }), (taken, perBatch) => {
        const builder = new IndexBuilder();
        takeRows(builder, taken, perBatch);
        expect(builder.entryCount).toBe(taken.length);
        expect(rowsOf(builder.seal(ABOUT))).toEqual(taken);
      }),
    );
  });

  it('takes the fingerprints that are set in the batch, and clears it', () => {
    const builder = new IndexBuilder();
    const batch = new RowBatch();
    batch.add(SOME_ROW);
    batch.fingerprint[batch.add(SOME_ROW)] = 0xfedc_ba98_7654_3210n;
    builder.take(batch);
    expect([batch.count, batch.poolUsed]).toEqual([0, 0]);
    expect([...builder.seal(ABOUT).fingerprint]).toEqual([0n, 0xfedc_ba98_7654_3210n]);
  });

  it('gives devices, records and segments back with their entries', () => {
    const builder = new IndexBuilder();
    takeRows(builder, [SOME_ROW, SOME_ROW]);
    builder.addDevice(1, 8, 2 ** 32 - 1);
    builder.addRecord(0, text('SCHILY.xattr.user.a'), Uint8Array.of(0, 10, 255));
    builder.addRecord(0, text('comment'), new Uint8Array(0));
    builder.addRecord(1, text('k'), text('v'));
    builder.addSegment(1, 0, 512);
    builder.addSegment(1, 2 ** 40, 3);
    const { devices, records, sparse } = builder.seal(ABOUT);
    expect(devices).toEqual({
      entry: Uint32Array.of(1),
      major: Uint32Array.of(8),
      minor: Uint32Array.of(2 ** 32 - 1),
    });
    expect(records.entry).toEqual(Uint32Array.of(0, 0, 1));
    expect(records.keyEnd).toEqual(Uint32Array.of(19, 29, 30));
    expect(records.valueEnd).toEqual(Uint32Array.of(22, 29, 31));
    expect(records.pool.slice(0, 22)).toEqual(
      Uint8Array.of(...text('SCHILY.xattr.user.a'), 0, 10, 255),
    );
    expect(records.pool.slice(22)).toEqual(text('commentkv'));
    expect(sparse).toEqual({
      entry: Uint32Array.of(1, 1),
      offset: Float64Array.of(0, 2 ** 40),
      length: Float64Array.of(512, 3),
    });
  });

  it('stops taking rows at the limit, exactly, and what belongs to rows beyond it', () => {
    const builder = new IndexBuilder({ entries: 5 });
    takeRows(builder, Array(4).fill(SOME_ROW));
    expect(builder.full).toBe(false);
    builder.addDevice(4, 1, 1);
    builder.addDevice(5, 1, 1);
    builder.addRecord(6, text('k'), text('v'));
    builder.addSegment(7, 0, 1);
    takeRows(builder, Array(4).fill(SOME_ROW));
    expect(builder.full).toBe(true);
    builder.addSegment(4, 0, 1);
    takeRows(builder, [SOME_ROW]);
    const index = builder.seal(ABOUT);
    expect(index.entryCount).toBe(5);
    expect([...index.devices.entry]).toEqual([4]);
    expect(index.records.entry).toHaveLength(0);
    expect(index.sparse.entry).toHaveLength(0);
  });

  it('is full when the names are too long together, and takes nothing more', () => {
    const builder = new IndexBuilder({ poolBytes: 25 });
    takeRows(builder, [SOME_ROW, SOME_ROW], 1);
    expect(builder.full).toBe(false);
    takeRows(builder, [SOME_ROW, SOME_ROW], 1);
    expect(builder.full).toBe(true);
    expect(builder.entryCount).toBe(3);
  });

  it('is full when sparse files have too many segments', () => {
    const builder = new IndexBuilder({ segments: 2 });
    takeRows(builder, [SOME_ROW]);
    for (let i = 0; i < 5; i++) builder.addSegment(0, i, 1);
    expect(builder.full).toBe(true);
    expect([...builder.seal(ABOUT).sparse.offset]).toEqual([0, 1]);
  });

  it('drops records that are too many together, and says so once', () => {
    const builder = new IndexBuilder({ recordBytes: 100 });
    takeRows(builder, [{ ...SOME_ROW, bodyOffset: 4096 }]);
    builder.addRecord(0, text('a'), new Uint8Array(80));
    builder.addRecord(0, text('b'), new Uint8Array(80));
    builder.addRecord(0, text('c'), new Uint8Array(80));
    const index = builder.seal(ABOUT);
    expect(index.records.entry).toHaveLength(1);
    expect(index.problems).toEqual([{ kind: 'records-dropped', tarOffset: 4096, limit: 100 }]);
  });

  it('counts a million records without key or value as well', () => {
    const builder = new IndexBuilder({ recordBytes: 1200 });
    takeRows(builder, [SOME_ROW]);
    const nothing = new Uint8Array(0);
    for (let i = 0; i < 1_000_000; i++) builder.addRecord(0, nothing, nothing);
    expect(builder.seal(ABOUT).records.entry).toHaveLength(100);
  });
});

describe('seek points', () => {
  const point = (i: number, packedState = new Uint8Array(0)) => ({
    tarOffset: i * 1000,
    sourceOffset: i * 300,
    bit: i % 8,
    packedState,
  });

  it('come back with their states', () => {
    const builder = new IndexBuilder();
    const reused = Uint8Array.of(1, 2, 3);
    builder.addSeekPoint(point(0));
    builder.addSeekPoint(point(1, reused));
    reused.fill(9);
    builder.addSeekPoint(point(2, reused.subarray(0, 2)));
    const { seekPoints } = builder.seal(ABOUT);
    expect([...seekPoints.tarOffset]).toEqual([0, 1000, 2000]);
    expect([...seekPoints.sourceOffset]).toEqual([0, 300, 600]);
    expect([...seekPoints.bit]).toEqual([0, 1, 2]);
    expect([...seekPoints.stateEnd]).toEqual([0, 3, 5]);
    expect([...seekPoints.states]).toEqual([1, 2, 3, 9, 9]);
  });

  it('that do not go forward are left out', () => {
    const builder = new IndexBuilder();
    builder.addSeekPoint(point(5));
    builder.addSeekPoint({ ...point(5), sourceOffset: 1600 });
    builder.addSeekPoint(point(4));
    builder.addSeekPoint({ ...point(6), sourceOffset: 10 });
    expect([...builder.seal(ABOUT).seekPoints.tarOffset]).toEqual([5000]);
  });

  it('stay few and evenly spread however many come', () => {
    const builder = new IndexBuilder();
    for (let i = 0; i < 20_000; i++) builder.addSeekPoint(point(i));
    const offsets = [...builder.seal(ABOUT).seekPoints.tarOffset];
    expect(offsets.length).toBeGreaterThan(500);
    expect(offsets.length).toBeLessThanOrEqual(1024);
    const gaps = offsets.slice(1).map((offset, i) => offset - (offsets[i] ?? 0));
    expect(offsets[0]).toBe(0);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps));
    expect(20_000_000 - Math.max(...offsets)).toBeLessThanOrEqual(2 * Math.max(...gaps));
  });
});
