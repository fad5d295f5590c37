/** Indexes: names, platforms, attestations, what is missing, and what leads nowhere. */
import { describe, expect, test } from 'vitest';
import { allProblems, only, openMembers, refusal } from './open.ts';
import {
  blob,
  type Blob,
  blobsOf,
  configJson,
  describe as descriptorOf,
  INDEX_TYPE,
  indexJson,
  json,
  LAYERS,
  layout,
  MANIFEST_TYPE,
  ociImage,
  usualLayout,
} from './sample-images.ts';

const amd = ociImage();
const arm = ociImage({ config: configJson({ architecture: 'arm64', variant: 'v8' }) });
const AMD = { os: 'linux', architecture: 'amd64' };
const ARM = { os: 'linux', architecture: 'arm64' };
const UNKNOWN = { os: 'unknown', architecture: 'unknown' };

function refName(name: string): { annotations: Record<string, string> } {
  return { annotations: { 'org.opencontainers.image.ref.name': name } };
}

describe('names', () => {
  test('of all entries of one manifest are gathered, and it is listed once', async () => {
    const entries = ['a:1', 'a:2', 'b:1'].map((name) =>
      descriptorOf(amd.manifest, MANIFEST_TYPE, refName(name)),
    );
    const opened = await openMembers(layout(entries, blobsOf(amd)));
    expect(only(opened).names).toEqual(['a:1', 'a:2', 'b:1']);
  });

  test('of a nested index are names of every platform in it', async () => {
    const inner = blob(
      indexJson([
        descriptorOf(amd.manifest, MANIFEST_TYPE, { platform: AMD }),
        descriptorOf(arm.manifest, MANIFEST_TYPE, { platform: ARM }),
      ]),
    );
    const opened = await openMembers(
      layout(
        ['app:1', 'app:latest'].map((name) => descriptorOf(inner, INDEX_TYPE, refName(name))),
        [inner, ...blobsOf(amd), ...blobsOf(arm)],
      ),
    );
    expect(opened.images.map(({ names }) => names)).toEqual([
      ['app:1', 'app:latest'],
      ['app:1', 'app:latest'],
    ]);
    expect(opened.images.map(({ platform }) => platform)).toEqual([
      { ...AMD, variant: undefined, osVersion: undefined },
      { ...ARM, variant: 'v8', osVersion: undefined },
    ]);
  });

  test('that are no names are kept as text, and told', async () => {
    const hostile = '<img src=x>\u202e:1';
    const entry = descriptorOf(amd.manifest, MANIFEST_TYPE, refName(hostile));
    const opened = await openMembers(layout([entry], blobsOf(amd)));
    expect(only(opened).names).toEqual([hostile]);
    expect(allProblems(opened)).toEqual([{ kind: 'image-name', name: hostile }]);
  });

  test('of megabytes are cut', async () => {
    const entry = descriptorOf(amd.manifest, MANIFEST_TYPE, refName('x'.repeat(1e6)));
    const [name = ''] = only(await openMembers(layout([entry], blobsOf(amd)))).names;
    expect(name.length).toBeLessThan(2000);
  });
});

