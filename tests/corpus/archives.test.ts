/** Every archive of an image there is: the images in it, and their layers, are what the truth says, whatever the form. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Image } from '../../src/core/image/image.ts';
import { describeProblem } from '../../src/text/problem-texts.ts';
import { corpusRoots, filesBelow, hasCorpus } from './corpus-roots.ts';
import { type OpenedBytes, openBytes, tryOpen } from './open-corpus-archive.ts';

interface Truth {
  manifest_digest: string;
  config_digest: string;
  platform: string;
  created: string;
  layers: { digest: string; size: number; diff_id: string; created_by: string | null }[];
  history: { created_by: string; empty_layer: boolean }[];
  config: { Env?: string[]; Cmd?: string[]; Entrypoint?: string[]; User?: string; Labels?: object };
}

/** Truths by the digest of the config, which every form of an image keeps; conversions make others of their own. */
const truths = new Map(readTruths().map((truth) => [truth.config_digest, truth]));

function readTruths(): Truth[] {
  return corpusRoots.flatMap(({ folder }) => {
    const truth = join(folder, 'truth');
    return readdirSync(truth)
      .map((name) => join(truth, name, 'image.json'))
      .filter((path) => existsSync(path))
      .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Truth);
  });
}

const archives = corpusRoots
  .flatMap((root) => filesBelow(root, 'images'))
  .filter((path) => /\.tar(\.\w+)?$/.test(path));

/** What is in an archive, by its file's name. */
const EXPECTED: [pattern: RegExp, form: string, platforms: string[]][] = [
  [/^NOT-AN-IMAGE/, 'root', ['undefined']],
  [/^arch-2platforms/, 'oci-layout', ['linux/amd64', 'linux/arm64']],
  [/^arch-1\./, 'oci-layout', ['linux/amd64', 'linux/arm64', 'linux/arm/v7']],
  [/-both\.docker20/, 'docker-archive', ['linux/amd64', 'linux/amd64']],
  [/-both\./, 'oci-layout', ['linux/amd64', 'linux/amd64']],
  [/\.(docker20|crane|skopeo-docker)/, 'docker-archive', ['linux/amd64']],
  [/./, 'oci-layout', ['linux/amd64']],
];

