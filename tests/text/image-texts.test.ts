import { describe, expect, test } from 'vitest';
import { changeTexts } from '../../src/text/change-texts.ts';
import { failureText } from '../../src/text/failure-text.ts';
import { fileNameOf } from '../../src/text/file-name.ts';
import { attestationLabel, imageTitle, platformLabel } from '../../src/text/image-labels.ts';
import { stepRows } from '../../src/text/step-rows.ts';
import { sameView, viewName } from '../../src/text/view-name.ts';
import { sampleImage, sampleLayer, sampleStep } from '../state/sample-image.ts';

describe('a file name for a download', () => {
  test.each([
    ['alpine:3.20', 'alpine-3.20'],
    ['ghcr.io/team/app@sha256:00', 'ghcr.io-team-app-sha256-00'],
    ['../../etc/passwd', 'etc-passwd'],
    ['.bashrc', 'bashrc'],
    ['C:\\x\\con.txt', 'C-x-con.txt'],
    ['a\u202etxt.exe\0\n', 'a-txt.exe'],
    ['名前 (1).tar', '名前-1-.tar'],
    ['e\u0301', '\u00e9'],
    ['//', 'unnamed'],
    ['', 'unnamed'],
  ])('made of %j is %s', (text, expected) => {
    expect(fileNameOf(text)).toBe(expected);
  });

  test('is never too long, and never cut inside of a character', () => {
    expect(fileNameOf('a'.repeat(5000))).toHaveLength(120);
    expect(Array.from(fileNameOf('𝒜'.repeat(500)))).toEqual(Array<string>(120).fill('𝒜'));
  });
});

describe('an image', () => {
  test.each([
    ['docker.io/library/alpine:3.20', 'alpine:3.20'],
    ['index.docker.io/team/app:1', 'team/app:1'],
    ['ghcr.io/library/app:1', 'ghcr.io/library/app:1'],
    ['alpine:3.20', 'alpine:3.20'],
  ])('named %s is called %s', (name, expected) => {
    expect(imageTitle(sampleImage({ names: [name, 'other:1'] }))).toBe(expected);
  });

  test('without a name is called by its digest, or by nothing', () => {
    const digest = `sha256:${'ab'.repeat(32)}`;
    expect(imageTitle(sampleImage({ names: [], digest }))).toBe('Image sha256:abababababab…');
    expect(imageTitle(sampleImage({ names: [], configDigest: digest }))).toContain('sha256:abab');
    expect(imageTitle(sampleImage({ names: [] }))).toBe('Image without a name');
  });

  test('says its platform as docker does', () => {
    const platform = { os: 'linux', architecture: 'arm', variant: 'v7', osVersion: undefined };
    expect(platformLabel(platform)).toBe('linux/arm/v7');
    expect(platformLabel({ ...platform, variant: '' })).toBe('linux/arm');
    const windows = { os: 'windows', architecture: 'amd64', variant: undefined };
    expect(platformLabel({ ...windows, osVersion: '10.0.1' })).toBe('windows/amd64 10.0.1');
    expect(platformLabel({ ...windows, os: '', osVersion: '' })).toBe('amd64');
  });

  test('says a word once for all that is attested of it', () => {
    const attestations = [
      { digest: 'a', predicateTypes: ['https://spdx.dev/Document', 'https://cyclonedx.org/bom'] },
      {
        digest: 'b',
        predicateTypes: ['https://slsa.dev/provenance/v0.2', 'https://example.com/x'],
      },
    ];
    expect(attestationLabel(sampleImage({ attestations }))).toEqual([
      'SBOM',
      'Provenance',
      'Attestation',
    ]);
  });
});

describe('the steps of an image', () => {
  test('stand between its layers as they were made', () => {
    const image = sampleImage({
      history: [
        sampleStep('ADD', 'rootfs'),
        sampleStep('ENV', 'A=1', true),
        sampleStep('RUN', 'make'),
        sampleStep('CMD', 'sh', true),
      ],
      layers: [sampleLayer(0, { step: 0 }), sampleLayer(1, { step: 2 })],
    });
    expect(stepRows(image).map(({ layer, instruction }) => [layer, instruction.keyword])).toEqual([
      [0, 'ADD'],
      [undefined, 'ENV'],
      [1, 'RUN'],
      [undefined, 'CMD'],
    ]);
  });

  test('have a row for a layer that no step is known of', () => {
    const image = sampleImage({
      history: [sampleStep('ENV', 'A=1', true), sampleStep('RUN', 'x')],
      layers: [sampleLayer(0, { step: 1 }), sampleLayer(1)],
    });
    expect(stepRows(image)).toEqual([
      { layer: undefined, instruction: { keyword: 'ENV', rest: 'A=1' } },
      { layer: 0, instruction: { keyword: 'RUN', rest: 'x' } },
      { layer: 1, instruction: { keyword: '', rest: '' } },
    ]);
    expect(stepRows(sampleImage())).toEqual([]);
  });

  test('are inert, on one line, and not endless', () => {
    const image = sampleImage({
      history: [sampleStep('RUN\u202e', `a  \n\tb \u0007 ${'x'.repeat(5000)}`)],
      layers: [sampleLayer(0, { step: 0 })],
    });
    const [row] = stepRows(image);
    expect(row?.instruction.keyword).toBe('RUN\\u{202e}');
    expect(row?.instruction.rest).toMatch(/^a b \\x07 x+$/);
    expect(row?.instruction.rest.length).toBeLessThan(500);
  });
});

describe('a view', () => {
  const merged = (upTo: number) => ({ kind: 'merged', upTo }) as const;
  const only = (layer: number) => ({ kind: 'layer', layer }) as const;

  test('has a name that says which', () => {
    expect(viewName(merged(2), 3)).toBe('Merged');
    expect(viewName(merged(1), 3)).toBe('Up to layer 1');
    expect(viewName(only(2), 3)).toBe('Only layer 2');
    expect(viewName(merged(-1), 0)).toBe('Merged');
  });

  test('is the same as another of the same layers', () => {
    expect(sameView(merged(1), merged(1))).toBe(true);
    expect(sameView(merged(1), merged(2))).toBe(false);
    expect(sameView(only(1), only(1))).toBe(true);
    expect(sameView(only(1), only(0))).toBe(false);
    expect(sameView(only(1), merged(1))).toBe(false);
    expect(sameView(merged(1), only(1))).toBe(false);
  });
});

test('every change has a sign of its own, and words', () => {
  const all = Object.values(changeTexts);
  expect(new Set(all.map(({ sign }) => sign)).size).toBe(all.length);
  for (const { title } of all) expect(title).toMatch(/by this layer$/);
});

describe('a failure', () => {
  test('says what the file is where that is known, else what is wrong', () => {
    const problem = { kind: 'not-a-tar', tarOffset: 0, bytes: 36 } as const;
    expect(failureText(problem, undefined).detail).not.toBe('');
    const known = failureText(problem, 'html');
    expect(known.title).not.toBe(failureText(problem, undefined).title);
    expect(known.advice).not.toBe('');
    expect(known.detail).toBe('');
  });
});
