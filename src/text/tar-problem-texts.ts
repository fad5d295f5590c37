import type { NameFault, PaxFault, ProblemKind } from '../core/problem.ts';
import { formatExactBytes } from './format-bytes.ts';
import { formatNumber } from './format-number.ts';
import { inTar } from './format-place.ts';
import type { ProblemTexts } from './problem-text.ts';
import { quoteText } from './quote-text.ts';

const NAME_FAULTS: Record<NameFault, string> = {
  empty: 'is empty',
  'dot-dot': 'has “..” in it, which leads out of its directory',
  nul: 'has a NUL byte in it',
  'too-long': 'is longer than the 4,096 bytes Linux allows',
};

const PAX_FAULTS: Record<PaxFault, string> = {
  length: 'its length is not a number that fits',
  'no-equals': 'it has no “=”',
  'no-newline': 'it does not end in a line break',
  'empty-key': 'its key is empty',
  nul: 'it has a NUL byte where none may be',
  value: 'its value makes no sense',
};

const DAMAGED = 'Download or export the file again. Every entry that could be found is listed.';

/** Problems of the tar inside. */
export const tarProblemTexts = {
  'not-a-tar': {
    severity: 'error',
    title: 'This is not a tar',
    detail: (p) =>
      p.tarOffset === 0
        ? `No tar header was found in its first ${formatExactBytes(p.bytes)}.`
        : `No tar header was found in ${formatExactBytes(p.bytes)} from ${inTar(p.tarOffset)} on.`,
    advice:
      'Drop a layer or an image as a tar: what docker save, docker export or skopeo copy write, plain or compressed.',
  },
  'tar-checksum': {
    severity: 'error',
    title: 'A header has a wrong checksum',
    detail: (p) =>
      `The header at ${inTar(p.tarOffset)} says ${p.want < 0 ? 'nothing legible' : formatNumber(p.want)}; its bytes add up to ${formatNumber(p.got)}.`,
    advice:
      'The entry it describes is lost; reading went on at the next sound header. Get the file again.',
  },
  'tar-skipped': {
    severity: 'error',
    title: 'A part of the tar could not be understood',
    detail: (p) =>
      `${formatExactBytes(p.bytes)} from ${inTar(p.tarOffset)} on were passed over to find the next header.`,
    advice: DAMAGED,
  },
  'tar-truncated': {
    severity: 'error',
    title: 'The tar is cut off',
    detail: (p) =>
      `It ends at ${inTar(p.tarOffset)}, inside of ${quoteText(p.name)}: ${formatExactBytes(p.want)} were expected, ${formatExactBytes(p.got)} are there.`,
    advice: DAMAGED,
  },
  'tar-no-end': {
    severity: 'note',
    title: 'The tar has no end marker',
    detail: (p) =>
      `It stops at ${inTar(p.tarOffset)} without the two blocks of zeros that end a tar.`,
    advice:
      'Everything is listed if the writer merely left the marker out. If the file may have been cut off, get it again.',
  },
  'tar-lone-zero-block': {
    severity: 'warning',
    title: 'A single empty block stands between entries',
    detail: (p) => `The block at ${inTar(p.tarOffset)} is all zeros, and entries follow it.`,
    advice:
      'Container runtimes refuse such a layer, GNU tar reads on, and so does this page. Write the layer again if it is yours.',
  },
  'tar-trailing-data': {
    severity: 'note',
    title: 'There is data behind the end of the tar',
    detail: (p) =>
      `${formatExactBytes(p.bytes)} follow the end marker, from ${inTar(p.tarOffset)} on.`,
    advice:
      'No tool unpacks them, yet they count for size and digest. Two tars put one behind the other look like this.',
  },
  'tar-number': {
    severity: 'warning',
    title: 'A header field is not a number',
    detail: (p) =>
      `The field ${p.field} at ${inTar(p.tarOffset)} reads ${quoteText(p.text)}; 0 is shown in its place.`,
    advice: 'Tools differ in what they make of this. Do not rely on this field of the entry.',
  },
  'tar-size': {
    severity: 'error',
    title: 'An entry claims an impossible size',
    detail: (p) =>
      `${quoteText(p.name)} at ${inTar(p.tarOffset)} says it holds ${formatExactBytes(p.size)}; it is listed without content.`,
    advice:
      'No tool can unpack this. The layer was written by a broken program or made to break one.',
  },
  'tar-type': {
    severity: 'warning',
    title: 'An entry has a type that container runtimes refuse',
    detail: (p) =>
      `${quoteText(p.name)} at ${inTar(p.tarOffset)} has the type ${quoteText(p.typeflag)}.`,
    advice: 'The entry is listed as it stands. A container runtime will not unpack this layer.',
  },
  'tar-link-body': {
    severity: 'warning',
    title: 'An entry without content brings content',
    detail: (p) =>
      `${quoteText(p.name)} at ${inTar(p.tarOffset)} is no file, yet ${formatExactBytes(p.size)} of content follow it; they were passed over.`,
    advice:
      'Tools that take no such content for granted read it as entries. Compare with another tool if it matters.',
  },
  'tar-name': {
    severity: 'warning',
    title: 'An entry has a name that is not safe to unpack',
    detail: (p) =>
      `The name ${quoteText(p.name)} at ${inTar(p.tarOffset)} ${NAME_FAULTS[p.fault]}.`,
    advice:
      'Nothing is unpacked here, so looking is harmless. Runtimes change or refuse such a name; ask why the layer has it.',
  },
  'tar-orphan-extension': {
    severity: 'note',
    title: 'An extended header belongs to no entry',
    detail: (p) =>
      `The extension of type ${quoteText(p.typeflag)} at ${inTar(p.tarOffset)} is the last thing in the tar.`,
    advice:
      'The entry that should follow is missing: the tar was probably cut off. Get the file again.',
  },
  'tar-extension-size': {
    severity: 'warning',
    title: 'An extended header is too big',
    detail: (p) =>
      `The extension of type ${quoteText(p.typeflag)} at ${inTar(p.tarOffset)} has ${formatExactBytes(p.size)}; at most ${formatExactBytes(p.limit)} are read.`,
    advice:
      'It was passed over, so its entry may have a shortened name or lack attributes. Container runtimes refuse the layer.',
  },
  'pax-record': {
    severity: 'warning',
    title: 'An extended attribute record is damaged',
    detail: (p) =>
      `In the PAX header at ${inTar(p.tarOffset)}, ${PAX_FAULTS[p.fault]}: ${quoteText(p.text)}.`,
    advice:
      'The entry is listed with what the records before it and its own header say. Container runtimes refuse the layer.',
  },
  'sparse-map': {
    severity: 'warning',
    title: 'The map of a sparse file is damaged',
    detail: (p) => `${quoteText(p.name)} at ${inTar(p.tarOffset)}: ${p.reason}.`,
    advice:
      'The file is listed with the bytes that are stored for it, which are not its true content.',
  },
} satisfies Partial<ProblemTexts<ProblemKind>>;