describe('attestations', () => {
  const statement = blob(json({ predicate: {} }));
  const attestation = blob(
    json({
      schemaVersion: 2,
      config: descriptorOf(blob(json({})), 'application/vnd.oci.empty.v1+json'),
      layers: [
        descriptorOf(statement, 'application/vnd.in-toto+json', {
          annotations: { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' },
        }),
      ],
    }),
  );
  const entryFor = (of: Blob, type = 'attestation-manifest') =>
    descriptorOf(attestation, MANIFEST_TYPE, {
      platform: UNKNOWN,
      annotations: { 'vnd.docker.reference.type': type, 'vnd.docker.reference.digest': of.digest },
    });
  const image = descriptorOf(amd.manifest, MANIFEST_TYPE, { platform: AMD });

  test('are of the image that they speak of, and no image themselves', async () => {
    const opened = await openMembers(
      layout([image, entryFor(amd.manifest)], [...blobsOf(amd), attestation, statement]),
    );
    expect(only(opened).attestations).toEqual([
      { digest: attestation.digest, predicateTypes: ['https://spdx.dev/Document'] },
    ]);
    expect(allProblems(opened)).toEqual([]);
  });

  test('that are not in the archive are known to exist', async () => {
    const opened = await openMembers(layout([image, entryFor(amd.manifest)], blobsOf(amd)));
    expect(only(opened).attestations).toEqual([{ digest: attestation.digest, predicateTypes: [] }]);
    expect(allProblems(opened)).toEqual([]);
  });

  test('of something that is not listed, and references of other kinds, are left out', async () => {
    const opened = await openMembers(
      layout(
        [image, entryFor(arm.manifest), entryFor(amd.manifest, 'something-else')],
        [...blobsOf(amd), attestation],
      ),
    );
    expect(only(opened).attestations).toEqual([]);
  });

  test('signatures listed beside their image are no image', async () => {
    const signature = blob(
      json({
        schemaVersion: 2,
        artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        config: descriptorOf(blob(json({})), 'application/vnd.oci.empty.v1+json'),
        layers: [],
        subject: descriptorOf(amd.manifest, MANIFEST_TYPE),
      }),
    );
    const opened = await openMembers(
      layout([image, descriptorOf(signature, MANIFEST_TYPE)], [...blobsOf(amd), signature]),
    );
    expect(only(opened).digest).toBe(amd.manifest.digest);
  });
});

describe('what is not there', () => {
  const both = [
    descriptorOf(amd.manifest, MANIFEST_TYPE, { platform: AMD }),
    descriptorOf(arm.manifest, MANIFEST_TYPE, { platform: ARM }),
  ];

  test('a platform whose blobs were left out is listed as absent', async () => {
    const opened = await openMembers(layout(both, [...blobsOf(amd), arm.manifest]));
    expect(opened.images.map(({ present }) => present)).toEqual([true, false]);
    expect(opened.images[1]?.platform).toMatchObject(ARM);
    expect(opened.images[1]?.problems).toEqual([
      { kind: 'member-missing', member: arm.config.name, part: 'config' },
    ]);
  });

  test('so is one whose manifest was left out', async () => {
    const opened = await openMembers(layout(both, blobsOf(amd)));
    expect(opened.images.map(({ present }) => present)).toEqual([true, false]);
    expect(opened.images[1]?.problems).toEqual([
      { kind: 'member-missing', member: arm.manifest.name, part: 'manifest' },
    ]);
  });

  test('one missing layer leaves the others', async () => {
    const [, second] = amd.layers;
    const opened = await openMembers(
      layout(
        both.slice(0, 1),
        blobsOf(amd).filter((b) => b !== second),
      ),
    );
    const image = only(opened);
    expect(image.present).toBe(true);
    expect(image.layers.map(({ place }) => place !== undefined)).toEqual([true, false]);
    expect(image.layers[1]).toMatchObject({
      blobBytes: LAYERS[1].length,
      problems: [{ kind: 'member-missing', member: second?.name, part: 'layer' }],
    });
  });

  test('if no image can be opened, it is refused for what is missing', async () => {
    const { manifest } = amd;
    const without = usualLayout().filter(({ name }) => name !== manifest.name);
    expect(await refusal(() => openMembers(without))).toEqual({
      kind: 'member-missing',
      member: manifest.name,
      part: 'manifest',
    });
  });

  test('a manifest that came along with its descriptor is not missing', async () => {
    const data = Buffer.from(amd.manifest.content).toString('base64');
    const entry = descriptorOf(amd.manifest, MANIFEST_TYPE, { data });
    const opened = await openMembers(layout([entry], [amd.config, ...amd.layers]));
    expect(only(opened).present).toBe(true);
    expect(allProblems(opened)).toEqual([]);
    const other = { ...entry, data: Buffer.from('{"layers":[]}').toString('base64') };
    expect(
      await refusal(() => openMembers(layout([other], [amd.config, ...amd.layers]))),
    ).toMatchObject({ kind: 'member-missing' });
  });
});

describe('digests and sizes', () => {
  test('a manifest that is another one is shown and told', async () => {
    const { manifest } = amd;
    const swapped = { ...manifest, content: Buffer.concat([manifest.content, Buffer.from(' ')]) };
    const opened = await openMembers(
      layout([descriptorOf(manifest, MANIFEST_TYPE)], [amd.config, ...amd.layers, swapped]),
    );
    const [size, digest] = only(opened).problems;
    expect(size).toMatchObject({ kind: 'size-mismatch', part: 'manifest' });
    expect(digest).toMatchObject({
      kind: 'digest-mismatch',
      part: 'manifest',
      want: manifest.digest,
    });
    expect(only(opened).present).toBe(true);
  });

  test('an algorithm that nobody can check is told, and the content used', async () => {
    const entry = {
      mediaType: MANIFEST_TYPE,
      digest: 'blake3:abc',
      size: amd.manifest.content.length,
    };
    const odd = { name: 'blobs/blake3/abc', content: amd.manifest.content };
    const opened = await openMembers(layout([entry], [amd.config, ...amd.layers, odd]));
    expect(only(opened).problems).toEqual([
      { kind: 'digest-unsupported', part: 'manifest', digest: 'blake3:abc' },
    ]);
  });

  test.each(['sha256:../../etc/passwd', 'sha256:', 'sha256', '../x:y', 5, null, 'a:b/c'])(
    '%j is no digest, and leads nowhere',
    async (digest) => {
      const members = layout([{ mediaType: MANIFEST_TYPE, digest, size: 1 }], blobsOf(amd));
      expect(await refusal(() => openMembers(members))).toEqual({
        kind: 'json-shape',
        member: 'index.json',
        at: 'manifests[0].digest',
        want: 'a digest',
      });
    },
  );
});

describe('hostile indexes', () => {
  /** Index in index, and a manifest in the innermost. */
  const nested = (levels: number) => {
    const indexes: Blob[] = [];
    let outermost = descriptorOf(amd.manifest, MANIFEST_TYPE);
    for (let level = 0; level < levels; level++) {
      const index = blob(indexJson([outermost]));
      indexes.push(index);
      outermost = descriptorOf(index, INDEX_TYPE);
    }
    return layout([outermost], [...blobsOf(amd), ...indexes]);
  };

  test('are followed for some levels, and no further', async () => {
    expect(only(await openMembers(nested(6))).present).toBe(true);
    expect(await refusal(() => openMembers(nested(40)))).toMatchObject({ kind: 'index-depth' });
  });

  test('that list themselves are read once', async () => {
    const digest = `sha256:${'1'.repeat(64)}`;
    const self = { mediaType: INDEX_TYPE, digest, size: 100 };
    const members = layout(
      [self, descriptorOf(amd.manifest, MANIFEST_TYPE)],
      [...blobsOf(amd), { name: `blobs/sha256/${'1'.repeat(64)}`, content: indexJson([self]) }],
    );
    const opened = await openMembers(members);
    expect(only(opened).digest).toBe(amd.manifest.digest);
    expect(opened.problems).toContainEqual({ kind: 'index-cycle', digest });
  });

  test('of which each lists the next one many times are read once each', async () => {
    let inner = blob(indexJson([descriptorOf(amd.manifest, MANIFEST_TYPE)]));
    const indexes = [inner];
    for (let level = 0; level < 8; level++) {
      inner = blob(indexJson(Array.from({ length: 300 }, () => descriptorOf(inner, INDEX_TYPE))));
      indexes.push(inner);
    }
    const opened = await openMembers(
      layout([descriptorOf(inner, INDEX_TYPE, refName('deep:1'))], [...blobsOf(amd), ...indexes]),
    );
    expect(only(opened).names).toEqual(['deep:1']);
  });

  test('with more images than a person could choose from are cut', async () => {
    const entries = Array.from({ length: 3000 }, (_, i) => ({
      mediaType: MANIFEST_TYPE,
      digest: `sha256:${String(i).padStart(64, '0')}`,
      size: 1,
    }));
    const opened = await openMembers(
      layout([descriptorOf(amd.manifest, MANIFEST_TYPE), ...entries], blobsOf(amd)),
    );
    expect(opened.images).toHaveLength(1000);
    expect(opened.problems).toEqual([{ kind: 'too-many-images', limit: 1000 }]);
  });
});

test('an index that says it is a manifest is an index all the same', async () => {
  const inner = blob(indexJson([descriptorOf(amd.manifest, MANIFEST_TYPE)]));
  const opened = await openMembers(
    layout([descriptorOf(inner, MANIFEST_TYPE)], [...blobsOf(amd), inner]),
  );
  expect(only(opened).digest).toBe(amd.manifest.digest);
});

test('another version of the layout is told', async () => {
  const members = usualLayout().map((member) =>
    member.name === 'oci-layout'
      ? { ...member, content: json({ imageLayoutVersion: '2.0.0' }) }
      : member,
  );
  const opened = await openMembers(members);
  expect(opened.problems).toEqual([{ kind: 'layout-version', version: '2.0.0' }]);
});
