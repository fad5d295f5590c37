import { beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../src/core/problem.ts';
import { OpenImage } from '../../src/state/open-image.svelte.ts';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import { FakeWorkers } from './fake-workers.ts';
import {
  absentLayer,
  type LayerRows,
  openedWith,
  openSample,
  pathNamed,
  sampleImage,
  sampleLayer,
} from './sample-image.ts';

let workers: FakeWorkers;

beforeEach(() => {
  workers = new FakeWorkers();
  performance.clearMeasures();
});

function begin(layers = [sampleLayer(0), sampleLayer(1), sampleLayer(2)]) {
  const of = sampleImage({ layers });
  const image = new OpenImage(of, openedWith([of]), workers);
  return { image, opening: image.open() };
}

const give = (call: number, rows: LayerRows) => {
  workers.indexes[call]?.settle({ ok: true, value: indexOfRows(rows) });
};
const fail = (call: number, problem: Problem) => {
  workers.indexes[call]?.settle({ ok: false, problem });
};
const phases = (image: OpenImage) => image.layers.map(({ phase }) => phase.phase);
const crash: Problem = { kind: 'worker-crashed', message: 'oh' };

describe('opening an image', () => {
  test('asks for all layers at once', async () => {
    const { image, opening } = begin();
    expect(workers.indexes).toHaveLength(3);
    expect(phases(image)).toEqual(['waiting', 'waiting', 'waiting']);
    for (const call of [2, 0, 1]) give(call, [`of-layer-${call}`]);
    await opening;
    expect(phases(image)).toEqual(['indexed', 'indexed', 'indexed']);
    expect(image.pathCount).toBe(3);
    expect(image.mergedLayers).toBe(3);
  });

  test('lays a layer over the ones below, whichever is read first', async () => {
    const { image, opening } = begin([sampleLayer(0), sampleLayer(1)]);
    give(1, ['.wh.gone', { name: 'kept', size: 2 }]);
    give(0, ['gone', { name: 'kept', size: 1 }]);
    await opening;
    const view = image.whole;
    expect(view?.has(pathNamed(image.tree, 'gone'))).toBe(false);
    expect(view?.sizeOf(pathNamed(image.tree, 'kept'))).toBe(2);
  });

  test('tells of each layer how far it is and how fast', async () => {
    const { image, opening } = begin();
    const progress = { stage: 'index', totalBytes: 1000, tarBytes: 0, entries: 3 } as const;
    workers.indexes[1]?.tell({ ...progress, doneBytes: 100 });
    expect(phases(image)).toEqual(['waiting', 'indexing', 'waiting']);
    expect(image.layers[1]?.phase).toMatchObject({
      progress: { doneBytes: 100, totalBytes: 1000, entries: 3 },
    });
    expect(image.layers[1]?.phase).toHaveProperty('progress.bytesPerSecond');
    image.close();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('of no layers gives an empty tree', async () => {
    const { image, opening } = begin([]);
    await opening;
    expect(image.pathCount).toBe(0);
    expect(image.browser.rows.paths).toHaveLength(0);
    expect(image.browser.view).toBeDefined();
  });

  test('reads a blob that is several layers only once', async () => {
    const { image, opening } = begin([sampleLayer(0), sampleLayer(1), sampleLayer(0)]);
    expect(workers.indexes).toHaveLength(2);
    give(0, ['a']);
    give(1, ['.wh.a']);
    await opening;
    expect(phases(image)).toEqual(['indexed', 'indexed', 'indexed']);
    const a = pathNamed(image.tree, 'a');
    expect(image.tree.livesOf(a).map(({ kind }) => kind)).toEqual(['entry', 'removed', 'entry']);
  });

  test('measures each layer, and the tree', async () => {
    const { opening } = begin([sampleLayer(0, { diffId: 'sha256:00' })]);
    give(0, ['etc/', 'etc/hosts']);
    await opening;
    const [layer] = performance.getEntriesByName('onionskin:layer') as PerformanceMeasure[];
    expect(layer?.detail).toEqual({
      digest: 'sha256:00',
      compressedBytes: 1000,
      uncompressedBytes: 10_240,
      entries: 2,
    });
    const [tree] = performance.getEntriesByName('onionskin:tree') as PerformanceMeasure[];
    expect(tree?.detail).toEqual({ layers: 1, paths: 3 });
  });
});

describe('a layer that cannot be read', () => {
  test('fails alone, and the others make the tree', async () => {
    const { image, opening } = begin();
    give(0, ['bottom']);
    fail(1, crash);
    give(2, ['top']);
    await opening;
    expect(phases(image)).toEqual(['indexed', 'failed', 'indexed']);
    expect(image.layers.map(({ problems }) => problems)).toEqual([[], [crash], []]);
    expect(image.pathCount).toBe(2);
    expect(image.whole?.layerOf(pathNamed(image.tree, 'top'))).toBe(2);
  });

  test('that is not in the archive is not asked for, and keeps its place', async () => {
    const { image, opening } = begin([sampleLayer(0), absentLayer(1), sampleLayer(2)]);
    expect(workers.indexes).toHaveLength(2);
    give(0, ['bottom']);
    give(1, ['top']);
    await opening;
    expect(phases(image)).toEqual(['indexed', 'absent', 'indexed']);
    expect(image.layers[1]?.problems).toMatchObject([{ kind: 'member-missing' }]);
    expect(image.whole?.layerOf(pathNamed(image.tree, 'top'))).toBe(2);
  });

  test('shows what is wrong with its tar', async () => {
    const { image, opening } = begin([sampleLayer(0)]);
    const problem: Problem = { kind: 'tar-no-end', tarOffset: 512 };
    const index = indexOfRows(['a'], (builder) => {
      builder.addProblem(problem);
    });
    workers.indexes[0]?.settle({ ok: true, value: index });
    await opening;
    expect(image.layers[0]?.problems).toEqual([problem]);
  });
});

test('what is wrong with a layer as a part of the tree is shown at that layer', async () => {
  const { image } = await openSample([['a'], ['../outside', { name: 'b' }]]);
  expect(image.layers[0]?.problems).toEqual([]);
  expect(image.layers[1]?.problems.map(({ kind }) => kind)).toContain('path-escapes');
});

describe('while layers are still coming', () => {
  const settle = async (image: OpenImage, merged: number) => {
    await expect.poll(() => image.mergedLayers).toBe(merged);
  };
  const shownNames = (image: OpenImage) =>
    Array.from(image.browser.rows.paths, (path) =>
      new TextDecoder().decode(image.tree.nameOf(path)),
    );

  test('the tree of those that are there can be walked', async () => {
    const { image, opening } = begin();
    // So long that a drawing is due.
    await new Promise((resolve) => setTimeout(resolve, 300));
    give(0, ['bottom']);
    await expect.poll(() => shownNames(image)).toEqual(['bottom']);
    expect(image.whole).toBeUndefined();
    expect(image.mergedLayers).toBe(1);
    give(1, ['middle']);
    give(2, ['top']);
    await opening;
    expect(shownNames(image)).toEqual(['bottom', 'middle', 'top']);
    expect(image.shown).toEqual({ kind: 'merged', upTo: 2 });
  });

  test('one layer that is asked for stays shown when the others come', async () => {
    const { image, opening } = begin();
    give(0, ['bottom']);
    await settle(image, 1);
    await image.show({ kind: 'layer', layer: 0 });
    expect(shownNames(image)).toEqual(['bottom']);
    give(1, ['middle']);
    give(2, ['top']);
    await opening;
    expect(image.shown).toEqual({ kind: 'layer', layer: 0 });
    expect(shownNames(image)).toEqual(['bottom']);
    expect(image.pathCount).toBe(3);
  });

  test('a layer that is asked for before it is there is shown once it is', async () => {
    const { image, opening } = begin();
    give(0, ['bottom']);
    await settle(image, 1);
    await image.show({ kind: 'layer', layer: 1 });
    give(1, ['middle']);
    await expect.poll(() => shownNames(image)).toEqual(['middle']);
    expect(image.mergedLayers).toBe(2);
    give(2, ['top']);
    await opening;
    expect(shownNames(image)).toEqual(['middle']);
  });
});

describe('views', () => {
  test('of a chosen layer are the tree up to it, and itself', async () => {
    const { image } = await openSample([['a'], ['b'], ['c']]);
    const whole = { kind: 'merged', upTo: 2 };
    expect(image.viewsAt(undefined)).toEqual([whole]);
    expect(image.viewsAt(1)).toEqual([
      whole,
      { kind: 'merged', upTo: 1 },
      { kind: 'layer', layer: 1 },
    ]);
    expect(image.viewsAt(2)).toEqual([whole, { kind: 'layer', layer: 2 }]);
  });

  test('asked for in a hurry end with the last', async () => {
    const { image } = await openSample([['a'], ['b'], ['c']]);
    const shows = [0, 1, 2].map((layer) => image.show({ kind: 'layer', layer }));
    await Promise.all(shows);
    expect(image.browser.view?.of).toEqual({ kind: 'layer', layer: 2 });
  });
});

describe('the content of a selected path', () => {
  const two: LayerRows[] = [
    [{ name: 'motd', size: 5 }],
    [
      { name: 'motd', size: 7 },
      { name: 'later', size: 9 },
    ],
  ];

  test('is that of the view', async () => {
    const { image, workers: asked } = await openSample(two);
    const motd = pathNamed(image.tree, 'motd');
    image.select(motd);
    await expect.poll(() => asked.reads.map(({ place }) => place.size)).toEqual([7]);
    await image.show({ kind: 'merged', upTo: 0 });
    await expect.poll(() => asked.reads.map(({ place }) => place.size)).toEqual([7, 5]);
    expect(asked.reads[0]?.signal.aborted).toBe(true);
  });

  test('is not read again where another view shows the same', async () => {
    const { image, workers: asked } = await openSample(two);
    image.select(pathNamed(image.tree, 'later'));
    await expect.poll(() => asked.reads.length).toBe(1);
    await image.show({ kind: 'layer', layer: 1 });
    expect(asked.reads[0]?.signal.aborted).toBe(false);
    expect(image.content.phase).toEqual({ phase: 'reading' });
    image.close();
  });

  test('is gone where the path is not in another view', async () => {
    const { image, workers: asked } = await openSample(two);
    image.select(pathNamed(image.tree, 'later'));
    await expect.poll(() => asked.reads.length).toBe(1);
    await image.show({ kind: 'layer', layer: 0 });
    expect(image.browser.selected).toBeUndefined();
    expect(image.content.phase).toEqual({ phase: 'none' });
    expect(asked.reads[0]?.signal.aborted).toBe(true);
  });
});

test('closing ends everything, and nothing is left unhandled', async () => {
  const { image, opening } = begin();
  give(0, ['a']);
  await expect.poll(() => image.mergedLayers).toBe(1);
  image.close();
  await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  expect(workers.indexes.map(({ signal }) => signal.aborted)).toEqual([true, true, true]);
});

test('a layer whose index is there already is not read again', async () => {
  const of = sampleImage({ layers: [sampleLayer(0)] });
  const index = indexOfRows(['etc/', 'etc/hosts']);
  const image = new OpenImage(of, { ...openedWith([of]), indexOf: () => index }, workers);
  await image.open();
  expect(workers.indexes).toHaveLength(0);
  expect(image.layers[0]?.index).toBe(index);
  expect(image.pathCount).toBe(2);
  image.close();
});
