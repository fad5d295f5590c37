/** Documents that may be anything: an archive opens or is refused with a problem, and nothing else ever happens. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTwinEngine } from '../../../src/core/layer/twin-engine.ts';
import { InputError } from '../../../src/core/problem.ts';
import { describeProblem } from '../../../src/text/problem-texts.ts';
import { allProblems, openAll, wasm } from './open.ts';
import {
  blob,
  type Blob,
  configJson,
  describe as descriptorOf,
  dockerManifest,
  indexJson,
  json,
  layout,
  type Member,
  MANIFEST_TYPE,
  ociImage,
  tarOf,
} from './sample-images.ts';

const RUNS = 100;
/** It starts faster, and documents do not mind. */
const decoders = { ...wasm, engine: createTwinEngine() };
const image = ociImage();

async function openOrRefuse(tar: Uint8Array): Promise<void> {
  try {
    const opened = await openAll({ 'dropped.tar': tar }, { decoders });
    const problems = allProblems(opened);
    for (const problem of problems) expect(describeProblem(problem).detail).toMatch(/\S/);
    // It crosses threads.
    structuredClone({ images: opened.images, problems });
    for (const { layers } of opened.images) {
      for (const { place } of layers) {
        if (place === undefined) continue;
        expect(place.start).toBeGreaterThanOrEqual(0);
        expect(place.end).toBeGreaterThanOrEqual(place.start);
      }
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(describeProblem(error.problem).detail).toMatch(/\S/);
  }
}

/** A value with some part of it replaced by something else. */
function mutated(value: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(value);
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(null, -1, 1e300, '', '../x', {}, [], [null], '__proto__', { length: 5 }),
  );
  return fc
    .tuple(fc.constantFrom(...paths), odd)
    .map(([path, part]) => replaced(value, path, part));
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]));
  return [path, ...inner];
}

function replaced(value: unknown, [key, ...rest]: Path, part: unknown): unknown {
  if (key === undefined) return part;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, part);
  return copy;
}

const parse = (content: Uint8Array): unknown => JSON.parse(Buffer.from(content).toString());
const entries = [
  descriptorOf(image.manifest, MANIFEST_TYPE, {
    annotations: { a: 'b' },
    platform: { os: 'linux' },
  }),
];

/** The layout with another index, manifest or config, whose digest is right again. */
const PLACES: Record<string, [value: unknown, members: (value: unknown) => Member[]]> = {
  'index.json': [
    parse(indexJson(entries)),
    (value) => [
      ...layout([], [image.config, ...image.layers, image.manifest]).filter(
        ({ name }) => name !== 'index.json',
      ),
      { name: 'index.json', content: json(value) },
    ],
  ],
  'a manifest': [
    parse(image.manifest.content),
    (value) => withManifest(blob(json(value)), image.config),
  ],
  'a config': [
    parse(configJson()),
    (value) => {
      const parts = ociImage({ config: json(value) });
      return withManifest(parts.manifest, parts.config);
    },
  ],
  'manifest.json': [
    [{ Config: 'c.json', RepoTags: ['a:1'], Layers: ['l.tar', 'l.tar'], LayerSources: {} }],
    (value) => [
      { name: 'l.tar', content: image.layers[0]?.content ?? Buffer.of() },
      { name: 'c.json', content: configJson() },
      { ...dockerManifest([]), content: json(value) },
    ],
  ],
  'repositories and a layer’s json': [
    {
      repositories: { app: { 1: 'top' } },
      json: { id: 'top', parent: 'top', config: { Env: [] } },
    },
    (value) => {
      const { repositories, json: own } = (value ?? {}) as Record<string, unknown>;
      return [
        { name: 'repositories', content: json(repositories ?? 0) },
        { name: 'top/json', content: json(own ?? 0) },
        { name: 'top/layer.tar', content: image.layers[0]?.content ?? Buffer.of() },
      ];
    },
  ],
};

function withManifest(manifest: Blob, config: Blob): Member[] {
  return layout([descriptorOf(manifest, MANIFEST_TYPE)], [config, ...image.layers, manifest]);
}

describe.each(Object.entries(PLACES))('%s', (_, [value, members]) => {
  test('with any part replaced by anything', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(value), (odd) => openOrRefuse(tarOf(members(odd)))),
      { numRuns: RUNS },
    );
  });

  test('with some bytes changed', async () => {
    const whole = tarOf(members(value));
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        return openOrRefuse(bytes);
      }),
      { numRuns: RUNS },
    );
  });
});

test('random bytes under the names of documents', async () => {
  const names = [
    'index.json',
    'manifest.json',
    'oci-layout',
    'repositories',
    'x/json',
    'blobs/sha256/x',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...names), fc.uint8Array({ maxLength: 200 })), {
        minLength: 1,
        maxLength: 5,
      }),
      (files) => openOrRefuse(tarOf(files.map(([name, content]) => ({ name, content })))),
    ),
    { numRuns: RUNS },
  );
});

test('random bytes', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), openOrRefuse), {
    numRuns: RUNS,
  });
});

test('a cut at every place', async () => {
  const whole = tarOf(layout(entries, [image.config, ...image.layers, image.manifest]));
  for (let end = 0; end < whole.length; end += 97) await openOrRefuse(whole.subarray(0, end));
});
