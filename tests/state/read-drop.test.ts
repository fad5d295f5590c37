import { expect, test } from 'vitest';
import { readDrop } from '../../src/state/read-drop.ts';

const file = new File(['x'], 'layer.tar');
const item = (isDirectory: boolean | null, kind = 'file') => ({
  kind,
  webkitGetAsEntry: () => (isDirectory === null ? null : { isDirectory }),
});

test('takes one file', () => {
  expect(readDrop({ items: [item(false)], files: [file] })).toEqual({ file });
});

test('takes a file of which the browser says no more, and beside which words were dropped', () => {
  const words = { ...item(null, 'string') };
  expect(readDrop({ items: [item(null), words], files: [file] })).toEqual({ file });
});

test('refuses folders, several files, and what is no file', () => {
  expect(readDrop({ items: [item(true)], files: [file] })).toEqual({ refusal: 'folder' });
  expect(readDrop({ items: [item(false), item(false)], files: [file, file] })).toEqual({
    refusal: 'several-files',
  });
  expect(readDrop({ items: [item(null, 'string')], files: [] })).toEqual({ refusal: 'no-file' });
});
