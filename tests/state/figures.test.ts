import { afterEach, describe, expect, test } from 'vitest';
import type { ImageLayer } from '../../src/core/image/image.ts';
import type { Problem } from '../../src/core/problem.ts';
import { OpenImage } from '../../src/state/open-image.svelte.ts';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import { FakeWorkers } from './fake-workers.ts';
import { absentLayer, openedWith, sampleImage, sampleLayer } from './sample-image.ts';

const opened: OpenImage[] = [];

afterEach(() => {
  for (const image of opened.splice(0)) image.close();
});

const digest = `sha256:${'1'.repeat(64)}`;
const diffId = `sha256:${'2'.repeat(64)}`;

async function open(...layers: ImageLayer[]) {
  const workers = new FakeWorkers();
  const of = sampleImage({ layers });
  const image = new OpenImage(of, openedWith([of]), workers);
  opened.push(image);
  const opening = image.open();
  for (const call of workers.indexes) {
    call.settle({ ok: true, value: indexOfRows([{ name: 'same', size: 1000 }]) });
  }
  await opening;
  return { image, workers };
}

describe('the figures of an image', () => {
  test('are there soon after its tree', async () => {
    const { image } = await open(sampleLayer(0), sampleLayer(1));
    expect(image.figures.dead).toEqual({
      storedBytes: 2000,
      visibleBytes: 1000,
      deadBytes: 1000,
    });
    await expect.poll(() => image.figures.efficiency).toMatchObject({ score: 0.5 });
  });

  test('have no efficiency where a layer is missing: it would be that of another image', async () => {
    const { image, workers } = await open(
      sampleLayer(0, { diffId }),
      absentLayer(1),
      sampleLayer(2),
    );
    // The digests are checked last.
    await expect.poll(() => workers.checks.length).toBe(1);
    expect(image.figures.efficiency).toBeUndefined();
    expect(image.figures.dead).toMatchObject({ storedBytes: 2000 });
  });
});

describe('the digests of a layer', () => {
  const verdictOf = async (answer: (workers: FakeWorkers) => void) => {
    const { image, workers } = await open(sampleLayer(0, { digest, diffId }));
    await expect.poll(() => workers.checks.length).toBe(1);
    const [layer] = image.layers;
    expect(layer?.verdict).toBe('checking');
    answer(workers);
    await expect.poll(() => layer?.verdict).not.toBe('checking');
    return { verdict: layer?.verdict, problems: layer?.problems };
  };
  const answers = (value: Problem[]) => (workers: FakeWorkers) => {
    workers.checks[0]?.settle({ ok: true, value });
  };

  test('are checked with the place they are of', async () => {
    const { workers } = await open(sampleLayer(0, { digest, diffId }), sampleLayer(1, { diffId }));
    await expect.poll(() => workers.checks.length).toBe(2);
    expect(workers.checks.map(({ want }) => want)).toEqual([
      { member: 'layer-0.tar', digest, diffId },
      { member: 'layer-1.tar', diffId },
    ]);
  });

  test('are right', async () => {
    expect(await verdictOf(answers([]))).toEqual({ verdict: 'right', problems: [] });
  });

  test('are wrong where they are another content’s, and the problem says so', async () => {
    const problem: Problem = {
      kind: 'digest-mismatch',
      part: 'layer',
      member: 'layer-0.tar',
      want: digest,
      got: diffId,
    };
    expect(await verdictOf(answers([problem]))).toEqual({ verdict: 'wrong', problems: [problem] });
  });

  test('are neither right nor wrong where they are of a kind nobody can check', async () => {
    const problem: Problem = { kind: 'digest-unsupported', part: 'layer', digest: 'md5:00' };
    expect(await verdictOf(answers([problem]))).toEqual({
      verdict: 'unknown',
      problems: [problem],
    });
  });

  test('are unknown where the layer can no longer be read', async () => {
    const problem: Problem = { kind: 'worker-crashed', message: '' };
    const result = await verdictOf((workers) => {
      workers.checks[0]?.settle({ ok: false, problem });
    });
    expect(result).toEqual({ verdict: 'unknown', problems: [problem] });
  });

  test('that stands several times are checked once, for all of them', async () => {
    const twice = sampleLayer(0, { digest, diffId });
    const { image, workers } = await open(twice, sampleLayer(1, { digest, diffId }), twice);
    await expect.poll(() => workers.checks.length).toBe(2);
    for (const call of workers.checks) call.settle({ ok: true, value: [] });
    await expect
      .poll(() => image.layers.map(({ verdict }) => verdict))
      .toEqual(['right', 'right', 'right']);
    expect(workers.checks).toHaveLength(2);
  });

  test('that nobody gave are not checked', async () => {
    const { image, workers } = await open(sampleLayer(0));
    await expect.poll(() => image.figures.efficiency).toBeDefined();
    expect(workers.checks).toHaveLength(0);
    expect(image.layers[0]?.verdict).toBe('unknown');
  });

  test('are checked no further when the image is closed, and nothing is left unhandled', async () => {
    const { image, workers } = await open(sampleLayer(0, { digest }), sampleLayer(1, { digest }));
    await expect.poll(() => workers.checks.length).toBe(2);
    image.close();
    expect(workers.checks.every(({ signal }) => signal.aborted)).toBe(true);
  });
});
