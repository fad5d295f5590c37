import type { ProblemKind } from '../core/problem.ts';
import { formatExactBytes } from './format-bytes.ts';
import { formatCount, formatNumber } from './format-number.ts';
import { IMAGE_PARTS } from './image-part-texts.ts';
import type { ProblemTexts } from './problem-text.ts';
import { quoteText } from './quote-text.ts';

const STORED: Readonly<Partial<Record<string, string>>> = {
  none: 'a plain tar',
  tar: 'a plain tar',
};

/** Problems of what an image says of itself and of its layers. */
export const imageProblemTexts = {
  'config-value': {
    severity: 'warning',
    title: 'A setting of the image has an unexpected form',
    detail: (p) =>
      `In ${quoteText(p.member)}, ${p.at === '.' ? 'the whole' : quoteText(p.at)} should be ${p.want}.`,
    advice: 'The setting is left out here. A runtime may refuse the image because of it.',
  },
  'digest-mismatch': {
    severity: 'error',
    title: 'The content is not what its digest says',
    detail: (p) =>
      `${IMAGE_PARTS[p.part]} ${quoteText(p.member)} should have ${p.want} and has ${p.got}.`,
    advice:
      'It was damaged or replaced. Runtimes refuse it; get the image again before relying on anything in it.',
  },
  'digest-unsupported': {
    severity: 'warning',
    title: 'A digest cannot be checked',
    detail: (p) =>
      `${IMAGE_PARTS[p.part]} is named by ${quoteText(p.digest)}; sha256 and sha512 can be checked.`,
    advice: 'The content is shown as it is. Runtimes accept no other algorithms either.',
  },
  'size-mismatch': {
    severity: 'warning',
    title: 'A part of the image has another size than stated',
    detail: (p) =>
      `${IMAGE_PARTS[p.part]} ${quoteText(p.member)} should have ${formatExactBytes(p.want)} and has ${formatExactBytes(p.got)}.`,
    advice:
      'Registries and runtimes refuse it. If its digest is right, only the document that names it is wrong.',
  },
  'media-type': {
    severity: 'note',
    title: 'A layer is stored in another way than stated',
    detail: (p) =>
      `${quoteText(p.member)} is listed as ${STORED[p.want] ?? p.want} and is ${STORED[p.got] ?? p.got}.`,
    advice: 'It is read as what it is. Nearly all tools do the same.',
  },
  'layer-compression': {
    severity: 'warning',
    title: 'A layer is compressed in an unusual way',
    detail: (p) =>
      `${quoteText(p.member)} is compressed with ${p.compression}; the image specification has gzip and zstd.`,
    advice:
      'Docker loads such layers, other runtimes do not. Build or copy the image with gzip or zstd.',
  },
  'layer-encrypted': {
    severity: 'error',
    title: 'A layer is encrypted',
    detail: (p) => `${quoteText(p.digest)} is listed as ${quoteText(p.mediaType)}.`,
    advice:
      'The other layers are shown. Decrypt the image first (skopeo copy --decryption-key KEY), then drop the result.',
  },
  'layer-foreign': {
    severity: 'warning',
    title: 'A layer is kept somewhere else',
    detail: (p) =>
      `${quoteText(p.digest)} is not in the archive${p.urls.length === 0 ? '' : `; it is said to be at ${p.urls.map((url) => quoteText(url)).join(', ')}`}.`,
    advice:
      'The other layers are shown. Files that only this layer has are missing from the merged view.',
  },
  'layer-not-a-layer': {
    severity: 'warning',
    title: 'A layer is no tar',
    detail: (p) =>
      `${quoteText(p.digest)} is listed as ${quoteText(p.mediaType === '' ? 'nothing' : p.mediaType)} and holds nothing that could be listed.`,
    advice: 'It is some other kind of content, which is not shown yet.',
  },
  'diff-id-count': {
    severity: 'warning',
    title: 'The config lists another number of layers',
    detail: (p) =>
      `There ${p.layers === 1 ? 'is' : 'are'} ${formatCount(p.layers, 'layer')}, and the config has ${formatCount(p.diffIds, 'diff ID')}.`,
    advice: 'Layers are shown as the manifest has them. Runtimes refuse such an image.',
  },
  'history-count': {
    severity: 'warning',
    title: 'The history does not fit the layers',
    detail: (p) =>
      `There ${p.layers === 1 ? 'is' : 'are'} ${formatCount(p.layers, 'layer')}, and the history has ${formatCount(p.steps, 'step')} that made one.`,
    advice:
      'Steps are assigned to layers from the newest down, so the instruction of a layer may be wrong, most likely at the bottom.',
  },
  'image-name': {
    severity: 'warning',
    title: 'The image has a name that is none',
    detail: (p) => `The archive calls it ${quoteText(p.name)}.`,
    advice:
      'Names have letters, digits and -._:@/+ only. Whoever made the archive did not use a usual tool, or wants to trick one.',
  },
  'layer-cycle': {
    severity: 'error',
    title: 'A layer is its own ancestor',
    detail: (p) => `${quoteText(p.id)} comes up again among its parents.`,
    advice: 'The chain of layers was cut there. Export the image again.',
  },
  artifact: {
    severity: 'warning',
    title: 'This is an artifact, not an image',
    detail: (p) => `It says that it is ${quoteText(p.mediaType)}.`,
    advice: 'Layers that are tars are shown; there is no config, no platform and no history.',
  },
  'too-many-layers': {
    severity: 'warning',
    title: 'There are more layers than are shown',
    detail: (p) => `${formatNumber(p.count)} are listed, ${formatNumber(p.limit)} are shown.`,
    advice:
      'Runtimes stop at some 127 layers, so such an image could not run either. The topmost are left out, and the merged view is not the whole.',
  },
} satisfies Partial<ProblemTexts<ProblemKind>>;
