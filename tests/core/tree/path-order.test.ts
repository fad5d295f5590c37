import fc from 'fast-check';
import { expect, it } from 'vitest';
import { walkInPathOrder } from '../../../src/core/tree/path-order.ts';
import { buildTree, mergedView, nameText } from './build-tree.ts';

const part = fc
  .string({
    unit: fc.constantFrom('a', 'b', '-', '.', '0', '~', '\u00e9'),
    minLength: 1,
    maxLength: 3,
  })
  .filter((text) => !/^\.+$/.test(text));
const names = fc.array(
  fc.array(part, { minLength: 1, maxLength: 4 }).map((list) => list.join('/')),
  { maxLength: 30 },
);

function walk(list: readonly string[]): string[] {
  const shown = mergedView(buildTree(list.map((name) => `${name}/`)));
  return [...walkInPathOrder(shown)]
    .filter((path) => path !== undefined)
    .map((path) => nameText(shown.tree, path));
}

it('walks all paths in the order of the bytes of their full names', () => {
  fc.assert(
    fc.property(names, (list) => {
      const walked = walk(list);
      expect(walked).toEqual([...walked].sort((a, b) => (a < b ? -1 : 1)));
      const all = new Set(list.flatMap((name) => prefixes(Buffer.from(name).toString('latin1'))));
      expect(new Set(walked)).toEqual(all);
      expect(walked).toHaveLength(all.size);
    }),
  );
});

it('puts what is in a directory behind siblings whose names go on with less than a slash', () => {
  expect(walk(['a/x', 'a-b', 'a.b/y', 'a0', 'ab'])).toEqual([
    '/a',
    '/a-b',
    '/a.b',
    '/a.b/y',
    '/a/x',
    '/a0',
    '/ab',
  ]);
});

function prefixes(name: string): string[] {
  const parts = name.split('/');
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}`);
}
