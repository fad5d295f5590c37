import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../../src/core/layer/index-builder.ts';
import { openLayerIndex } from '../../../src/core/layer/layer-index-binary.ts';
import { entryLink, entryName, type LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { locateEntry } from '../../../src/core/layer/read-entry.ts';
import { InputError } from '../../../src/core/problem.ts';
import type { Row } from '../../../src/core/layer/row-batch.ts';
import { anyRow, rowsOf, SOME_ROW, takeRows } from './sample-rows.ts';

/** An index with something in every section. */
function fullIndex(rows: readonly Row[] = [SOME_ROW, { ...SOME_ROW, uid: 70_000 }]): LayerIndex {
  const builder = new IndexBuilder();
  takeRows(builder, rows);
  rows.forEach((_, i) => {
    builder.addDevice(i, i, 7);
    builder.addRecord(i, Uint8Array.of(65 + (i % 26)), new Uint8Array(i % 9));
    builder.addSegment(i, 0, 2);
    builder.addSegment(i, 3, 1);
    builder.addSeekPoint({
      tarOffset: i * 1000,
      sourceOffset: i * 100,
      bit: i % 8,
      packedState: new Uint8Array(i % 50).fill(i),
    });
  });
  builder.addProblem({
    kind: 'tar-name',
    tarOffset: 3,
    name: 'naïve \u{1f600} \ud800',
    fault: 'nul',
  });
  return builder.seal({ compression: 'gzip', sourceBytes: 2 ** 40, tarBytes: 2 ** 41 });
}

function openProblem(buffer: ArrayBuffer): unknown {
  try {
    openLayerIndex(buffer);
  } catch (error) {
    if (error instanceof InputError) return error.problem;
    throw error;
  }
  return undefined;
}

/** Reads everything there is, so that an offset that leads astray comes to light. */
function useAll(index: LayerIndex): void {
  for (let i = 0; i < index.entryCount; i++) {
    entryName(index, i);
    entryLink(index, i);
    try {
      locateEntry(index, i);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
}

describe('openLayerIndex', () => {
  it('opens what was sealed to the same index', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 30 }), (rows) => {
        const sealed = fullIndex(rows);
        const opened = openLayerIndex(sealed.buffer.slice(0));
        expect(opened).toEqual(sealed);
        expect(rowsOf(opened)).toEqual(rows);
      }),
    );
  });

  it('copies nothing: every column is a view of the one buffer', () => {
    const index = fullIndex();
    const { devices, records, sparse, seekPoints, problems, ...rest } = index;
    const tables = [rest, devices, records, sparse, seekPoints];
    const values = tables.flatMap((table): unknown[] => Object.values(table));
    const arrays = values.filter((value) => ArrayBuffer.isView(value));
    expect(arrays.length).toBe(27);
    expect(problems).toHaveLength(1);
    for (const array of arrays) expect(array.buffer).toBe(index.buffer);
  });

  it('keeps columns narrow and the whole below 120 bytes an entry', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      ...SOME_ROW,
      name: new TextEncoder().encode(`usr/share/doc/package-${i}/changelog.Debian.gz`),
      mtimeNanos: i * 99_000,
      bodyOffset: i * 100_000,
    }));
    const builder = new IndexBuilder();
    takeRows(builder, rows);
    const index = builder.seal({ compression: 'none', sourceBytes: 1e9, tarBytes: 1e9 });
    expect(index.uid).toBeInstanceOf(Uint8Array);
    expect(index.bodyOffset).toBeInstanceOf(Uint32Array);
    expect(index.buffer.byteLength / rows.length).toBeLessThan(90);
  });

  it('refuses buffers that hold no index at all', () => {
    const refused = (bytes: Uint8Array<ArrayBuffer>) => openProblem(bytes.buffer);
    expect(refused(new Uint8Array(0))).toEqual({
      kind: 'index-format',
      reason: 'shorter than its header',
    });
    expect(refused(new Uint8Array(1000))).toEqual({
      kind: 'index-format',
      reason: 'wrong magic bytes',
    });
    const other = new Uint8Array(fullIndex().buffer.slice(0));
    other[8] = 99;
    expect(refused(other)).toEqual({ kind: 'index-format', reason: 'version 99' });
  });

  it('refuses an index that was cut short or made longer', () => {
    const { buffer } = fullIndex();
    for (let length = 0; length < buffer.byteLength; length += 8) {
      expect(openProblem(buffer.slice(0, length))).toMatchObject({ kind: 'index-format' });
    }
    const longer = new Uint8Array(buffer.byteLength + 8);
    longer.set(new Uint8Array(buffer));
    expect(openProblem(longer.buffer)).toEqual({ kind: 'index-format', reason: 'wrong length' });
  });

  it('refuses every single damaged byte of header, table and description', () => {
    const { buffer } = fullIndex();
    const view = new DataView(buffer);
    const describedEnd = view.getUint32(24 + 8, true) + view.getUint32(24 + 12, true);
    for (let at = 0; at < describedEnd; at++) {
      const damaged = new Uint8Array(buffer.slice(0));
      damaged[at] = (damaged[at] ?? 0) ^ 0x41;
      expect(openProblem(damaged.buffer)).toMatchObject({ kind: 'index-format' });
    }
  });

  it('never crashes on damage, and what opens stays inside its buffer', () => {
    const { buffer } = fullIndex(Array.from({ length: 20 }, () => SOME_ROW));
    const flips = fc.array(fc.tuple(fc.nat(buffer.byteLength - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 12,
    });
    let opened = 0;
    fc.assert(
      fc.property(flips, (damages) => {
        const damaged = new Uint8Array(buffer.slice(0));
        for (const [at, value] of damages) damaged[at] = value;
        if (openProblem(damaged.buffer) !== undefined) return;
        opened++;
        useAll(openLayerIndex(damaged.buffer));
      }),
      { numRuns: 1000 },
    );
    expect(opened).toBeGreaterThan(10);
  });

  it('refuses offsets into a pool that go backwards or past its end', () => {
    const damage = (change: (index: LayerIndex) => void) => {
      const index = openLayerIndex(fullIndex().buffer.slice(0));
      change(index);
      return openProblem(index.buffer);
    };
    const backwards = { kind: 'index-format', reason: 'offsets into a pool go backwards' };
    const past = { kind: 'index-format', reason: 'offsets into a pool go past its end' };
    const ascends = { kind: 'index-format', reason: 'a column does not ascend' };
    expect(damage(({ nameEnd }) => (nameEnd[1] = 0))).toEqual(backwards);
    expect(damage(({ linkEnd }) => (linkEnd[0] = 1e9))).toEqual(backwards);
    expect(damage(({ linkEnd }) => (linkEnd[1] = 1e9))).toEqual(past);
    expect(damage(({ records }) => (records.keyEnd[1] = 0))).toEqual(backwards);
    expect(damage(({ records }) => (records.valueEnd[1] = 1e9))).toEqual(past);
    expect(damage(({ devices }) => (devices.entry[1] = 2))).toEqual(ascends);
    expect(damage(({ sparse }) => (sparse.entry[0] = 1))).toEqual(ascends);
    expect(damage(({ seekPoints }) => (seekPoints.tarOffset[0] = NaN))).toEqual(ascends);
    expect(damage(({ seekPoints }) => (seekPoints.sourceOffset[0] = 1e9))).toEqual(ascends);
    expect(damage(({ seekPoints }) => (seekPoints.stateEnd[1] = 1e9))).toEqual(ascends);
    expect(damage(({ seekPoints }) => (seekPoints.bit[0] = 8))).toMatchObject({
      kind: 'index-format',
    });
  });
});
