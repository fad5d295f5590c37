import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import { cleanPath } from '../../../src/core/image/clean-path.ts';
import { TarMembers } from '../../../src/core/image/tar-members.ts';
import { indexLayer } from '../../../src/core/layer/index-layer.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { wasm } from './open.ts';

async function membersOf(tar: TarBuilder, top = ''): Promise<TarMembers> {
  const bytes = tar.end().bytes();
  return new TarMembers(await indexLayer(memorySource(bytes), { decoders: wasm }), 0, top);
}

describe('links are followed', () => {
  const tar = new TarBuilder()
    .file('blobs/one', 'first')
    .symlink('a/layer.tar', '../b/layer.tar')
    .symlink('b/layer.tar', '../blobs/one')
    .hardlink('c/layer.tar', 'blobs/one')
    .hardlink('d/layer.tar', 'a/layer.tar')
    .symlink('absolute', '/blobs/one')
    .symlink('./odd/../odd/x', './../blobs//one');

  test.each([
    'a/layer.tar',
    'b/layer.tar',
    'c/layer.tar',
    'd/layer.tar',
    'absolute',
    'odd/x',
    '/blobs/./one',
  ])('from %s to the file', async (name) => {
    const members = await membersOf(tar);
    expect(members.find(name, 'layer').place).toEqual({
      file: 0,
      start: 512,
      end: 517,
      member: 'blobs/one',
    });
  });
});

describe('links lead nowhere', () => {
  const tar = new TarBuilder()
    .symlink('loop/a', 'b')
    .symlink('loop/b', 'a')
    .symlink('self', 'self')
    .symlink('out', '../../etc/passwd')
    .symlink('etc', '/etc/passwd')
    .symlink('gone', 'nothing')
    .hardlink('hard', 'nothing')
    .dir('folder/')
    .symlink('to-folder', 'folder')
    .symlink('empty', '');

  test.each([
    ['loop/a', 'cycle'],
    ['self', 'cycle'],
    ['out', 'outside'],
    ['etc', 'outside'],
    ['gone', 'missing'],
    ['hard', 'missing'],
    ['to-folder', 'missing'],
    ['empty', 'outside'],
  ])('%s: %s', async (name, fault) => {
    const members = await membersOf(tar);
    expect(members.find(name, 'layer').problem).toMatchObject({ kind: 'member-link', fault });
  });

  test('and what is no link and no file is missing', async () => {
    const members = await membersOf(tar);
    for (const name of ['folder', '', '..', '../x', 'none', '__proto__']) {
      expect(members.find(name, 'layer').problem, name).toEqual({
        kind: 'member-missing',
        member: name,
        part: 'layer',
      });
    }
  });
});

test('a name that leads out of the archive is no name', async () => {
  const members = await membersOf(new TarBuilder().file('../x', 'a').file('y/../../x', 'b'));
  expect([...members.names()]).toEqual([]);
});

test('of several members of a name, the last one is found, and the first one too', async () => {
  const members = await membersOf(
    new TarBuilder().file('x', 'a').file('./x', 'bb').file('/x', 'ccc'),
  );
  const sizes = [members.find('x', 'index'), members.findFirst('x', 'index')].map(
    ({ place }) => place && place.end - place.start,
  );
  expect(sizes).toEqual([3, 1]);
  expect(members.countOf('x')).toBe(3);
});

test('what is sparse cannot be read in place, and says so', async () => {
  const members = await membersOf(
    new TarBuilder().paxSparse10('layer.tar', 10_000, [[5000, 3]], 'abc').file('next', 'x'),
  );
  expect(members.find('layer.tar', 'layer').problem).toEqual({
    kind: 'member-sparse',
    member: 'layer.tar',
  });
  expect(members.find('next', 'layer').place).toBeDefined();
});

test('a member that is cut ends where the archive does', async () => {
  const bytes = new TarBuilder().file('x', 'abcdef').bytes().subarray(0, 515);
  const index = await indexLayer(memorySource(bytes), { decoders: wasm });
  const { place } = new TarMembers(index, 3, '').find('x', 'layer');
  expect(place).toEqual({ file: 3, start: 512, end: 515, member: 'x' });
});

test.each([
  ['a/b', 'a/b'],
  ['./a//b/', 'a/b'],
  ['/a/./b', 'a/b'],
  ['a/../b', 'b'],
  ['..', undefined],
  ['a/../../b', undefined],
  ['', undefined],
  ['./', undefined],
])('the path %j is cleaned to %j', (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});
