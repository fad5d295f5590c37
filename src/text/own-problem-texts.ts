import type { ProblemKind } from '../core/problem.ts';
import { formatBytes } from './format-bytes.ts';
import { formatCount } from './format-number.ts';
import { inTar } from './format-place.ts';
import type { ProblemTexts } from './problem-text.ts';
import { quoteText } from './quote-text.ts';

/** Our own limits, and our own faults. */
export const ownProblemTexts = {
  'too-many-entries': {
    severity: 'error',
    title: 'The tar has more entries than can be held',
    detail: (p) =>
      `Listing stopped at ${inTar(p.tarOffset)}, after ${formatCount(p.limit, 'entry', 'entries')}.`,
    advice:
      'The entries before this point are all there. What comes after them has to be looked at with another tool.',
  },
  'records-dropped': {
    severity: 'warning',
    title: 'There are more extended attributes than can be held',
    detail: (p) =>
      `From ${inTar(p.tarOffset)} on, extended attributes beyond ${formatBytes(p.limit)} in all are left out.`,
    advice: 'Entries behind this point may have attributes that are not shown.',
  },
  'problems-dropped': {
    severity: 'note',
    title: 'There are more problems of a kind than are listed',
    detail: (p) =>
      `${formatCount(p.count, 'further problem')} of the kind “${p.of}” ${p.count === 1 ? 'is' : 'are'} not listed.`,
    advice: 'The ones that are listed come first in the tar; the others are alike.',
  },
  'index-format': {
    severity: 'error',
    title: 'The stored index of this layer cannot be read',
    detail: (p) => `${p.reason}.`,
    advice: 'Nothing is lost: drop the file again, and it is indexed anew.',
  },
  'no-content': {
    severity: 'note',
    title: 'This entry has no content of its own',
    detail: (p) => `${quoteText(p.name)} has the type ${quoteText(p.typeflag)}.`,
    advice: 'For a link, look at the entry it points to.',
  },
  'too-big-to-hold': {
    severity: 'note',
    title: 'This file is too big to be shown',
    detail: (p) =>
      `${quoteText(p.name)} has ${formatBytes(p.size)}; up to ${formatBytes(p.limit)} are read for a preview.`,
    advice: 'Unpack it with: tar -xf FILE PATH',
  },
  'no-room': {
    severity: 'error',
    title: 'The browser has no room for this',
    detail: (p) =>
      `After ${formatBytes(p.bytes)} it would not keep any more${p.detail === '' ? '' : `: ${p.detail}`}.`,
    advice:
      'Free some space on the disk, close other tabs, and try again; a private window has less room than others. An archive can also be unpacked (gunzip, unzstd) before it is dropped.',
  },
  'holes-not-hashed': {
    severity: 'warning',
    title: 'A sparse file has more holes than are hashed',
    detail: (p) =>
      `${quoteText(p.name)} has ${formatBytes(p.bytes)} of holes; up to ${formatBytes(p.limit)} of holes are hashed in a layer.`,
    advice: 'It is listed without a hash. Unpack it and hash it there: sha256sum PATH',
  },
  'worker-crashed': {
    severity: 'error',
    title: 'The background worker stopped',
    detail: (p) =>
      p.message === '' ? 'The browser gave no reason.' : `The browser says: ${p.message}`,
    advice:
      'Try again. If it happens every time, the tab may be short of memory, or a part of this page failed to load: reload it.',
  },
  internal: {
    severity: 'error',
    title: 'Something went wrong inside of Onionskin',
    detail: (p) => p.message,
    advice:
      'This is a fault of this page, not of your file. Please report it, with the message and, if you may, the file.',
  },
} satisfies Partial<ProblemTexts<ProblemKind>>;
