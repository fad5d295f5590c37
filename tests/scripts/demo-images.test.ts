/** The two images on the start page, as they are in the repository: read with the product's own reader, not with the script's. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeDockerArchive } from '../../scripts/demo/harbour-tea-1.mjs';
import { makeOciArchive } from '../../scripts/demo/harbour-tea-2.mjs';
import { insideOf } from '../../scripts/demo/inside.mjs';
import { readLayers, readMembers, type DemoLayer, type Descriptor } from './demo-archive.ts';

const read = (name: string): Buffer =>
  readFileSync(new URL(`../../public/demo/${name}`, import.meta.url));
const DEMOS = [
  { name: 'harbour-tea-1.0.tar', make: makeDockerArchive, images: 1 },
  { name: 'harbour-tea-2.0.oci.tar', make: makeOciArchive, images: 4 },
] as const;

const sha256 = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

interface Manifest {
  artifactType?: string;
  config: Descriptor;
  layers: Descriptor[];
  subject?: Descriptor;
}
interface Config {
  rootfs: { diff_ids: string[] };
  history: { empty_layer?: boolean }[];
}

describe.each(DEMOS)('$name', ({ name, make, images }) => {
  const archive = read(name);

  it('holds what its script makes', () => {
    expect(insideOf(archive)).toEqual(insideOf(make()));
    expect(insideOf(archive).length).toBeGreaterThan(10);
  });

  it('is small enough for a first visit', () => {
    expect(archive.length).toBeLessThan(400_000);
  });

  it('names every blob by its content, and no blob in vain', async () => {
    const members = await readMembers(archive);
    const named = [...members].filter(([path]) => path.startsWith('blobs/sha256/'));
    expect(named.length).toBeGreaterThan(10);
    const documents = [...members.values()].map((bytes) => Buffer.from(bytes).toString('latin1'));
    for (const [path, bytes] of named) {
      const digest = sha256(bytes);
      expect(path).toBe(`blobs/${digest.replace(':', '/')}`);
      expect(documents.some((text) => text.includes(digest))).toBe(true);
    }
  });

  it('has manifests whose sizes, digests and diff IDs are right', async () => {
    const members = await readMembers(archive);
    const get = ({ digest, size }: Descriptor): Uint8Array => {
      const bytes = members.get(`blobs/${digest.replace(':', '/')}`) ?? new Uint8Array(0);
      expect(bytes).toHaveLength(size);
      return bytes;
    };
    const json = (bytes: Uint8Array | undefined): unknown =>
      JSON.parse(Buffer.from(bytes ?? []).toString());
    const manifestsIn = (bytes: Uint8Array | undefined): Manifest[] =>
      (json(bytes) as { manifests: Descriptor[] }).manifests.flatMap((each) => {
        const body = get(each);
        return each.mediaType.includes('index') ? manifestsIn(body) : [json(body) as Manifest];
      });
    const manifests = manifestsIn(members.get('index.json'));
    expect(manifests).toHaveLength(images);
    for (const { artifactType, config, layers, subject } of manifests) {
      const blobs = layers.map(get);
      const { rootfs, history } = json(get(config)) as Config;
      if (artifactType !== undefined) {
        expect(manifests.map((each) => each.config.digest)).toContain(
          (json(get(subject as Descriptor)) as Manifest).config.digest,
        );
        for (const blob of blobs) expect(json(blob)).toHaveProperty('predicate');
        continue;
      }
      expect(blobs.map((blob) => sha256(gunzipSync(blob)))).toEqual(rootfs.diff_ids);
      expect(history.filter((step) => step.empty_layer !== true)).toHaveLength(layers.length);
    }
  });

  it('has layers that are read without a problem', async () => {
    const layers = await readLayers(archive);
    expect(layers.length).toBeGreaterThan(5);
    expect(layers.flatMap(({ problems }) => problems)).toEqual([]);
  });
});

describe('harbour-tea 1.0', async () => {
  const layers = await readLayers(read('harbour-tea-1.0.tar'));
  /** Which layers have that path. */
  const withPath = (path: string): number[] =>
    layers.flatMap(({ entries }, number) => (entries.has(path) ? [number] : []));
  const entryOf = (path: string): ReturnType<DemoLayer['entries']['get']> =>
    layers.map(({ entries }) => entries.get(path)).findLast((entry) => entry !== undefined);

  it.each([
    ['srv/shop/.env', 'srv/shop/.wh..env'],
    ['srv/shop/deploy/id_rsa', 'srv/shop/deploy/.wh.id_rsa'],
    ['var/lib/apt/lists/', 'var/lib/apt/.wh.lists'],
    ['var/cache/apt/archives/', 'var/cache/apt/.wh.archives'],
    ['var/cache/npm/', 'var/cache/.wh.npm'],
    ['usr/bin/cc', 'usr/bin/.wh.cc'],
    ['srv/shop/node_modules/@harbour/lint/', 'srv/shop/node_modules/@harbour/.wh.lint'],
    ['srv/shop/public/img/photo-6.svg', 'srv/shop/public/img/.wh..wh..opq'],
  ])('brings %s in one layer and takes it away in a later one', (path, whiteout) => {
    const [brought = Infinity] = withPath(path);
    const [removed = -1] = withPath(whiteout);
    expect(brought).toBeLessThan(removed);
  });

  it('stores a big file again only because its owner was changed', () => {
    const [first, last, ...others] = layers.flatMap(
      ({ entries }) => entries.get('srv/shop/data/catalogue.json') ?? [],
    );
    expect(others).toEqual([]);
    expect(first?.size).toBeGreaterThan(150_000);
    expect(last?.fingerprint).toBe(first?.fingerprint);
    expect(last?.fingerprint).not.toBe(0n);
    expect([first?.uid, last?.uid]).toEqual([0, 1001]);
  });

  it('has a directory where a file was', () => {
    const [file = Infinity] = withPath('srv/shop/config');
    const [directory = -1] = withPath('srv/shop/config/');
    expect(file).toBeLessThan(directory);
  });

  it('has a program of the shop that is run as root', () => {
    expect(entryOf('usr/local/bin/stock-sync')).toMatchObject({ mode: 0o4755, uid: 0 });
  });

  it('has hard links, a dangling link and links that go round in circles', () => {
    expect(entryOf('usr/bin/sh')).toMatchObject({ kind: 'hardlink', link: 'usr/bin/cat' });
    expect(entryOf('srv/shop/public/latest.css')?.link).toBe('../dist/assets/shop.css');
    expect(withPath('srv/shop/dist/assets/shop.css')).toEqual([]);
    expect(entryOf('srv/shop/docs/next')?.link).toBe('previous');
    expect(entryOf('srv/shop/docs/previous')?.link).toBe('next');
  });

  it.each([
    ['a right-to-left override', Buffer.from('invoice-\u202Egpj.txt')],
    ['a line break', Buffer.from('two\nlines.txt')],
    ['markup', Buffer.from('rosehip & <b>hibiscus<b>.txt')],
    ['a backslash', Buffer.from('back\\slash.txt')],
    ['Japanese', Buffer.from('煎茶.txt')],
    ['an emoji', Buffer.from('🍵 of the day.txt')],
    ['bytes that are not UTF-8', Buffer.from('caf\u00E9.txt', 'latin1')],
  ])('has a name with %s', (_, name) => {
    expect(withPath(`srv/shop/labels/${name.toString('latin1')}`)).not.toEqual([]);
  });

  it('has a directory of some two thousand files', () => {
    const paths = new Set(layers.flatMap(({ entries }) => [...entries.keys()]));
    const modules = [...paths].filter((path) => /^srv\/shop\/node_modules\/.*[^/]$/.test(path));
    expect(modules.length).toBeGreaterThan(2000);
  });
});

it('harbour-tea 2.0 has none of the waste: no path in two layers, and nothing taken away', async () => {
  const layers = await readLayers(read('harbour-tea-2.0.oci.tar'));
  const [amd64, arm64] = [layers.slice(0, layers.length / 2), layers.slice(layers.length / 2)];
  for (const platform of [amd64, arm64]) {
    const files = platform.flatMap(({ entries }) =>
      [...entries.keys()].filter((path) => !path.endsWith('/')),
    );
    expect(files.length).toBeGreaterThan(1000);
    expect(files.filter((path) => /(?:^|\/)\.wh\./.test(path))).toEqual([]);
    const twice = files.filter((path, at) => files.indexOf(path) !== at);
    // Accounts and the list of packages are added to.
    expect(twice).toEqual(['etc/group', 'etc/passwd', 'etc/shadow', 'var/lib/dpkg/status']);
  }
  const nodeOf = (platform: DemoLayer[]): bigint | undefined =>
    platform.flatMap(({ entries }) => entries.get('usr/bin/node') ?? [])[0]?.fingerprint;
  expect(nodeOf(amd64)).not.toBe(nodeOf(arm64));
});
