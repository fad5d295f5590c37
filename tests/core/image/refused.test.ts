/** What is no image: either shown as one layer all the same, or refused with the reason that helps most. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../src/core/problem.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { allProblems, only, open, openAll, openMembers, refusal } from './open.ts';
import {
  blobsOf,
  configJson,
  dockerManifest,
  json,
  LAYERS,
  layout,
  type Member,
  ociImage,
  tarOf,
  usualLayout,
} from './sample-images.ts';

const [one, two] = LAYERS;

describe('one layer', () => {
  const ROOT = new TarBuilder()
    .file('.dockerenv')
    .dir('etc/')
    .file('etc/passwd', 'x')
    .end()
    .bytes();
  const USR = new TarBuilder().dir('usr/').dir('var/').file('usr/index.json', '{}').end().bytes();
  const LAYER = new TarBuilder().file('a/.wh.b').file('c', 'x').end().bytes();
  const TAR = new TarBuilder()
    .file('src/main.c', 'x')
    .file('src/manifest.json', '{}')
    .end()
    .bytes();
  const SITE = new TarBuilder()
    .file('manifest.json', '{"name":"site"}')
    .file('a.html', '<a>')
    .end();

  test.each([
    ['what docker export wrote', ROOT, 'file-system'],
    ['a root file system with an index.json of its own', USR, 'file-system'],
    ['a layer with whiteouts', LAYER, 'layer'],
    ['any other tar', TAR, 'tar'],
    ['a web site with a manifest.json', SITE.bytes(), 'tar'],
  ])('%s', async (_, tar, holds) => {
    for (const [bytes, isZipped] of [
      [tar, false],
      [new Uint8Array(gzipSync(tar)), true],
    ] as const) {
      const opened = await open(bytes);
      expect(opened.form).toBe('root');
      expect(opened.problems, String(isZipped)).toEqual([{ kind: 'not-an-image', holds }]);
      const image = only(opened);
      expect(image.present).toBe(true);
      expect(image.layers[0]?.place).toEqual({
        file: 0,
        start: 0,
        end: bytes.length,
        member: 'dropped.tar',
      });
      // It is read as it is: nothing has to be unpacked for it.
      expect(opened.unpackedFiles).toEqual([false]);
    }
  });
});

describe('an archive that is cut before its list of images', () => {
  test('gives the images whose manifests are there, with what is there of them', async () => {
    const parts = ociImage();
    const members = [parts.layers[0], parts.manifest].filter((each) => each !== undefined);
    const opened = await open(tarOf(members).subarray(0, -1024));
    expect(opened.form).toBe('oci-layout');
    expect(allProblems(opened).map(({ kind }) => kind)).toEqual([
      'tar-no-end',
      'image-cut',
      'member-missing',
      'member-missing',
    ]);
    const image = only(opened);
    expect(image.present).toBe(true);
    expect(image.digest).toBe(parts.manifest.digest);
    expect(image.layers.map(({ place }) => place !== undefined)).toEqual([true, false]);
  });

  test('gives the layers that are there, if nothing tells how they belong together', async () => {
    const opened = await openMembers(ociImage().layers);
    expect(opened.problems).toEqual([{ kind: 'image-cut' }]);
    expect(only(opened).layers).toHaveLength(2);
    expect(await opened.at(only(opened).layers[1]?.place)).toEqual(new Uint8Array(two));
  });

  test('finds the order of old layers in their parents', async () => {
    const opened = await openMembers([
      { name: 'top/json', content: json({ id: 'top', parent: 'base' }) },
      { name: 'top/layer.tar', content: two },
      { name: 'base/json', content: json({ id: 'base' }) },
      { name: 'base/layer.tar', content: one },
      { name: `${'a'.repeat(64)}.json`, content: configJson() },
    ]);
    expect(opened.form).toBe('docker-legacy');
    expect(opened.problems).toEqual([{ kind: 'image-cut' }]);
    expect(only(opened).layers.map(({ place }) => place?.member)).toEqual([
      'base/layer.tar',
      'top/layer.tar',
    ]);
  });

  test('is refused where nothing is there', async () => {
    const tar = new TarBuilder().dir('blobs/').dir('blobs/sha256/').raw('x').bytes();
    expect(await refusal(() => open(tar))).toEqual({
      kind: 'no-image',
      holds: 'cut',
      detail: 'dropped.tar',
    });
  });
});

const list = (content: Uint8Array): Member[] => [
  { name: 'aaaa/layer.tar', content: one },
  { name: 'c.json', content: configJson() },
  { name: `${'a'.repeat(64)}.json`, content: configJson() },
  { name: 'manifest.json', content },
];

describe('refused', () => {
  const shape = (at: string, want: string): Problem => ({
    kind: 'json-shape',
    member: 'manifest.json',
    at,
    want,
  });

  test.each<[string, unknown, Problem]>([
    ['an object', {}, shape('.', 'a list of images')],
    ['null', null, shape('.', 'a list of images')],
    ['a text', 'x', shape('.', 'a list of images')],
    ['an empty list', [], { kind: 'no-image', holds: 'nothing', detail: 'dropped.tar' }],
    ['a list of numbers', [1], shape('[0]', 'an object')],
    ['a Config that is a number', [{ Config: 5 }], shape('[0].Config', 'a text')],
    ['no Config', [{ Layers: [] }], shape('[0].Config', 'a text')],
    [
      'Layers that are an object',
      [{ Config: 'c.json', Layers: { a: 1 } }],
      shape('[0].Layers', 'a list'),
    ],
    [
      'layers that are no texts',
      [{ Config: 'c.json', Layers: [1] }],
      shape('[0].Layers[0]', 'a text'),
    ],
    [
      'a config that is not there',
      [{ Config: 'none.json', Layers: ['aaaa/layer.tar'] }],
      { kind: 'member-missing', member: 'none.json', part: 'config' },
    ],
    [
      'layers that are not there',
      [{ Config: 'c.json', Layers: ['none/layer.tar'] }],
      { kind: 'member-missing', member: 'none/layer.tar', part: 'layer' },
    ],
    [
      'paths that lead out of the archive',
      [{ Config: '../../../etc/passwd', Layers: ['/etc/shadow'] }],
      { kind: 'member-missing', member: '../../../etc/passwd', part: 'config' },
    ],
    [
      'names of what every object has',
      [{ Config: '__proto__', Layers: ['constructor'] }],
      { kind: 'member-missing', member: '__proto__', part: 'config' },
    ],
  ])('a manifest.json that is or has %s', async (_, value, problem) => {
    expect(await refusal(() => openMembers(list(json(value))))).toEqual(problem);
  });

  test('a manifest.json that is not JSON, is cut, or is nested without end', async () => {
    for (const text of ['oops', '[{"Config":', '', '['.repeat(200_000)]) {
      expect(await refusal(() => openMembers(list(Buffer.from(text))))).toMatchObject({
        kind: 'json-invalid',
        member: 'manifest.json',
      });
    }
  });

  test('a manifest.json of many megabytes, unread', async () => {
    const size = 5 << 20;
    expect(await refusal(() => openMembers(list(Buffer.alloc(size, 0x20))))).toEqual({
      kind: 'json-too-big',
      member: 'manifest.json',
      size,
      limit: 4 << 20,
    });
  });

  test('a config that is not JSON', async () => {
    const parts = ociImage({ config: Buffer.from('not json') });
    const members = layout(
      [{ digest: parts.manifest.digest, size: parts.manifest.content.length }],
      blobsOf(parts),
    );
    expect(await refusal(() => openMembers(members))).toMatchObject({
      kind: 'json-invalid',
      member: parts.config.name,
    });
  });

  test('an archive of archives, which are named', async () => {
    const inner = tarOf(usualLayout());
    const outer = new TarBuilder().file('image.tar', inner).file('b.tgz', gzipSync(inner)).end();
    for (const bytes of [outer.bytes(), new Uint8Array(gzipSync(outer.bytes()))]) {
      expect(await refusal(() => open(bytes))).toEqual({
        kind: 'no-image',
        holds: 'archives',
        detail: 'image.tar, b.tgz',
      });
    }
  });

  test('no bytes, no tar, no entries, bzip2', async () => {
    expect(await refusal(() => open(new Uint8Array(0)))).toEqual({ kind: 'empty-input' });
    expect(await refusal(() => open(Buffer.from('hello, world')))).toMatchObject({
      kind: 'not-a-tar',
    });
    expect(await refusal(() => open(new Uint8Array(10_240)))).toMatchObject({
      kind: 'no-image',
      holds: 'nothing',
    });
    expect(await refusal(() => open(Buffer.from('BZh91AY')))).toEqual({
      kind: 'compression-unsupported',
      compression: 'bzip2',
    });
  });

  test('a folder in which nothing is an archive, and nothing at all', async () => {
    expect(await refusal(() => openAll({ 'a/b.txt': Buffer.from('b') }))).toEqual({
      kind: 'no-image',
      holds: 'nothing',
      detail: 'a/b.txt',
    });
    expect(await refusal(() => openAll({}))).toMatchObject({ kind: 'no-image' });
  });
});

describe('not refused', () => {
  test('a byte order mark before a document', async () => {
    const content = Buffer.concat([
      Buffer.from('\uFEFF'),
      json([{ Config: 'c.json', Layers: ['aaaa/layer.tar', 'aaaa/layer.tar'] }]),
    ]);
    const opened = await openMembers(list(content));
    expect(only(opened).present).toBe(true);
    expect(allProblems(opened)).toEqual([]);
  });

  test('a manifest.json that is there twice: the last one counts', async () => {
    const layers = ['aaaa/layer.tar', 'aaaa/layer.tar'];
    const entry = (tag: string) => [{ Config: 'c.json', RepoTags: [tag], Layers: layers }];
    const opened = await openMembers([
      ...list(json(entry('first:1'))),
      dockerManifest(entry('last:1')),
    ]);
    expect(only(opened).names).toEqual(['last:1']);
    expect(opened.problems).toEqual([{ kind: 'member-twice', member: 'manifest.json', count: 2 }]);
  });

  test('unless the last one leads to nothing', async () => {
    const layers = ['aaaa/layer.tar', 'aaaa/layer.tar'];
    const opened = await openMembers([
      ...list(json([{ Config: 'c.json', RepoTags: ['first:1'], Layers: layers }])),
      dockerManifest([{ Config: 'none.json', Layers: [] }]),
    ]);
    expect(only(opened).names).toEqual(['first:1']);
    expect(opened.problems).toContainEqual({
      kind: 'member-twice',
      member: 'manifest.json',
      count: 2,
    });
  });

  test('one image of a list that makes no sense', async () => {
    const opened = await openMembers(
      list(json([5, { Config: 'c.json', Layers: ['aaaa/layer.tar', 'aaaa/layer.tar'] }])),
    );
    expect(only(opened).present).toBe(true);
    expect(opened.problems).toEqual([shapeOf('[0]')]);
  });
});

function shapeOf(at: string): Problem {
  return { kind: 'json-shape', member: 'manifest.json', at, want: 'an object' };
}
