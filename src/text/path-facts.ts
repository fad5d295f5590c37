/** Everything there is to know of a path in a view, as labelled lines. */
import { resolveLink } from '../core/tree/resolve-link.ts';
import type { TreeView } from '../core/tree/tree-view.ts';
import { entryFacts, type Fact } from './entry-facts.ts';
import { pathKindTexts } from './entry-kind-texts.ts';
import type { TextPiece } from './escape-text.ts';
import { formatExactBytes } from './format-bytes.ts';
import { formatMode, formatOctalMode } from './format-mode.ts';
import { formatNumber } from './format-number.ts';
import { cutName } from './split-path.ts';

export interface PathFacts {
  title: TextPiece[];
  facts: Fact[];
}

const LONGEST_TITLE = 300;
const LONGEST_PATH = 8192;

export function pathFacts(view: TreeView, path: number): PathFacts {
  const kind = view.kindOf(path);
  return {
    title: cutName(view.tree.nameOf(path), LONGEST_TITLE),
    facts: [
      { label: 'Path', value: cutName(view.tree.fullName(path), LONGEST_PATH) },
      ...linkedFacts(view, path),
      ...(kind === 'dir' ? directoryFacts(view, path) : []),
      ...metadataFacts(view, path),
    ],
  };
}

const missingTexts = {
  'no-entry': 'nothing that is there',
  'not-a-directory': 'nothing: something on the way is no directory',
  loop: 'nothing: the links on the way lead in a circle',
};

function linkedFacts(view: TreeView, path: number): Fact[] {
  const target = resolveLink(view, path);
  if (target === undefined) return [];
  const label = view.kindOf(path) === 'hardlink' ? 'Hard link to' : 'Leads to';
  if ('missing' in target) return [plain(label, missingTexts[target.missing])];
  return [{ label, value: cutName(view.tree.fullName(target.found), LONGEST_PATH) }];
}

function directoryFacts(view: TreeView, path: number): Fact[] {
  return [
    plain('Holds', formatExactBytes(view.bytesOf(path))),
    plain('Paths below', formatNumber(view.pathsBelow(path))),
  ];
}

function metadataFacts(view: TreeView, path: number): Fact[] {
  const inode = view.inodeOf(path);
  const index = inode && view.tree.layers[inode.layer];
  if (inode !== undefined && index !== undefined) {
    return entryFacts(index, inode.entry).map((fact) =>
      fact.label === 'Name' ? { ...fact, label: 'Name in the layer' } : fact,
    );
  }
  const kind = view.kindOf(path);
  if (kind !== 'dir') return [plain('Kind', pathKindTexts[kind])];
  const mode = view.modeOf(path);
  return [
    plain('Kind', 'Directory that no layer lists; it is there because something is in it'),
    plain('Mode', `${formatMode('dir', mode)}  ${formatOctalMode(mode)}`),
    plain('Owner', `${view.uidOf(path)}:${view.gidOf(path)}`),
  ];
}

function plain(label: string, text: string): Fact {
  return { label, value: [{ text, escaped: false }] };
}
