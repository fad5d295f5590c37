import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import { Exporter } from '../../src/state/exporter.svelte.ts';
import ImagePage from '../../src/ui/image/ImagePage.svelte';
import { indexOfRows } from '../fixtures/index-of-rows.ts';
import {
  type LayerRows,
  openedWith,
  type OpenedSample,
  openSample,
  sampleStep,
} from '../state/sample-image.ts';
import { stageForEach } from './stage.ts';

const stage = stageForEach();
const shown: OpenedSample[] = [];

afterEach(() => {
  for (const { image } of shown.splice(0)) image.close();
});

async function show(...layers: (LayerRows | LayerIndex)[]) {
  const history = layers.map((_, i) => sampleStep('RUN', `step ${i}`));
  const sample = await openSample(layers, { history });
  shown.push(sample);
  const { image, workers } = sample;
  const { archive } = openedWith([image.image]);
  const exporter = new Exporter(image, workers, 'sample.tar');
  await render(ImagePage, { target: stage.target, props: { archive, image, exporter } });
  return sample;
}

const tree = () => page.getByRole('treegrid');
const row = (name: string | RegExp) => tree().getByRole('row', { name });
const details = () => page.getByRole('complementary', { name: 'The selected path' });
const preview = () => page.getByRole('region', { name: 'Preview' });
const answer = ({ workers }: OpenedSample, call: number, content: Uint8Array<ArrayBuffer>) => {
  workers.reads[call]?.settle({ ok: true, value: content });
};

describe('a selected file', () => {
  test('shows its facts, its history and its text', async () => {
    const sample = await show(
      [{ name: 'motd', size: 9 }],
      [{ name: 'motd', size: 12, mode: 0o600 }],
    );
    await userEvent.click(row(/motd/));
    await expect.element(details()).toHaveTextContent('0600');
    await expect.element(details()).toHaveTextContent(/Layer 0 added it.*Layer 1 changed it/s);
    await expect.poll(() => sample.workers.reads.length).toBe(1);
    answer(sample, 0, new TextEncoder().encode('hi\u202e <b>\n'));
    await expect.element(preview()).toHaveTextContent('hi\\u{202e} <b>');
    await expect.element(details()).toHaveTextContent('Text, UTF-8');
    expect(details().element().querySelector('b')).toBeNull();
  });

  test('in Windows-1252 is text, and the encoding is told as a guess', async () => {
    const sample = await show([{ name: 'readme', size: 9 }]);
    await userEvent.click(row(/readme/));
    await expect.poll(() => sample.workers.reads.length).toBe(1);
    const quoted = [0x93, ...new TextEncoder().encode('quoted'), 0x94];
    answer(sample, 0, Uint8Array.from(quoted));
    await expect.element(preview()).toHaveTextContent('“quoted”');
    await expect.element(details()).toHaveTextContent('Windows-1252?');
  });

  test('that is no text is shown in hex', async () => {
    const sample = await show([{ name: 'bin', size: 4 }]);
    await userEvent.click(row(/bin/));
    await expect.poll(() => sample.workers.reads.length).toBe(1);
    answer(sample, 0, Uint8Array.of(0x7f, 0x45, 0, 0xff));
    await expect.element(preview()).toHaveTextContent(/00000000 +7f 45 00 ff +\.E\.\./);
  });

  test('that is long shows its beginning, and more when asked', async () => {
    const sample = await show([{ name: 'log', size: 5e6 }]);
    await userEvent.click(row(/log/));
    await expect.poll(() => sample.workers.reads.length).toBe(1);
    answer(sample, 0, new Uint8Array(65_536).fill(0x61));
    await expect.element(details()).toHaveTextContent('the first 65.5 kB of 5.0 MB');
    await userEvent.click(page.getByRole('button', { name: /^Show more/ }));
    await expect.poll(() => sample.workers.reads.length).toBe(2);
    answer(sample, 1, new Uint8Array(1 << 20).fill(0x62));
    await expect.element(details()).toHaveTextContent('the first 1.0 MB of 5.0 MB');
    await expect.element(page.getByRole('button', { name: /^Show more/ })).not.toBeInTheDocument();
  });

  test('that cannot be read says why', async () => {
    const sample = await show([{ name: 'cut', size: 4 }]);
    await userEvent.click(row(/cut/));
    await expect.poll(() => sample.workers.reads.length).toBe(1);
    sample.workers.reads[0]?.settle({
      ok: false,
      problem: { kind: 'tar-truncated', tarOffset: 512, want: 4, got: 1, name: 'cut' },
    });
    await expect.element(details()).toHaveTextContent('The tar is cut off');
  });

  test('is saved by its button', async () => {
    const sample = await show([{ name: 'motd', size: 9 }]);
    await userEvent.click(row(/motd/));
    await userEvent.click(page.getByRole('button', { name: 'Save file' }));
    expect(sample.workers.saves[0]?.place.name).toBe('motd');
    await expect.element(page.getByRole('button', { name: 'Cancel export' })).toBeVisible();
  });

  test('is closed by its button', async () => {
    await show(['shadow']);
    await userEvent.click(row(/shadow/));
    await userEvent.click(page.getByRole('button', { name: 'Close the details' }));
    await expect.element(details()).not.toBeInTheDocument();
  });

  test('with a hostile name is shown inert', async () => {
    await show([{ name: '<img src=x onerror=alert(1)>\u202e', size: 1 }]);
    await userEvent.click(row(/img/));
    await expect
      .element(details().getByRole('heading', { level: 2 }))
      .toHaveTextContent('<img src=x onerror=alert(1)>\\u{202e}');
    expect(stage.target.querySelector('img')).toBeNull();
  });
});

