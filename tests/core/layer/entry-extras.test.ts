import { expect, test } from 'vitest';
import { findDevice, findSparse, readRecords } from '../../../src/core/layer/entry-extras.ts';
import { indexOfRows } from '../../fixtures/index-of-rows.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const index = indexOfRows(['a', 'b', { name: 'c', size: 100 }, 'd'], (builder) => {
  builder.addDevice(1, 8, 1);
  builder.addDevice(3, 8, 2);
  builder.addRecord(0, utf8('first'), utf8('1'));
  builder.addRecord(2, utf8('second'), utf8(''));
  builder.addRecord(2, utf8('third'), utf8('333'));
  builder.addSegment(2, 0, 10);
  builder.addSegment(2, 50, 20);
});

test('gives an entry what is its own', () => {
  expect(findDevice(index, 1)).toEqual({ major: 8, minor: 1 });
  expect(findDevice(index, 3)).toEqual({ major: 8, minor: 2 });
  expect(readRecords(index, 2).map(({ key, value }) => [text(key), text(value)])).toEqual([
    ['second', ''],
    ['third', '333'],
  ]);
  expect(readRecords(index, 0).map(({ key }) => text(key))).toEqual(['first']);
  expect(findSparse(index, 2)).toEqual({ segments: 2, storedBytes: 30 });
});

test('gives other entries nothing', () => {
  expect(findDevice(index, 0)).toBeUndefined();
  expect(findDevice(index, 2)).toBeUndefined();
  expect(readRecords(index, 1)).toEqual([]);
  expect(readRecords(index, 3)).toEqual([]);
  expect(findSparse(index, 3)).toBeUndefined();
});
