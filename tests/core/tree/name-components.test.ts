import { expect, test } from 'vitest';
import { NameComponents } from '../../../src/core/tree/name-components.ts';

/** The components of each name, read one after the other out of one pool, and how many it has in common with the one before. */
function read(...names: string[]): [string, number][] {
  const pool = new TextEncoder().encode(names.join(''));
  const components = new NameComponents();
  let at = 0;
  return names.map((name) => {
    components.read(pool, at, at + name.length);
    at += name.length;
    const parts = Array.from({ length: components.count }, (_, i) =>
      new TextDecoder().decode(pool.subarray(components.starts[i], components.ends[i])),
    );
    return [parts.join('/'), components.common];
  });
}

test('what a name has in common with the one before is told', () => {
  expect(read('a/b/c', 'a/b/d', 'a/b/d', './a//b/', 'b/b')).toEqual([
    ['a/b/c', 0],
    ['a/b/d', 2],
    ['a/b/d', 3],
    ['a/b', 2],
    ['b/b', 0],
  ]);
});

test('what `..` went over is not taken for the name before', () => {
  expect(read('x/f', 'b/../b/g')).toEqual([
    ['x/f', 0],
    ['b/g', 0],
  ]);
  expect(read('x/y/z', 'x/b/../b/../y')).toEqual([
    ['x/y/z', 0],
    ['x/y', 1],
  ]);
});

test('`..` stays at the root, and is told', () => {
  const pool = new TextEncoder().encode('../../a');
  const components = new NameComponents();
  components.read(pool, 0, pool.length);
  expect(components.count).toBe(1);
  expect(components.escapes).toBe(true);
});
