import { describe, expect, test } from 'vitest';
import type { TreeView } from '../../src/core/tree/tree-view.ts';
import { joinPieces } from '../../src/text/escape-text.ts';
import { lifeTexts } from '../../src/text/life-texts.ts';
import { pathFacts } from '../../src/text/path-facts.ts';
import { buildTree, hardLink, layerView, mergedView, pathOf } from '../core/tree/build-tree.ts';
import { sampleImage, sampleLayer, sampleStep } from '../state/sample-image.ts';

const tree = buildTree(
  [
    { name: 'etc/hosts', size: 1000, mode: 0o600, uid: 1, gid: 2 },
    { name: 'etc/gone', size: 5 },
    { name: 'bin/b', size: 7 },
    hardLink('bin/c', 'bin/b'),
    hardLink('bin/lost', 'nowhere'),
    { name: 'evil\u202e\n', size: 1 },
  ],
  ['etc/.wh.gone', { name: 'etc/hosts', size: 2000 }, 'new/.wh..wh..opq'],
  [{ name: 'etc/gone', size: 6 }],
);
const view = mergedView(tree);

function factsOf(name: string, of: TreeView = view) {
  const { title, facts } = pathFacts(of, pathOf(tree, name));
  return {
    title: joinPieces(title),
    ...Object.fromEntries(facts.map(({ label, value }) => [label, joinPieces(value)])),
  };
}

describe('the facts of a path', () => {
  test('are those of the entry that shows', () => {
    expect(factsOf('etc/hosts')).toMatchObject({
      title: 'hosts',
      Path: '/etc/hosts',
      'Name in the layer': 'etc/hosts',
      Kind: 'File',
      Size: '2,000 bytes',
    });
    expect(factsOf('etc/hosts', mergedView(tree, 0))).toMatchObject({
      Size: '1,000 bytes',
      Mode: '-rw-------  0600',
      Owner: '1:2',
    });
  });

  test('of a directory say what is in it, and that nobody lists it', () => {
    const facts = factsOf('etc');
    expect(facts).toMatchObject({ Holds: '2,006 bytes', 'Paths below': '2', Owner: '0:0' });
    expect(facts).toHaveProperty('Kind', expect.stringContaining('no layer lists'));
    expect(facts).toHaveProperty('Mode', 'drwxr-xr-x  0755');
    expect(facts).not.toHaveProperty('Size');
  });

  test('of a hard link name the first of its names, and are those of the file', () => {
    expect(factsOf('bin/c')).toMatchObject({ 'Hard link to': '/bin/b', Size: '7 bytes' });
    expect(factsOf('bin/b')).not.toHaveProperty('Hard link to');
    expect(factsOf('bin/lost')).toMatchObject({ 'Hard link to': 'nothing that is there' });
  });

  test('of what a layer removes say that', () => {
    const facts = factsOf('etc/gone', layerView(tree, 1));
    expect(facts).toMatchObject({ Path: '/etc/gone' });
    expect(facts).toHaveProperty('Kind', expect.stringContaining('Removed'));
    expect(facts).not.toHaveProperty('Size');
  });

  test('are inert', () => {
    expect(factsOf('evil\u00e2\u0080\u00ae\n')).toMatchObject({
      title: 'evil\\u{202e}\\n',
      Path: '/evil\\u{202e}\\n',
    });
  });
});

describe('the history of a path', () => {
  const image = sampleImage({
    history: [
      sampleStep('ADD', 'rootfs'),
      sampleStep('ENV', 'A=1', true),
      sampleStep('RUN', 'rm \u202e'),
    ],
    layers: [sampleLayer(0, { step: 0 }), sampleLayer(1, { step: 2 }), sampleLayer(2)],
  });
  const lives = (name: string) => lifeTexts(view, pathOf(tree, name), image);

  test('tells what each layer did to it, and which instruction that was', () => {
    expect(lives('etc/gone')).toEqual([
      { layer: 0, title: 'Layer 0 added it', instruction: 'ADD rootfs' },
      { layer: 1, title: 'Layer 1 removed it', instruction: 'RUN rm \\u{202e}' },
      { layer: 2, title: 'Layer 2 added it', instruction: '' },
    ]);
    expect(lives('etc/hosts').map(({ title }) => title)).toEqual([
      'Layer 0 added it',
      'Layer 1 changed it',
    ]);
    expect(lives('etc')[0]?.title).toBe('Layer 0 implies it');
  });

  test('is not endless', () => {
    const layers = Array.from({ length: 300 }, (_, i) => [{ name: 'log', size: i }]);
    const long = buildTree(...layers);
    const texts = lifeTexts(mergedView(long), pathOf(long, 'log'), sampleImage());
    expect(texts).toHaveLength(200);
  });
});
