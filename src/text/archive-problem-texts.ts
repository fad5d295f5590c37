import type { ProblemKind, ProblemOf } from '../core/problem.ts';
import { formatBytes } from './format-bytes.ts';
import { formatNumber } from './format-number.ts';
import { IMAGE_PARTS } from './image-part-texts.ts';
import type { ProblemTexts } from './problem-text.ts';
import { quoteText } from './quote-text.ts';

const NO_IMAGE: Record<ProblemOf<'no-image'>['holds'], (detail: string) => string> = {
  nothing: (detail) => `${quoteText(detail)} can be read, but lists nothing that could be shown.`,
  archives: (detail) =>
    `It holds other archives (${quoteText(detail)}). Unpack it and drop one of them.`,
  cut: (detail) =>
    `${quoteText(detail)} begins like an image and ends before anything that could be shown.`,
};

const NOT_AN_IMAGE: Record<ProblemOf<'not-an-image'>['holds'], string> = {
  'file-system': 'It looks like the file system of a container, as docker export writes it.',
  layer: 'It looks like a single layer: it has marks that delete files of layers below.',
  tar: 'It is a tar without index.json or manifest.json.',
};

const LINK_FAULTS: Record<ProblemOf<'member-link'>['fault'], string> = {
  cycle: 'which leads back to itself',
  outside: 'which is outside of the archive',
  missing: 'which is not there',
};

/** Problems of the archive around the images: what is in it, and the documents that list it. */
export const archiveProblemTexts = {
  'no-image': {
    severity: 'error',
    title: 'There is no image in this',
    detail: (p) => NO_IMAGE[p.holds](p.detail),
    advice:
      'Drop what docker save, podman save, skopeo copy or docker buildx build --output type=oci wrote; an OCI layout may also be dropped as a folder.',
  },
  'not-an-image': {
    severity: 'warning',
    title: 'This is no image, but it can be looked at',
    detail: (p) => NOT_AN_IMAGE[p.holds],
    advice:
      'It is shown as one layer. For layers, history and settings, drop what docker save wrote: docker save IMAGE -o image.tar',
  },
  'image-cut': {
    severity: 'error',
    title: 'The archive ends before the list of its images',
    detail: () =>
      'Neither index.json nor manifest.json is in it. What is shown was put together from the blobs that are there; names are lost, and the order of layers may be.',
    advice:
      'Get the file again: most tools write the list last, so it is the first thing to be lost when a download breaks off.',
  },
  'unpack-limit': {
    severity: 'error',
    title: 'Unpacking the archive was stopped',
    detail: (p) =>
      `${formatBytes(p.sourceBytes)} hold more than ${formatBytes(p.limit)}; what lies behind was left out.`,
    advice:
      'Nothing honest compresses so well. If you trust the file, unpack it yourself (gunzip, unzstd, unxz) and drop the tar, which is read in place.',
  },
  'json-invalid': {
    severity: 'error',
    title: 'A document of the image is not JSON',
    detail: (p) => `${quoteText(p.member)} cannot be parsed: ${p.reason.replace(/[.]?$/, '.')}`,
    advice: 'The file was damaged, cut or edited by hand. Export or download it again.',
  },
  'json-too-big': {
    severity: 'error',
    title: 'A document of the image is too big',
    detail: (p) =>
      `${quoteText(p.member)} has ${formatBytes(p.size)}; up to ${formatBytes(p.limit)} are read.`,
    advice:
      'No tool writes documents of that size. Whoever made the archive can tell what is in it.',
  },
  'json-shape': {
    severity: 'error',
    title: 'A document of the image is not what it should be',
    detail: (p) =>
      `In ${quoteText(p.member)}, ${p.at === '.' ? 'the whole' : quoteText(p.at)} should be ${p.want}.`,
    advice:
      'What depends on it is left out. Export the image again, with a current version of the tool that made it.',
  },
  'member-missing': {
    severity: 'error',
    title: 'A part of the image is not in the archive',
    detail: (p) => `${IMAGE_PARTS[p.part]} ${quoteText(p.member)} is named, but not there.`,
    advice:
      'The archive may be cut, or hold only some platforms of the image; docker save with another --platform, or skopeo copy --all, gets the rest.',
  },
  'member-link': {
    severity: 'error',
    title: 'A link in the archive leads nowhere',
    detail: (p) =>
      `${quoteText(p.member)} is a link to ${quoteText(p.target)}, ${LINK_FAULTS[p.fault]}.`,
    advice: 'Links are followed inside of the archive only. Export the image again.',
  },
  'member-sparse': {
    severity: 'error',
    title: 'A part of the image is stored as a sparse file',
    detail: (p) =>
      `${quoteText(p.member)} has holes that the archive leaves out, so it cannot be read in place.`,
    advice: 'Pack the files again without sparse files: tar -cf image.tar FILES, without -S.',
  },
  'member-twice': {
    severity: 'warning',
    title: 'The archive has a file twice',
    detail: (p) =>
      `${quoteText(p.member)} is there ${formatNumber(p.count)} times. The last one counts, as it does for Docker; if nothing can be opened with it, the first.`,
    advice:
      'Other tools may take another one and show another image. Do not trust an archive that shows two faces.',
  },
  'layout-version': {
    severity: 'warning',
    title: 'The OCI layout has an unknown version',
    detail: (p) =>
      `oci-layout says ${quoteText(p.version === '' ? 'nothing' : p.version)}; 1.0.0 is the only version there is.`,
    advice:
      'It is read as 1.0.0. If something is missing, a newer version of this page may know more.',
  },
  'index-depth': {
    severity: 'error',
    title: 'Indexes are nested too deep',
    detail: (p) => `Below ${formatNumber(p.limit)} levels, nothing was read.`,
    advice: 'No tool nests indexes that deep. What lies above is shown.',
  },
  'index-cycle': {
    severity: 'error',
    title: 'An index lists itself',
    detail: (p) => `${quoteText(p.digest)} is one of the indexes that it is in.`,
    advice:
      'It was read once. Such an archive was not made by an honest tool: the digest of one of its parts must be wrong.',
  },
  'too-many-images': {
    severity: 'warning',
    title: 'There are more images than are listed',
    detail: (p) => `The first ${formatNumber(p.limit)} are listed.`,
    advice: 'To get at the others, export fewer images into one archive.',
  },
} satisfies Partial<ProblemTexts<ProblemKind>>;
