import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingColumn } from '../../../src/core/layer/number-column.ts';
import type { NumberColumn } from '../../../src/core/layer/layer-index.ts';
import { ELEMENT_BYTES, viewAs } from '../../../src/core/layer/sections.ts';

function sealed(column: GrowingColumn): NumberColumn {
  const type = column.type;
  const bytes = new Uint8Array(column.length * ELEMENT_BYTES[type]);
  column.drainTo(bytes, type);
  return viewAs(type, bytes);
}

function columnOf(numbers: readonly number[]): NumberColumn {
  const column = new GrowingColumn();
  for (const number of numbers) column.push(number);
  return sealed(column);
}

describe('GrowingColumn', () => {
  it.each([
    ['Uint8Array', [0, 255]],
    ['Uint16Array', [0, 256, 65_535]],
    ['Uint32Array', [65_536, 2 ** 32 - 1]],
    ['Int32Array', [-1, 0, 2 ** 31 - 1]],
    ['Int32Array', [-(2 ** 31)]],
    ['Float64Array', [-1, 2 ** 31]],
    ['Float64Array', [-(2 ** 31) - 1]],
    ['Float64Array', [2 ** 32]],
    ['Float64Array', [0.5]],
    ['Float64Array', [NaN]],
    ['Uint8Array', []],
  ])('is a %s for %j', (name, numbers) => {
    const column = columnOf(numbers);
    expect(column.constructor.name).toBe(name);
    expect([...column]).toEqual(numbers);
  });

  it('holds any numbers, pushed or taken in pieces', () => {
    const number = fc.oneof(
      fc.nat(300),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.constantFrom(0, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, -(2 ** 31)),
    );
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 40 }), { maxLength: 10 }), (pieces) => {
        const column = new GrowingColumn();
        pieces.forEach((piece, i) => {
          if (i % 2 === 0) column.take(Float64Array.from([...piece, 99]), piece.length);
          else for (const one of piece) column.push(one);
        });
        expect(column.length).toBe(pieces.flat().length);
        expect([...sealed(column)]).toEqual(pieces.flat());
      }),
    );
  });

  it('is as wide as its widest chunk, wherever that is', () => {
    const numbers = Float64Array.from({ length: 20_000 }, (_, i) =>
      i === 12_345 ? 70_000 : i % 100,
    );
    const column = new GrowingColumn();
    column.take(numbers, numbers.length);
    const seal = sealed(column);
    expect(seal).toBeInstanceOf(Uint32Array);
    expect(Float64Array.from(seal)).toEqual(numbers);
    expect(column.length).toBe(0);
  });
});