function platformOf({ platform }: Image): string {
  if (platform === undefined) return 'undefined';
  const { os, architecture, variant } = platform;
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

describe.each(archives.map((path): [string, string] => [basename(path), path]))(
  '%s',
  (name, path) => {
    const opening = openBytes(readFileSync(path), name);

    test('is of its form, with all its platforms, and nothing wrong', async () => {
      const { archive } = await opening;
      const [, form, platforms] = EXPECTED.find(([pattern]) => pattern.test(name)) ?? [];
      expect(archive.form).toBe(form);
      expect(archive.images.map(platformOf)).toEqual(platforms);
      expect(archive.images.every(({ present }) => present)).toBe(true);
      expect(severities(archive)).not.toContain('error');
      expect(archive.images.flatMap(({ problems }) => problems)).toEqual([]);
    });

    test('its layers hash to their digests, and to the diff IDs of the truth', async () => {
      const { archive, read } = await opening;
      for (const image of archive.images) {
        for (const layer of image.layers) {
          if (layer.place === undefined) throw new Error('no place');
          expect(layer.problems.filter(({ kind }) => kind !== 'media-type')).toEqual([]);
          const bytes = await read(layer.place);
          expect(bytes.length).toBe(layer.blobBytes);
          if (layer.digest !== undefined) expect(sha256(bytes)).toBe(layer.digest);
        }
        const truth = truths.get(image.configDigest ?? '');
        if (truth === undefined) continue;
        expect(image.layers.map(({ diffId }) => diffId)).toEqual(
          truth.layers.map(({ diff_id }) => diff_id),
        );
      }
    });

    test('its settings and its history are those of the truth', async () => {
      for (const image of (await opening).archive.images) {
        const truth = truths.get(image.configDigest ?? '');
        if (truth === undefined) continue;
        expect(platformOf(image)).toBe(truth.platform);
        expect(image.config).toMatchObject({
          created: truth.created,
          env: truth.config.Env ?? [],
          cmd: truth.config.Cmd ?? [],
          entrypoint: truth.config.Entrypoint ?? [],
          user: truth.config.User,
          labels: truth.config.Labels ?? {},
        });
        expect(
          image.history.map(({ createdBy, emptyLayer }) => ({
            created_by: createdBy,
            empty_layer: emptyLayer,
          })),
        ).toEqual(
          truth.history.map(({ created_by, empty_layer }) => ({ created_by, empty_layer })),
        );
        expect(
          image.layers.map(({ step }) =>
            step === undefined ? null : image.history[step]?.createdBy,
          ),
        ).toEqual(truth.layers.map(({ created_by }) => created_by));
      }
    });
  },
);

test('most archives hold an image whose truth is known', async () => {
  const known = new Set<string>();
  for (const path of archives) {
    const { archive } = await openBytes(readFileSync(path));
    if (archive.images.some(({ configDigest }) => truths.has(configDigest ?? ''))) known.add(path);
  }
  expect(known.size).toBeGreaterThan(0.6 * archives.length);
});

test.runIf(hasCorpus)('attestations are of the platform that they speak of', async () => {
  const path = archives.find((each) => each.endsWith('arch-1.docker28-containerd.tar')) ?? '';
  const { archive } = await openBytes(readFileSync(path));
  expect(
    archive.images.map(({ attestations }) => attestations.map((a) => a.predicateTypes)),
  ).toEqual(
    Array.from({ length: 3 }, () => [
      ['https://spdx.dev/Document', 'https://slsa.dev/provenance/v0.2'],
    ]),
  );
});

test.runIf(hasCorpus).each([
  ['mini-1.0.docker20.tar', [['mini:1.0']]],
  ['mini-1.0.docker28-containerd.tar', [['docker.io/library/mini:1.0']]],
  [
    'mini-both.docker28-graphdriver.tar.gz',
    [['docker.io/library/mini:1.0'], ['docker.io/library/mini:2.0']],
  ],
  ['mini-1.0.crane.tar', [['127.0.0.1:5100/mini:1.0']]],
  ['mini-2.0.docker20-untagged.tar.xz', [[]]],
  ['mini-both.oci-layout-subdir.tar.gz', [['1.0'], ['2.0']]],
])('%s is named %j', async (name, names) => {
  const path = archives.find((each) => basename(each) === name) ?? '';
  const { archive } = await openBytes(readFileSync(path));
  expect(archive.images.map((image) => image.names)).toEqual(names);
});

const others = corpusRoots
  .flatMap((root) => filesBelow(root, 'third-party'))
  .filter((path) => /\.tar(\.\w+)?$/.test(path));

test.runIf(others.length > 0)(
  'archives of other projects open, or are refused with a problem',
  async () => {
    const forms = new Map<string, number>();
    for (const path of others) {
      const opened = await tryOpen(readFileSync(path));
      const form = 'kind' in opened ? 'refused' : opened.archive.form;
      forms.set(form, (forms.get(form) ?? 0) + 1);
      // The name says what it is.
      if (
        /image|docker|oci-/.test(basename(path)) &&
        !/-(estargz|gzip|zstd|uncompressed)-image/.test(path)
      ) {
        expect(form, path).not.toBe('refused');
      }
    }
    expect([...forms.keys()].sort()).toEqual(
      ['docker-archive', 'docker-legacy', 'oci-layout', 'refused', 'root'].sort(),
    );
  },
);

function severities({ problems, images }: OpenedBytes['archive']): string[] {
  return [
    ...problems,
    ...images.flatMap((image) => [
      ...image.problems,
      ...image.layers.flatMap((layer) => layer.problems),
    ]),
  ].map((problem) => describeProblem(problem).severity);
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
