import { describe, expect, it } from 'vitest';
import {
  type ResolvedPath,
  resolvePath,
  type ResolveOptions,
} from '../../../src/core/tree/resolve-path.ts';
import { buildTree, layerView, mergedView, nameText, pathOf, symlink } from './build-tree.ts';

const rows = [
  'usr/bin/sh',
  'etc/os-release',
  symlink('bin', 'usr/bin'),
  symlink('usr/up', '../etc/./os-release'),
  symlink('abs', '/bin/'),
  symlink('escape', '../../../../etc'),
  symlink('l1', 'l2'),
  symlink('l2', 'l1'),
  symlink('self', 'self/x'),
  symlink('dangling', 'nowhere'),
];
const tree = buildTree(rows, ['.wh.gone']);
const shown = mergedView(tree);

function resolve(name: string, options: ResolveOptions = {}): string {
  const resolved: ResolvedPath = resolvePath(shown, Buffer.from(name), options);
  return 'found' in resolved ? nameText(tree, resolved.found) : resolved.missing;
}

describe('a name leads', () => {
  it.each([
    ['/', '/'],
    ['', '/'],
    ['/usr/bin/sh', '/usr/bin/sh'],
    ['//usr/./bin//sh', '/usr/bin/sh'],
    ['bin/sh', '/usr/bin/sh'],
    ['/abs/sh', '/usr/bin/sh'],
    ['/usr/up', '/etc/os-release'],
    ['/escape/os-release', '/etc/os-release'],
    ['../..', '/'],
    ['/bin/..', '/usr'],
    ['/bin/../../etc/', '/etc'],
    ['/dangling', 'no-entry'],
    ['/nowhere', 'no-entry'],
    ['/gone', 'no-entry'],
    ['/usr/bin/sh/x', 'not-a-directory'],
    ['/usr/bin/sh/..', 'not-a-directory'],
    ['/l1', 'loop'],
    ['/l1/x', 'loop'],
    ['/self', 'loop'],
  ])('from %j to %s', (name, where) => {
    expect(resolve(name)).toBe(where);
  });

  it('to a link itself, if asked not to follow the last', () => {
    expect(resolve('/bin', { followLast: false })).toBe('/bin');
    expect(resolve('/abs/../up', { followLast: false })).toBe('/usr/up');
    expect(resolve('/l1', { followLast: false })).toBe('/l1');
  });

  it('on from a directory, unless it is absolute', () => {
    const from = pathOf(tree, '/usr');
    expect(resolve('bin/sh', { from })).toBe('/usr/bin/sh');
    expect(resolve('/bin', { from })).toBe('/usr/bin');
    expect(resolve('../etc', { from })).toBe('/etc');
  });

  it('nowhere through what a layer removes', () => {
    const removing = buildTree(['d/x'], ['.wh.d']);
    const resolved = resolvePath(layerView(removing, 1), Buffer.from('/d/x'));
    expect(resolved).toEqual({ missing: 'no-entry' });
  });
});
