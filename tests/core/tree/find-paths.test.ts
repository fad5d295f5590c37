import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { findPaths } from '../../../src/core/tree/find-paths.ts';
import type { TreeView } from '../../../src/core/tree/tree-view.ts';
import { buildTree, mergedView, nameText, pathsInOrder } from './build-tree.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const marked = (view: TreeView, marks: Uint8Array, bit: number) =>
  pathsInOrder(view)
    .filter((path) => ((marks[path] ?? 0) & bit) !== 0)
    .map((path) => nameText(view.tree, path));

function find(view: TreeView, text: string) {
  const { marks, count } = runToEnd(findPaths(view, bytes(text)));
  return { found: marked(view, marks, 1), above: marked(view, marks, 2), count };
}

const shown = mergedView(
  buildTree(['usr/Bin/sh', 'usr/bin/SH-more', 'usr/share/doc', 'gone/share'], ['.wh.gone']),
);

describe('finding paths', () => {
  it('marks what contains the bytes, and the directories it is in', () => {
    expect(find(shown, 'doc')).toEqual({
      found: ['/usr/share/doc'],
      above: ['/usr', '/usr/share'],
      count: 1,
    });
  });

  it('looks at ASCII letters in either case', () => {
    expect(find(shown, 'sH').found).toEqual(['/usr/Bin/sh', '/usr/bin/SH-more', '/usr/share']);
    expect(find(shown, 'BIN').found).toEqual(['/usr/Bin', '/usr/bin']);
  });

  it('looks at one name only, unless there is a slash', () => {
    expect(find(shown, 'usrbin').count).toBe(0);
    expect(find(shown, 'usr/b').found).toEqual([
      '/usr/Bin',
      '/usr/Bin/sh',
      '/usr/bin',
      '/usr/bin/SH-more',
    ]);
    expect(find(shown, '/sh').found).toEqual([
      '/usr/Bin/sh',
      '/usr/bin/SH-more',
      '/usr/share',
      '/usr/share/doc',
    ]);
  });

  it('looks at bytes, which need not be characters', () => {
    const odd = mergedView(buildTree(['caf\u00e9', 'caf\u00e8', 'cafe']));
    expect(runToEnd(findPaths(odd, Uint8Array.of(0xc3))).count).toBe(2);
    expect(runToEnd(findPaths(odd, Uint8Array.of(0xa9))).count).toBe(1);
    expect(runToEnd(findPaths(odd, Uint8Array.of(0xff))).count).toBe(0);
  });

  it('finds nothing that is not in the view', () => {
    expect(find(shown, 'gone')).toEqual({ found: [], above: [], count: 0 });
    expect(find(shown, 'share').found).toEqual(['/usr/share']);
  });

  it('marks a found directory that something was found in as both', () => {
    const { found, above } = find(mergedView(buildTree(['lib/lib.so'])), 'lib');
    expect(found).toEqual(['/lib', '/lib/lib.so']);
    expect(above).toEqual(['/lib']);
  });

  it('among what a shorter text found finds the same as afresh', () => {
    const name = fc
      .array(fc.constantFrom('a', 'B', 'b', 'ab', 'ba'), { minLength: 1, maxLength: 3 })
      .map((list) => list.join('/'));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), text, (names, needle) => {
        const view = mergedView(buildTree(names));
        const shorter = runToEnd(findPaths(view, bytes(needle.slice(0, -1))));
        const narrowed = runToEnd(findPaths(view, bytes(needle), shorter.marks));
        expect(narrowed).toEqual(runToEnd(findPaths(view, bytes(needle))));
      }),
    );
  });
});