test('a directory has nothing to save or to preview', async () => {
  await show(['etc/', 'etc/hosts']);
  await userEvent.click(row(/etc/));
  await expect.element(details()).toHaveTextContent('Paths below');
  expect(page.getByRole('button', { name: 'Save file' }).elements()).toHaveLength(0);
  expect(preview().elements()).toHaveLength(0);
});

describe('choosing a layer', () => {
  const card = (name: RegExp) => page.getByRole('navigation').getByRole('button', { name });

  test('shows what it alone did, then what was there with it, then everything again', async () => {
    await show(['bottom'], ['middle'], ['top']);
    await userEvent.click(card(/^1 RUN step 1/));
    await expect.element(row(/middle/)).toBeVisible();
    await expect.element(row(/bottom/)).not.toBeInTheDocument();
    await expect.element(page.getByRole('treegrid', { name: 'Only layer 1' })).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Up to layer 1' }));
    await expect.element(row(/bottom/)).toBeVisible();
    await expect.element(row(/top/)).not.toBeInTheDocument();
    await userEvent.click(card(/^1 RUN step 1/));
    await expect.element(row(/top/)).toBeVisible();
    await expect.element(page.getByRole('treegrid', { name: 'Merged' })).toBeVisible();
  });

  test('keeps the selected path, with the facts it has there', async () => {
    const sample = await show([{ name: 'motd', size: 9 }], [{ name: 'motd', size: 12 }]);
    await userEvent.click(row(/motd/));
    await expect.element(details()).toHaveTextContent('12 bytes');
    await userEvent.click(card(/^0 RUN step 0/));
    await expect.element(details()).toHaveTextContent('9 bytes');
    await expect.poll(() => sample.workers.reads.map(({ place }) => place.size)).toContain(9);
    await expect.element(row(/motd/)).toHaveAttribute('aria-selected', 'true');
  });
});

test('clearing the filter leads back to the selected path', async () => {
  await show(Array.from({ length: 10_000 }, (_, i) => `dir/file-${i}`));
  await userEvent.fill(page.getByRole('searchbox'), 'file-9876');
  await userEvent.click(row(/file-9876/));
  await userEvent.fill(page.getByRole('searchbox'), '');
  const selected = tree().getByRole('row', { selected: true });
  await expect.element(selected).toHaveTextContent('file-9876');
  await expect.element(selected).toBeInViewport();
});

test('the figures of the image are there', async () => {
  await show([{ name: 'same', size: 1000 }], [{ name: 'same', size: 1000 }]);
  const figures = stage.target.querySelector('dl');
  await expect.poll(() => figures?.textContent).toMatch(/2 layers/);
  await expect.poll(() => figures?.textContent).toMatch(/Dead bytes\s+1\.0 kB\s+50\.0 % of all/);
  await expect.poll(() => figures?.textContent).toMatch(/Efficiency \(dive\)\s+50\.00 %/);
});

describe('problems', () => {
  const withProblems = (count: number) =>
    indexOfRows(['a'], (builder) => {
      for (let i = 0; i < count; i++) {
        builder.addProblem({
          kind: 'tar-name',
          tarOffset: i * 512,
          name: '../a',
          fault: 'dot-dot',
        });
      }
      if (count > 1) builder.addProblem({ kind: 'tar-skipped', tarOffset: 0, bytes: 1024 });
    });

  test('that lose something are shown at once, at their layer, with numbers and advice', async () => {
    await show(['fine'], withProblems(3));
    await expect.element(page.getByText('4 problems in this file')).toBeVisible();
    await expect.element(page.getByRole('heading', { name: 'Layer 1' })).toBeVisible();
    expect(page.getByRole('heading', { name: 'Layer 0' }).elements()).toHaveLength(0);
    await expect.element(page.getByText('1,024 bytes from byte 0 of the tar on')).toBeVisible();
    await expect.element(page.getByText(/Download or export the file again/)).toBeVisible();
    await expect.element(page.getByText('3 times')).toBeVisible();
  });

  test('that lose nothing are one line, which opens', async () => {
    await show(withProblems(1));
    const line = page.getByText(/Layer 0: +An entry has a name that is not safe to unpack/);
    await expect.element(line).toBeVisible();
    await expect.element(page.getByText(/Nothing is unpacked here/)).not.toBeVisible();
    await userEvent.click(line);
    await expect.element(page.getByText(/Nothing is unpacked here/)).toBeVisible();
  });
});
