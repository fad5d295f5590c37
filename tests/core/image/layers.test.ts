/** Layers of a manifest that are not simply there, and counts that do not agree. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { allProblems, only, openMembers } from './open.ts';
import {
  blob,
  type Blob,
  blobsOf,
  configJson,
  describe as descriptorOf,
  DIFF_IDS,
  dockerManifest,
  json,
  LAYER_TYPE,
  LAYERS,
  layout,
  MANIFEST_TYPE,
  ociImage,
} from './sample-images.ts';

const [one, two] = LAYERS;
const good = blob(one);
const config = blob(configJson());

async function withSecond(second: unknown, blobs: readonly Blob[] = []) {
  const parts = ociImage({ manifest: { layers: [descriptorOf(good, LAYER_TYPE), second] } });
  const members = layout(
    [descriptorOf(parts.manifest, MANIFEST_TYPE)],
    [parts.manifest, config, good, ...blobs],
  );
  const opened = await openMembers(members);
  const [first, layer] = only(opened).layers;
  expect(first?.place).toBeDefined();
  expect(first?.problems).toEqual([]);
  if (layer === undefined) throw new Error('one layer only');
  return layer;
}

describe('a layer', () => {
  const other = blob(two);

  test('that is encrypted is not read', async () => {
    const mediaType = `${LAYER_TYPE}+gzip+encrypted`;
    const layer = await withSecond(descriptorOf(other, mediaType), [other]);
    expect(layer.place).toBeUndefined();
    expect(layer.problems).toEqual([{ kind: 'layer-encrypted', digest: other.digest, mediaType }]);
  });

  test('that is kept elsewhere says where', async () => {
    const urls = ['https://example.invalid/layer'];
    for (const mediaType of [
      'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
    ]) {
      const layer = await withSecond(descriptorOf(other, mediaType, { urls }));
      expect(layer.problems).toEqual([{ kind: 'layer-foreign', digest: other.digest, urls }]);
    }
  });

  test('that is kept elsewhere and there all the same is read', async () => {
    const mediaType = 'application/vnd.docker.image.rootfs.foreign.diff.tar';
    const layer = await withSecond(descriptorOf(other, mediaType, { urls: ['x'] }), [other]);
    expect(layer.place).toBeDefined();
    expect(layer.problems).toEqual([]);
  });

  test.each([
    ['+gzip', two, 'gzip', 'tar'],
    ['', new Uint8Array(gzipSync(two)), 'none', 'gzip'],
    ['+zstd', new Uint8Array(gzipSync(two)), 'zstd', 'gzip'],
  ])(
    'whose type ends in “%s” and lies is read, with a note',
    async (suffix, content, want, got) => {
      const lying = blob(content);
      const layer = await withSecond(descriptorOf(lying, `${LAYER_TYPE}${suffix}`), [lying]);
      expect(layer.place).toBeDefined();
      expect(layer.problems).toEqual([{ kind: 'media-type', member: lying.name, want, got }]);
    },
  );

  test.each([
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2])],
    ['bzip2', Buffer.from('BZh91AY')],
  ])('that is compressed with %s says so', async (compression, content) => {
    const odd = blob(content);
    const layer = await withSecond(descriptorOf(odd, LAYER_TYPE), [odd]);
    expect(layer.problems).toEqual([{ kind: 'layer-compression', member: odd.name, compression }]);
  });

  test('of another size than stated says so', async () => {
    const stated = { ...descriptorOf(other, LAYER_TYPE), size: 5 };
    const layer = await withSecond(stated, [other]);
    expect(layer.blobBytes).toBe(two.length);
    expect(layer.problems).toEqual([
      { kind: 'size-mismatch', part: 'layer', member: other.name, want: 5, got: two.length },
    ]);
  });

  test('that is no tar is not read; one of a type nobody knows is, if it looks like one', async () => {
    const statement = blob(json({ predicate: 1 }));
    const mediaType = 'application/vnd.in-toto+json';
    const layer = await withSecond(descriptorOf(statement, mediaType), [statement]);
    expect(layer.place).toBeUndefined();
    expect(layer.problems).toEqual([
      { kind: 'layer-not-a-layer', digest: statement.digest, mediaType },
    ]);
    expect((await withSecond(descriptorOf(other, 'x/y'), [other])).place).toBeDefined();
  });

  test('that is empty is one', async () => {
    const empty = blob(new Uint8Array(0));
    const layer = await withSecond(descriptorOf(empty, `${LAYER_TYPE}+gzip`), [empty]);
    expect(layer.place).toMatchObject({ member: empty.name });
    expect(layer.problems).toEqual([]);
  });

  test('without a digest keeps its place in the list', async () => {
    const layer = await withSecond({ mediaType: LAYER_TYPE });
    expect(layer).toMatchObject({
      place: undefined,
      diffId: DIFF_IDS[1],
      problems: [{ kind: 'json-shape', at: 'layers[1].digest' }],
    });
  });
});

describe('counts', () => {
  async function withConfig(more: Record<string, unknown>) {
    const parts = ociImage({ config: configJson(more) });
    return only(
      await openMembers(layout([descriptorOf(parts.manifest, MANIFEST_TYPE)], blobsOf(parts))),
    );
  }

  test('of diff IDs that do not agree are told, and none is assigned', async () => {
    const image = await withConfig({ rootfs: { diff_ids: DIFF_IDS.slice(0, 1) } });
    expect(image.problems).toEqual([{ kind: 'diff-id-count', layers: 2, diffIds: 1 }]);
    expect(image.layers.map(({ diffId }) => diffId)).toEqual([undefined, undefined]);
  });

  test('no history at all is nothing wrong', async () => {
    const image = await withConfig({ history: undefined });
    expect(image.problems).toEqual([]);
    expect(image.layers.map(({ step }) => step)).toEqual([undefined, undefined]);
  });

  test('of too few steps leave the lowest layers without one', async () => {
    const image = await withConfig({ history: [{ created_by: 'RUN x' }] });
    expect(image.problems).toEqual([{ kind: 'history-count', layers: 2, steps: 1 }]);
    expect(image.layers.map(({ step }) => step)).toEqual([undefined, 0]);
  });

  test('of too many steps leave the oldest without a layer', async () => {
    const history = ['a', 'b', 'c', 'd'].map((created_by) => ({ created_by }));
    const image = await withConfig({ history });
    expect(image.problems).toEqual([{ kind: 'history-count', layers: 2, steps: 4 }]);
    expect(image.layers.map(({ step }) => step)).toEqual([2, 3]);
  });

  test('of layers beyond all reason are cut', async () => {
    const paths = Array.from({ length: 5000 }, () => 'one.tar');
    const opened = await openMembers([
      { name: 'one.tar', content: one },
      { name: 'c.json', content: configJson({ history: undefined }) },
      dockerManifest([{ Config: 'c.json', Layers: paths }]),
    ]);
    expect(only(opened).layers).toHaveLength(1024);
    expect(allProblems(opened)).toContainEqual({
      kind: 'too-many-layers',
      limit: 1024,
      count: 5000,
    });
  });
});

describe('artifacts', () => {
  const helm = 'application/vnd.cncf.helm.config.v1+json';
  const chart = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

  test('whose layers are tars can be looked at', async () => {
    const zipped = blob(new Uint8Array(gzipSync(one)));
    const settings = blob(json({ name: 'chart' }));
    const manifest = blob(
      json({ config: descriptorOf(settings, helm), layers: [descriptorOf(zipped, chart)] }),
    );
    const opened = await openMembers(
      layout([descriptorOf(manifest, MANIFEST_TYPE)], [manifest, settings, zipped]),
    );
    const artifact = only(opened);
    expect(artifact.present).toBe(true);
    expect(artifact.layers[0]?.place).toBeDefined();
    expect(allProblems(opened)).toEqual([{ kind: 'artifact', mediaType: helm }]);
  });

  test('without a tar are listed beside images, but not present', async () => {
    const text = blob(Buffer.from('hello'));
    const parts = ociImage();
    const manifest = blob(
      json({
        artifactType: 'application/x-note',
        config: descriptorOf(blob(json({})), 'application/vnd.oci.empty.v1+json'),
        layers: [descriptorOf(text, 'text/plain')],
      }),
    );
    const opened = await openMembers(
      layout(
        [descriptorOf(manifest, MANIFEST_TYPE), descriptorOf(parts.manifest, MANIFEST_TYPE)],
        [...blobsOf(parts), manifest, text],
      ),
    );
    expect(opened.images.map(({ present }) => present)).toEqual([false, true]);
    expect(opened.images[0]?.problems).toEqual([
      { kind: 'artifact', mediaType: 'application/x-note' },
    ]);
  });
});

test('a foreign layer that docker save left out is known from its source', async () => {
  const digest = `sha256:${'2'.repeat(64)}`;
  const source = {
    mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
    digest,
    size: 1234,
    urls: ['https://example.invalid/x'],
  };
  const opened = await openMembers([
    { name: 'two/layer.tar', content: two },
    { name: 'c.json', content: configJson() },
    {
      name: 'manifest.json',
      content: json([
        {
          Config: 'c.json',
          Layers: ['one/layer.tar', 'two/layer.tar'],
          LayerSources: { [DIFF_IDS[0] ?? '']: source },
        },
      ]),
    },
  ]);
  const [missing, there] = only(opened).layers;
  expect(missing).toMatchObject({
    digest,
    blobBytes: 1234,
    problems: [{ kind: 'layer-foreign', digest, urls: source.urls }],
  });
  expect(there?.place).toBeDefined();
});
