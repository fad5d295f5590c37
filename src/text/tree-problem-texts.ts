import type { TreeProblem } from '../core/tree-problem.ts';
import { formatNumber } from './format-number.ts';
import type { ProblemTexts } from './problem-text.ts';
import { quoteText } from './quote-text.ts';

const LINK_FAULTS = {
  missing: 'which is not there when the link is unpacked',
  outside: 'which leads out of the root; it was looked up inside',
  dir: 'which is a directory',
} as const;

const WRITE_AGAIN = 'Build the layer again with a tool that lists every path once.';

/** Problems that show when layers are laid over each other. */
export const treeProblemTexts = {
  'path-escapes': {
    severity: 'warning',
    title: 'An entry tries to leave the root',
    detail: (p) => `${quoteText(p.name)} has more “..” than directories; it stands at the root.`,
    advice:
      'Nothing is unpacked here, so looking is harmless. Docker refuses the layer, other runtimes cut the name as this page does.',
  },
  'path-too-deep': {
    severity: 'error',
    title: 'A path is too deep',
    detail: (p) =>
      `${quoteText(p.name)} has more than ${formatNumber(p.limit)} directories above it, or its full name is too long; it was left out.`,
    advice: 'No program can open such a path. The layer was made by mistake or to break tools.',
  },
  'entry-twice': {
    severity: 'warning',
    title: 'A path is listed twice in one layer',
    detail: (p) =>
      `${quoteText(p.name)} stands for a path that the layer has listed before; the last entry counts.`,
    advice: `Docker refuses such a layer, containerd takes it. ${WRITE_AGAIN}`,
  },
  'dir-replaced': {
    severity: 'warning',
    title: 'A directory is replaced in the layer that brings it',
    detail: (p) =>
      `${quoteText(p.name)} is no directory, but the same layer has put something below it; that is gone.`,
    advice: `What was below is stored and never seen. ${WRITE_AGAIN}`,
  },
  'root-not-dir': {
    severity: 'warning',
    title: 'An entry would replace the root',
    detail: (p) =>
      `${quoteText(p.name)} names the root itself and is no directory; it was left out.`,
    advice: 'Runtimes ignore or refuse it. Ask what wrote the layer.',
  },
  'whiteout-name': {
    severity: 'warning',
    title: 'A whiteout names nothing',
    detail: (p) =>
      `${quoteText(p.name)} should remove a path, but names none; nothing was removed.`,
    advice: 'Most runtimes refuse the layer. Ask what wrote it.',
  },
  'whiteout-own': {
    severity: 'warning',
    title: 'A layer removes a path and brings it, too',
    detail: (p) =>
      `${quoteText(p.name)} removes what lower layers have; what this layer brings under that name stays.`,
    advice:
      'The image specification says so, but runtimes differ: some refuse the layer, some show more or less. Build it again if it is yours.',
  },
  'whiteout-body': {
    severity: 'note',
    title: 'A whiteout has content',
    detail: (p) =>
      `${quoteText(p.name)} removes a path and should be empty; it has content that nobody sees.`,
    advice: 'The content counts for size and digest only. Look at it if you wonder what it hides.',
  },
  'whiteout-device': {
    severity: 'warning',
    title: 'A device stands for a removed path',
    detail: (p) =>
      `${quoteText(p.name)} is a character device 0/0, which overlay file systems take for “removed”; it is shown as removed.`,
    advice:
      'It was probably copied out of an overlay directory by mistake. Tools without overlay keep a useless device there.',
  },
  'opaque-root': {
    severity: 'warning',
    title: 'An opaque marker stands in the root directory',
    detail: (p) =>
      `${quoteText(p.name)} asks to hide all lower layers; overlay runtimes hide nothing, and neither does this page.`,
    advice: 'Other tools start from an empty root here. Build the image from scratch instead.',
  },
  'hardlink-target': {
    severity: 'warning',
    title: 'A hard link has no proper target',
    detail: (p) => `${quoteText(p.name)} links to ${quoteText(p.target)}, ${LINK_FAULTS[p.fault]}.`,
    advice:
      'Runtimes refuse most layers like this. A link without target is listed without content; the target may come later in the tar or be left out.',
  },
  'hardlink-lower': {
    severity: 'warning',
    title: 'A hard link points into a lower layer',
    detail: (p) =>
      `${quoteText(p.name)} links to ${quoteText(p.target)}, which only a lower layer has.`,
    advice:
      'It is shown as that file. Docker and containerd cannot unpack the layer: the file must be in the same one.',
  },
  'symlink-parent': {
    severity: 'warning',
    title: 'A directory hides a symbolic link',
    detail: (p) =>
      `${quoteText(p.name)} needs a directory where lower layers have ${quoteText(p.link)}, a link to ${quoteText(p.target)}; the link is gone.`,
    advice:
      'Overlay runtimes show it like this; others write through the link. Have the build copy to the link’s target instead.',
  },
  'file-parent': {
    severity: 'warning',
    title: 'A directory hides a file',
    detail: (p) =>
      `${quoteText(p.name)} needs a directory where lower layers have ${quoteText(p.file)}, which is none; it is gone.`,
    advice: 'Overlay runtimes show it like this; others refuse the layer. Remove the file first.',
  },
  'symlink-loop': {
    severity: 'error',
    title: 'Symbolic links lead in a circle',
    detail: (p) =>
      `To place ${quoteText(p.name)}, too many links, or too long ones, would have to be followed; it was left out.`,
    advice: 'No runtime can unpack the layer. Mend the links above this entry.',
  },
  'symlink-escapes': {
    severity: 'warning',
    title: 'An entry is written through a link out of the root',
    detail: (p) =>
      `${quoteText(p.name)} goes through a symbolic link to ${quoteText(p.target)}; it was followed inside of the root.`,
    advice:
      'This is how a layer attacks the machine that unpacks it. Nothing is unpacked here; do not run the image before you know why.',
  },
  'parent-not-dir': {
    severity: 'error',
    title: 'An entry is inside of something that is no directory',
    detail: (p) =>
      `${quoteText(p.name)} cannot be in ${quoteText(p.parent)}, which the same layer has as no directory; it was left out.`,
    advice: 'No runtime can unpack the layer. The layer’s own list of entries still has it.',
  },
  'too-many-paths': {
    severity: 'error',
    title: 'There are too many paths',
    detail: (p) =>
      `More than ${formatNumber(p.limit)} would have to be kept; the rest was left out.`,
    advice: 'Look at fewer layers at a time: save the image from an earlier stage, or split it.',
  },
} satisfies ProblemTexts<TreeProblem['kind']>;
