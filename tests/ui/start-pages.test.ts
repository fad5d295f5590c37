import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Image } from '../../src/core/image/image.ts';
import type { Problem } from '../../src/core/problem.ts';
import { type Demo, DEMOS } from '../../src/state/demos.ts';
import type { Failed } from '../../src/state/explorer.svelte.ts';
import Choosing from '../../src/ui/shell/Choosing.svelte';
import Failure from '../../src/ui/shell/Failure.svelte';
import RefusalNotice from '../../src/ui/shell/RefusalNotice.svelte';
import Welcome from '../../src/ui/shell/Welcome.svelte';
import { absentLayer, openedWith, sampleImage, sampleLayer } from '../state/sample-image.ts';
import { stageForEach } from './stage.ts';

const stage = stageForEach();
const HOSTILE = '<img src=x onerror=alert(1)>\u202e';
const HOSTILE_SHOWN = '<img src=x onerror=alert(1)>\\u{202e}';

describe('the start page', () => {
  async function show(failures: readonly Failed[] = []) {
    const [onchoose, ondemo] = [vi.fn(), vi.fn<(demo: Demo) => void>()];
    await render(Welcome, {
      target: stage.target,
      props: { dragging: false, failures, onchoose, ondemo },
    });
    return { onchoose, ondemo };
  }

  test('says in one sentence what this is and that nothing is uploaded', async () => {
    await show();
    const claim = page.getByText(/nothing is uploaded\.$/);
    await expect.element(claim).toBeVisible();
    expect(claim.element().textContent.match(/\.(\s|$)/g)).toHaveLength(1);
  });

  test('has a button to choose a file', async () => {
    const { onchoose } = await show();
    await userEvent.click(page.getByRole('button', { name: 'Choose a file' }));
    expect(onchoose).toHaveBeenCalledOnce();
  });

  test('has two demo images, one click away', async () => {
    const { ondemo } = await show();
    const demos = page.getByRole('region', { name: 'Demo images' }).getByRole('button');
    await expect.poll(() => demos.elements().length).toBe(2);
    for (const demo of DEMOS) {
      await userEvent.click(page.getByRole('button', { name: demo.name }));
      expect(ondemo).toHaveBeenLastCalledWith(demo);
    }
  });

  test('lists what could not be opened lately, each with a next step', async () => {
    const problem: Problem = { kind: 'no-image', holds: 'nothing', detail: '' };
    await show([
      { subject: { name: HOSTILE, bytes: 5 }, problem, foreign: undefined },
      { subject: { name: 'page.tar', bytes: 5 }, problem, foreign: 'html' },
    ]);
    const items = page.getByRole('list', { name: 'Could not be opened' }).getByRole('listitem');
    await expect.poll(() => items.elements().length).toBe(2);
    await expect.element(items.first()).toHaveTextContent(HOSTILE_SHOWN);
    for (const item of items.elements()) expect(item.textContent).toMatch(/: .+\. +.+\.\s*$/s);
    expect(stage.target.querySelector('img')).toBeNull();
  });

  test('without failures has no list of them', async () => {
    await show();
    expect(page.getByRole('list', { name: 'Could not be opened' }).elements()).toHaveLength(0);
  });
});

describe('choosing an image', () => {
  async function show(images: readonly Image[], problems: readonly Problem[] = []) {
    const onchoose = vi.fn<(image: Image) => void>();
    const { archive } = openedWith(images, problems);
    const subject = { name: HOSTILE, bytes: 5 };
    await render(Choosing, { target: stage.target, props: { subject, archive, onchoose } });
    return onchoose;
  }

  const platform = (architecture: string) => ({
    os: 'linux',
    architecture,
    variant: undefined,
    osVersion: undefined,
  });

  test('has a button for each, with names, platform and size', async () => {
    const amd = sampleImage({
      names: ['docker.io/library/app:1', HOSTILE],
      platform: platform('amd64'),
      layers: [sampleLayer(0), sampleLayer(1)],
      attestations: [{ digest: 'x', predicateTypes: ['https://slsa.dev/provenance/v1'] }],
    });
    const arm = sampleImage({ names: ['app:2'], platform: platform('arm64') });
    const onchoose = await show([amd, arm]);
    await expect
      .element(page.getByRole('heading', { level: 1 }))
      .toHaveTextContent('2 images in here. Which one?');
    const first = page.getByRole('button', { name: /app:1.*linux\/amd64.*2 layers, 2\.0 kB/ });
    await expect.element(first).toHaveTextContent('Provenance');
    await expect.element(first).toHaveTextContent(HOSTILE_SHOWN);
    await userEvent.click(page.getByRole('button', { name: /app:2.*linux\/arm64/ }));
    expect(onchoose).toHaveBeenCalledExactlyOnceWith(arm);
    expect(stage.target.querySelector('img')).toBeNull();
  });

  test('lists what is not in the file, with the reason and no button', async () => {
    const missing = sampleImage({ names: ['far:1'], present: false, layers: [absentLayer(0)] });
    await show([sampleImage({ names: ['near:1'] }), missing]);
    await expect.element(page.getByRole('button')).toHaveTextContent('near:1');
    await expect.element(page.getByText('Listed, but not in this file')).toBeVisible();
    const item = page.getByRole('listitem').filter({ hasText: 'far:1' });
    await expect.element(item).toHaveTextContent('layer-0.tar');
  });

  test('says so where none can be opened, and shows what is wrong with the archive', async () => {
    const missing = sampleImage({ names: ['far:1'], present: false });
    await show([missing], [{ kind: 'image-cut' }]);
    await expect
      .element(page.getByRole('heading', { level: 1 }))
      .toHaveTextContent('No image in it can be opened');
    expect(page.getByRole('button').elements()).toHaveLength(0);
    expect(stage.target.querySelector('details')).not.toBeNull();
  });
});

test('a failure has a heading that says why, and what to do', async () => {
  const onchoose = vi.fn();
  const problem: Problem = { kind: 'empty-input' };
  const subject = { name: HOSTILE, bytes: 0 };
  await render(Failure, {
    target: stage.target,
    props: { subject, problem, foreign: undefined, onchoose },
  });
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveFocus();
  await expect.element(page.getByText(HOSTILE_SHOWN)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Choose another file' }));
  expect(onchoose).toHaveBeenCalledOnce();
});

test('a drop that is refused is told at once, and can be dismissed', async () => {
  const ondismiss = vi.fn();
  await render(RefusalNotice, {
    target: stage.target,
    props: { refusal: 'several-folders', ondismiss },
  });
  await expect.element(page.getByRole('alert')).toHaveTextContent(/more than one folder.*Drop one/);
  await userEvent.click(page.getByRole('button', { name: 'Dismiss' }));
  expect(ondismiss).toHaveBeenCalledOnce();
});
