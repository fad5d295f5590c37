import type { ProblemKind } from '../core/problem.ts';
import { formatBytes, formatExactBytes } from './format-bytes.ts';
import { formatNumber } from './format-number.ts';
import { formatChecksum, inFile, inTar } from './format-place.ts';
import type { ProblemTexts } from './problem-text.ts';

const GET_AGAIN =
  'Download or export the file again. What stands before the damage is listed and can be read.';

/** Problems of the file around the tar: its bytes and its compression. */
export const fileProblemTexts = {
  'empty-input': {
    severity: 'error',
    title: 'The file is empty',
    detail: () => 'It holds 0 bytes.',
    advice:
      'A download or export that failed often leaves an empty file behind. Make the file again and drop it here.',
  },
  'source-changed': {
    severity: 'error',
    title: 'The file changed while it was read',
    detail: (p) => `Reading at ${inFile(p.sourceOffset)} failed: ${p.detail}`,
    advice:
      'Wait until whatever writes the file is done, then drop it again. A file that was moved or deleted has to be dropped again, too.',
  },
  'source-short': {
    severity: 'error',
    title: 'The file gave fewer bytes than it said it has',
    detail: (p) =>
      `At ${inFile(p.sourceOffset)}, ${formatExactBytes(p.want)} were expected and ${formatExactBytes(p.got)} came.`,
    advice: 'The file was probably cut or replaced while it was read. Drop it again.',
  },
  'compression-unsupported': {
    severity: 'error',
    title: 'This compression cannot be read here',
    detail: (p) =>
      `The file is compressed with ${p.compression}; gzip, zstd, xz and uncompressed tars can be read.`,
    advice: 'Decompress the file first (for bzip2: bunzip2 FILE), then drop the tar.',
  },
  'compression-truncated': {
    severity: 'error',
    title: 'The compressed data ends too early',
    detail: (p) =>
      `The ${p.compression} stream stops at ${inFile(p.sourceOffset)} without its end; ${formatExactBytes(p.tarOffset)} of tar came out of it.`,
    advice: GET_AGAIN,
  },
  'compression-corrupt': {
    severity: 'error',
    title: 'The compressed data is damaged',
    detail: (p) =>
      `The ${p.compression} stream breaks at ${inFile(p.sourceOffset)} (${inTar(p.tarOffset)}): ${p.reason}.`,
    advice: GET_AGAIN,
  },
  'gzip-checksum': {
    severity: 'error',
    title: 'The gzip checksum does not match',
    detail: (p) =>
      `The member that ends at ${inFile(p.sourceOffset)} (${inTar(p.tarOffset)}) says CRC-32 ${formatChecksum(p.want)}; its content gives ${formatChecksum(p.got)}.`,
    advice:
      'Some byte of this member is wrong, and nobody can say which. Get the file again before relying on any content.',
  },
  'gzip-length': {
    severity: 'error',
    title: 'The gzip length does not match',
    detail: (p) =>
      `The member that ends at ${inFile(p.sourceOffset)} (${inTar(p.tarOffset)}) says ${formatExactBytes(p.want)}; it holds ${formatExactBytes(p.got)} (both modulo 4 GiB).`,
    advice:
      'The file was damaged or put together wrongly. Get it again before relying on any content.',
  },
  'gzip-header-checksum': {
    severity: 'warning',
    title: 'A gzip header has a wrong checksum',
    detail: (p) =>
      `The header at ${inFile(p.sourceOffset)} says ${formatChecksum(p.want)}; its bytes give ${formatChecksum(p.got)}.`,
    advice:
      'Only the header is affected; the content has a checksum of its own, which is checked as well. Strict tools refuse the file.',
  },
  'trailing-bytes': {
    severity: 'warning',
    title: 'There are bytes behind the compressed data',
    detail: (p) =>
      `${formatExactBytes(p.bytes)} from ${inFile(p.sourceOffset)} on are no ${p.compression} data and were ignored.`,
    advice:
      'Some tools ignore such bytes, others refuse the file. If the size surprises you, look at them with a hex viewer.',
  },
  'compression-bomb': {
    severity: 'warning',
    title: 'The file grows enormously when decompressed',
    detail: (p) =>
      `${formatBytes(p.sourceBytes)} hold ${formatBytes(p.tarBytes)} of tar, ${formatNumber(p.tarBytes / Math.max(1, p.sourceBytes))} times as much.`,
    advice:
      'Here this costs time only, and you can cancel. Unpacking the file to a disk may fill it.',
  },
} satisfies Partial<ProblemTexts<ProblemKind>>;
