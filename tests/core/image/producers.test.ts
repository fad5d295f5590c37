/** One image, packed in each of the forms in which people have it: it always comes out the same. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ArchiveForm } from '../../../src/core/image/image.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { zstdFrame } from '../../fixtures/zstd-frames.ts';
import { allProblems, only, open, openAll, type Opened } from './open.ts';
import {
  blobsOf,
  configJson,
  describe as descriptorOf,
  DIFF_IDS,
  dockerManifest,
  INDEX_TYPE,
  indexJson,
  json,
  LAYER_TYPE,
  LAYERS,
  layout,
  LAYOUT,
  MANIFEST_TYPE,
  type Member,
  ociImage,
  blob,
  sha256,
  tarOf,
  usualLayout,
  ZIPPED,
} from './sample-images.ts';

const image = ociImage();
const zipped = ociImage({ layers: ZIPPED, layerType: `${LAYER_TYPE}+gzip` });
const config = configJson();
const configHex = sha256(config);
const [one, two] = LAYERS;
const [zippedOne = one, zippedTwo = two] = ZIPPED;

const NAMES = {
  'io.containerd.image.name': 'docker.io/library/app:1',
  'org.opencontainers.image.ref.name': '1',
};
const named = descriptorOf(image.manifest, MANIFEST_TYPE, { annotations: NAMES });

interface Form {
  form: ArchiveForm;
  tar: () => Uint8Array;
  names: string[];
  digest?: string;
  layers?: readonly Uint8Array[];
}

const legacy = (
  id: string,
  parent: string | undefined,
  layer: Uint8Array,
  cmd: string,
): Member[] => [
  { name: `${id}/VERSION`, content: Buffer.from('1.0') },
  {
    name: `${id}/json`,
    content: json({
      id,
      parent,
      os: 'linux',
      architecture: 'amd64',
      created: '2015-01-01T00:00:00Z',
      container_config: { Cmd: ['/bin/sh', '-c', cmd] },
      config: { Env: ['A=b'], Cmd: ['sh'] },
    }),
  },
  { name: `${id}/layer.tar`, content: layer },
];

const FORMS: Record<string, Form> = {
  'docker save 1.10 to 24': {
    form: 'docker-archive',
    names: ['app:1'],
    tar: () =>
      tarOf([
        { name: 'aaaa/VERSION', content: Buffer.from('1.0') },
        { name: 'aaaa/json', content: json({ id: 'aaaa' }) },
        { name: 'aaaa/layer.tar', content: one },
        { name: 'bbbb/layer.tar', content: two },
        { name: `${configHex}.json`, content: config },
        dockerManifest([
          {
            Config: `${configHex}.json`,
            RepoTags: ['app:1'],
            Layers: ['aaaa/layer.tar', 'bbbb/layer.tar'],
          },
        ]),
        { name: 'repositories', content: json({ app: { 1: 'bbbb' } }) },
      ]),
  },
  'docker save 25 and later': {
    form: 'oci-layout',
    names: ['docker.io/library/app:1'],
    digest: image.manifest.digest,
    tar: () =>
      tarOf(
        layout([named], blobsOf(image), [
          dockerManifest([
            {
              Config: image.config.name,
              RepoTags: ['app:1'],
              Layers: image.layers.map(({ name }) => name),
            },
          ]),
          { name: 'repositories', content: json({ app: { 1: 'x' } }) },
        ]),
      ),
  },
  'docker save from the containerd store': {
    form: 'oci-layout',
    names: ['docker.io/library/app:1'],
    digest: zipped.manifest.digest,
    layers: ZIPPED,
    tar: () => {
      const inner = blob(
        indexJson([
          descriptorOf(zipped.manifest, MANIFEST_TYPE, {
            platform: { os: 'linux', architecture: 'amd64' },
          }),
        ]),
      );
      return tarOf(
        layout(
          [descriptorOf(inner, INDEX_TYPE, { annotations: NAMES })],
          [...blobsOf(zipped), inner],
          [
            dockerManifest([
              {
                Config: zipped.config.name,
                RepoTags: ['app:1'],
                Layers: zipped.layers.map(({ name }) => name),
              },
            ]),
          ],
        ),
      );
    },
  },
  'podman and skopeo, with links for old readers': {
    form: 'docker-archive',
    names: ['docker.io/library/app:1'],
    tar: () => {
      const [first, second] = LAYERS.map((layer) => `${sha256(layer)}.tar`);
      const manifest = [
        {
          Config: `${configHex}.json`,
          RepoTags: ['docker.io/library/app:1'],
          Layers: [first, 'old/layer.tar'],
        },
      ];
      return new TarBuilder()
        .file(first ?? '', one)
        .file(second ?? '', two)
        .file(`${configHex}.json`, config)
        .symlink('old/layer.tar', `../${second}`)
        .file('manifest.json', json(manifest))
        .file('repositories', json({}))
        .end()
        .bytes();
    },
  },
  'crane, ko and kaniko': {
    form: 'docker-archive',
    names: ['example.com/app:1'],
    layers: ZIPPED,
    tar: () => {
      const layers = ZIPPED.map((content) => ({ name: `${sha256(content)}.tar.gz`, content }));
      return tarOf([
        { name: `sha256:${configHex}`, content: config },
        ...layers,
        dockerManifest([
          {
            Config: `sha256:${configHex}`,
            RepoTags: ['example.com/app:1'],
            Layers: layers.map(({ name }) => name),
          },
        ]),
      ]);
    },
  },
  'jib, which writes its keys in small letters': {
    form: 'docker-archive',
    names: ['app'],
    layers: ZIPPED,
    tar: () => {
      const layers = ZIPPED.map((content) => ({ name: `${sha256(content)}.tar.gz`, content }));
      const entry = {
        config: 'config.json',
        repoTags: ['app'],
        layers: layers.map(({ name }) => name),
      };
      return tarOf([
        ...layers,
        { name: 'config.json', content: config },
        { name: 'manifest.json', content: json([entry]) },
      ]);
    },
  },
  'bazel rules_oci': {
    form: 'docker-archive',
    names: ['app:1'],
    layers: ZIPPED,
    tar: () => {
      const layers = zipped.layers.map(({ name, content }) => ({
        name: `${name}.tar.gz`,
        content,
      }));
      return tarOf([
        zipped.config,
        ...layers,
        dockerManifest([
          {
            Config: zipped.config.name,
            RepoTags: ['app:1'],
            Layers: layers.map(({ name }) => name),
          },
        ]),
      ]);
    },
  },
  'nix dockerTools': {
    form: 'docker-archive',
    names: ['app:1'],
    tar: () =>
      new TarBuilder()
        .dir('./')
        .file('./aaaa/layer.tar', one)
        .file('./bbbb/layer.tar', two)
        .file(`./${configHex}.json`, config)
        .file(
          './manifest.json',
          json([
            {
              Config: `${configHex}.json`,
              RepoTags: ['app:1'],
              Layers: ['aaaa/layer.tar', 'bbbb/layer.tar'],
            },
          ]),
        )
        .end()
        .bytes(),
  },
  'members with absolute names': {
    form: 'docker-archive',
    names: ['app:1'],
    tar: () =>
      tarOf([
        { name: '/nix/one.tar', content: one },
        { name: '/nix/two.tar', content: two },
        { name: '/config.json', content: config },
        {
          name: '/manifest.json',
          content: json([
            {
              Config: '/config.json',
              RepoTags: ['app:1'],
              Layers: ['nix/one.tar', '/nix/two.tar'],
            },
          ]),
        },
      ]),
  },
  'a repeated layer as a hard link': {
    form: 'docker-archive',
    names: [],
    tar: () =>
      new TarBuilder()
        .file('one/layer.tar', one)
        .file('two.tar', two)
        .hardlink('two/layer.tar', 'two.tar')
        .file('config.json', config)
        .file(
          'manifest.json',
          json([
            { Config: 'config.json', RepoTags: null, Layers: ['one/layer.tar', 'two/layer.tar'] },
          ]),
        )
        .end()
        .bytes(),
  },
  'an OCI layout': {
    form: 'oci-layout',
    names: ['1'],
    digest: image.manifest.digest,
    tar: () => tarOf(usualLayout({ 'org.opencontainers.image.ref.name': '1' })),
  },
  'an OCI layout with ./ before every name': {
    form: 'oci-layout',
    names: [],
    digest: image.manifest.digest,
    tar: () => tarOf(usualLayout().map(({ name, content }) => ({ name: `./${name}`, content }))),
  },
  'an OCI layout inside a directory': {
    form: 'oci-layout',
    names: [],
    digest: image.manifest.digest,
    tar: () =>
      tarOf(usualLayout().map(({ name, content }) => ({ name: `my image/${name}`, content }))),
  },
  'an OCI layout two directories down': {
    form: 'oci-layout',
    names: [],
    digest: image.manifest.digest,
    tar: () => tarOf(usualLayout().map(({ name, content }) => ({ name: `a/b/${name}`, content }))),
  },
  'an OCI layout without its oci-layout file': {
    form: 'oci-layout',
    names: [],
    digest: image.manifest.digest,
    tar: () => tarOf(usualLayout().filter(({ name }) => name !== 'oci-layout')),
  },
  'the directory that skopeo copies to': {
    form: 'docker-dir',
    names: [],
    digest: image.manifest.digest,
    tar: () =>
      tarOf([
        { name: 'dir/manifest.json', content: image.manifest.content },
        { name: 'dir/version', content: Buffer.from('Directory Transport Version: 1.1\n') },
        ...[image.config, ...image.layers].map(({ digest, content }) => ({
          name: `dir/${digest.slice('sha256:'.length)}`,
          content,
        })),
      ]),
  },
};

async function expectTheImage(opened: Opened, { form, names, digest, layers = LAYERS }: Form) {
  const found = only(opened);
  expect(allProblems(opened)).toEqual([]);
  expect(opened.form).toBe(form);
  expect(found).toMatchObject({
    names,
    present: true,
    platform: { os: 'linux', architecture: 'amd64' },
    config: { env: ['A=b'], cmd: ['sh'], user: undefined, diffIds: DIFF_IDS },
  });
  if (digest !== undefined) expect(found.digest).toBe(digest);
  expect(found.layers.map(({ diffId }) => diffId)).toEqual(DIFF_IDS);
  expect(found.layers.map(({ step }) => step)).toEqual([0, 2]);
  for (const [i, layer] of found.layers.entries()) {
    expect(Buffer.compare(await opened.at(layer.place), layers[i] ?? Buffer.of())).toBe(0);
    expect(layer.blobBytes).toBe(layers[i]?.length);
  }
}

describe.each(Object.entries(FORMS))('%s', (_, form) => {
  const tar = form.tar();

  test('gives the image, its settings and the bytes of its layers', async () => {
    await expectTheImage(await open(tar), form);
  });

  test.each([
    ['gzip', gzipSync(tar)],
    ['zstd', zstdFrame(tar)],
    [
      'several gzip members',
      Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]),
    ],
  ])('is the same compressed as a whole with %s', async (_name, compressed) => {
    const opened = await open(compressed);
    expect(opened.unpackedFiles).toEqual([true]);
    await expectTheImage(opened, form);
  });
});

test('what docker save wrote before 1.10 is put together from parents', async () => {
  const opened = await open(
    tarOf([
      ...legacy('aaaa', undefined, one, '#(nop) ADD file:1 in /'),
      ...legacy('bbbb', 'aaaa', two, 'make two'),
      { name: 'repositories', content: json({ 'old/app': { 1: 'bbbb', latest: 'bbbb' } }) },
    ]),
  );
  expect(opened.form).toBe('docker-legacy');
  expect(allProblems(opened)).toEqual([]);
  const found = only(opened);
  expect(found.names).toEqual(['old/app:1', 'old/app:latest']);
  expect(found.config.env).toEqual(['A=b']);
  expect(found.history.map(({ instruction }) => instruction)).toEqual([
    { keyword: 'ADD', rest: 'file:1 in /' },
    { keyword: 'RUN', rest: 'make two' },
  ]);
  expect(await opened.at(found.layers[0]?.place)).toEqual(new Uint8Array(one));
  expect(await opened.at(found.layers[1]?.place)).toEqual(new Uint8Array(two));
});

describe('a dropped folder', () => {
  const files = Object.fromEntries(
    usualLayout({ 'org.opencontainers.image.ref.name': 'v1' }).map(({ name, content }) => [
      `my layout/${name}`,
      content,
    ]),
  );

  test('that is an OCI layout gives its images, each layer a file of its own', async () => {
    const opened = await openAll({ 'my layout/README': Buffer.from('hello'), ...files });
    expect(opened.form).toBe('oci-layout');
    expect(allProblems(opened)).toEqual([]);
    const found = only(opened);
    expect(found.names).toEqual(['v1']);
    const places = found.layers.map(({ place }) => place);
    expect(places.map((place) => place?.start)).toEqual([0, 0]);
    expect(new Set(places.map((place) => place?.file)).size).toBe(2);
    expect(await opened.at(places[1])).toEqual(new Uint8Array(two));
  });

  test('that holds an unpacked docker save gives its images', async () => {
    const opened = await openAll({
      'saved/one/layer.tar': one,
      'saved/two/layer.tar': two,
      'saved/config.json': config,
      'saved/manifest.json': json([
        { Config: 'config.json', Layers: ['one/layer.tar', 'two/layer.tar'] },
      ]),
    });
    expect(opened.form).toBe('docker-archive');
    expect(only(opened).layers.every(({ place }) => place !== undefined)).toBe(true);
  });

  test('of archives gives the images of all, and leaves out what is none', async () => {
    const opened = await openAll({
      'downloads/a.tar': tarOf(usualLayout({ 'org.opencontainers.image.ref.name': 'a' })),
      'downloads/notes.txt': Buffer.from('nothing to see'),
      'downloads/b.tar.gz': gzipSync(
        tarOf(usualLayout({ 'org.opencontainers.image.ref.name': 'b' })),
      ),
    });
    expect(opened.images.map(({ names }) => names)).toEqual([['a'], ['b']]);
    expect(opened.images.map(({ layers }) => layers[0]?.place?.file)).toEqual([0, 2]);
    expect(opened.unpackedFiles).toEqual([false, false, true]);
    expect(opened.problems).toEqual([]);
  });
});

test('several files give the images of all, and say which one could not be read', async () => {
  const opened = await openAll({
    'a.tar': tarOf(usualLayout({ 'org.opencontainers.image.ref.name': 'a' })),
    'empty.tar': new Uint8Array(0),
    'b.tar': tarOf(usualLayout({ 'org.opencontainers.image.ref.name': 'b' })),
  });
  expect(opened.images.map(({ names }) => names)).toEqual([['a'], ['b']]);
  expect(opened.problems).toEqual([{ kind: 'empty-input' }]);
});

test('Docker media types in a layout are the same to us', async () => {
  const parts = ociImage({
    layers: [zippedOne, zippedTwo],
    layerType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    manifest: { mediaType: 'application/vnd.docker.distribution.manifest.v2+json' },
  });
  const opened = await open(
    tarOf(
      layout(
        [descriptorOf(parts.manifest, 'application/vnd.docker.distribution.manifest.v2+json')],
        blobsOf(parts),
      ),
    ),
  );
  expect(allProblems(opened)).toEqual([]);
  expect(only(opened).present).toBe(true);
});

test('a layer that is there twice has the same place twice', async () => {
  const opened = await open(
    tarOf([
      { name: 'a/layer.tar', content: one },
      {
        name: 'c.json',
        content: configJson({
          rootfs: { diff_ids: [DIFF_IDS[0], DIFF_IDS[0]] },
          history: undefined,
        }),
      },
      dockerManifest([{ Config: 'c.json', Layers: ['a/layer.tar', 'a/layer.tar'] }]),
    ]),
  );
  const [first, second] = only(opened).layers;
  expect(first?.place).toEqual(second?.place);
  expect(allProblems(opened)).toEqual([]);
});

test('an image that only manifest.json knows is listed beside those of the index', async () => {
  const opened = await open(
    tarOf(
      layout(
        [named],
        [...blobsOf(image), { name: 'other/layer.tar', content: one }],
        [
          {
            name: 'other.json',
            content: configJson({ rootfs: { diff_ids: [DIFF_IDS[0]] }, history: [] }),
          },
          dockerManifest([
            { Config: 'other.json', RepoTags: ['other:1'], Layers: ['other/layer.tar'] },
          ]),
        ],
      ),
    ),
  );
  expect(opened.images.map(({ names }) => names)).toEqual([
    ['docker.io/library/app:1'],
    ['other:1'],
  ]);
});

test('an empty index beside a full manifest.json hides nothing', async () => {
  const members = [
    ...blobsOf(image),
    { name: 'index.json', content: indexJson([]) },
    LAYOUT,
    dockerManifest([
      {
        Config: image.config.name,
        RepoTags: ['app:1'],
        Layers: image.layers.map(({ name }) => name),
      },
    ]),
  ];
  expect(only(await open(tarOf(members))).names).toEqual(['app:1']);
});

test('a config without its type is one of an image', async () => {
  const parts = ociImage({ manifest: { config: descriptorOf(image.config) } });
  const opened = await open(
    tarOf(layout([descriptorOf(parts.manifest)], [...blobsOf(parts), image.config])),
  );
  expect(only(opened).config.env).toEqual(['A=b']);
});
