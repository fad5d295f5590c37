import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Image, ImageLayer } from '../../src/core/image/image.ts';
import type { Problem } from '../../src/core/problem.ts';
import { OpenImage } from '../../src/state/open-image.svelte.ts';
import LayerPanel from '../../src/ui/image/LayerPanel.svelte';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import { FakeWorkers } from '../state/fake-workers.ts';
import {
  absentLayer,
  openedWith,
  sampleImage,
  sampleLayer,
  sampleStep,
} from '../state/sample-image.ts';
import { stageForEach } from './stage.ts';

const stage = stageForEach();
const shown: OpenImage[] = [];

afterEach(() => {
  for (const image of shown.splice(0)) image.close();
});

const digest = `sha256:${'1'.repeat(64)}`;

async function show(layers: readonly ImageLayer[], fields: Partial<Image> = {}, chosen?: number) {
  const workers = new FakeWorkers();
  const of = sampleImage({ layers, ...fields });
  const image = new OpenImage(of, openedWith([of]), workers);
  shown.push(image);
  // Ends with the test at the latest.
  void image.open().catch(() => undefined);
  const onchoose = vi.fn<(layer: number | undefined) => void>();
  await render(LayerPanel, { target: stage.target, props: { image, chosen, onchoose } });
  return { image, workers, onchoose };
}

const panel = () => page.getByRole('navigation', { name: 'Layers' });
const card = (name: string | RegExp) => panel().getByRole('button', { name });

describe('a layer', () => {
  test('waits, is read with bytes, rate and time left, and then says what it has', async () => {
    const { workers } = await show([sampleLayer(0, { blobBytes: 1000 })]);
    await expect.element(card(/Layer 0 .*Waiting/)).toBeVisible();
    const progress = { stage: 'index', totalBytes: 1000, tarBytes: 0, entries: 0 } as const;
    workers.indexes[0]?.tell({ ...progress, doneBytes: 0 });
    await new Promise((resolve) => setTimeout(resolve, 600));
    workers.indexes[0]?.tell({ ...progress, doneBytes: 250 });
    await expect.element(card(/250 B of 1\.0 kB · .*\/s · .* left/)).toBeVisible();
    workers.indexes[0]?.settle({ ok: true, value: indexOfRows(['a', 'b']) });
    await expect.element(card(/2 entries · 10\.2 kB tar/)).toBeVisible();
  });

  test('is named after the instruction that made it', async () => {
    await show([sampleLayer(0, { step: 0 }), sampleLayer(1)], {
      history: [sampleStep('COPY', '<b>hostile</b> /srv')],
    });
    await expect.element(card(/^0 COPY <b>hostile<\/b> \/srv 1\.0 kB/)).toBeVisible();
    await expect.element(card(/^1 Layer 1 1\.0 kB/)).toBeVisible();
    expect(stage.target.querySelector('b')).toBeNull();
  });

  test('that is not in the file says so, and has a badge', async () => {
    await show([absentLayer(0)]);
    await expect.element(card(/Not in this file/)).toBeVisible();
    await expect.element(card(/1 problem/)).toBeVisible();
  });

  test('that could not be read says why', async () => {
    const { workers } = await show([sampleLayer(0)]);
    const problem: Problem = { kind: 'not-a-tar', tarOffset: 0, bytes: 512 };
    workers.indexes[0]?.settle({ ok: false, problem });
    await expect.element(card(/1 problem/)).toBeVisible();
    await expect.element(card(/Waiting|entries/)).not.toBeInTheDocument();
  });

  test('with nothing but notes has no badge', async () => {
    const { workers } = await show([sampleLayer(0)]);
    const index = indexOfRows(['a'], (builder) => {
      builder.addProblem({ kind: 'tar-trailing-data', tarOffset: 1024, bytes: 512 });
    });
    workers.indexes[0]?.settle({ ok: true, value: index });
    await expect.element(card(/1 entry/)).toBeVisible();
    await expect.element(card(/problem/)).not.toBeInTheDocument();
  });

  test('says whether it is what its digests say', async () => {
    const { workers } = await show([sampleLayer(0, { digest }), sampleLayer(1, { digest })]);
    for (const call of workers.indexes) call.settle({ ok: true, value: indexOfRows(['a']) });
    await expect.poll(() => workers.checks.length).toBe(2);
    await expect.poll(() => panel().getByTitle('Checking the digests').elements().length).toBe(2);
    workers.checks[0]?.settle({ ok: true, value: [] });
    await expect.element(card(/^0 .*Digests match/)).toBeVisible();
    const member = 'layer-1.tar';
    const got = `sha256:${'2'.repeat(64)}`;
    const problem = { kind: 'digest-mismatch', part: 'layer', member, want: digest, got } as const;
    workers.checks[1]?.settle({ ok: true, value: [problem] });
    await expect
      .element(card(/^1 /).getByTitle('The content does not match its digests'))
      .toBeVisible();
    await expect.element(card(/^1 .*1 problem/)).toBeVisible();
  });
});

describe('choosing', () => {
  const two = [sampleLayer(0), sampleLayer(1)];

  test('a layer gives its number', async () => {
    const { onchoose } = await show(two);
    await expect.element(card(/^1 /)).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(card(/^1 /));
    expect(onchoose).toHaveBeenCalledExactlyOnceWith(1);
  });

  test('the chosen layer again lets go of it', async () => {
    const { onchoose } = await show(two, {}, 1);
    await expect.element(card(/^1 /)).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(card(/^1 /));
    expect(onchoose).toHaveBeenCalledExactlyOnceWith(undefined);
  });
});

test('steps that made no layer stand between, and cannot be chosen', async () => {
  await show([sampleLayer(0, { step: 0 }), sampleLayer(1, { step: 2 })], {
    history: [
      sampleStep('ADD', 'rootfs'),
      sampleStep('ENV', 'A=1', true),
      sampleStep('RUN', 'make'),
    ],
  });
  const items = panel().getByRole('listitem');
  await expect.poll(() => items.elements().length).toBe(3);
  expect(items.elements()[1]?.textContent).toMatch(/ENV\s+A=1/);
  expect(panel().getByRole('button').elements()).toHaveLength(2);
});

test('an image without layers says so', async () => {
  await show([]);
  await expect.element(panel().getByText('This image has no layers.')).toBeVisible();
});
