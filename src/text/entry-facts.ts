/** Everything the index knows of one entry, as labelled lines. */
import { findDevice, findSparse, readRecords } from '../core/layer/entry-extras.ts';
import { entryKind, entryLink, entryName, type LayerIndex } from '../core/layer/layer-index.ts';
import { entryKindTexts } from './entry-kind-texts.ts';
import { escapeLabel, joinPieces, type TextPiece } from './escape-text.ts';
import { formatExactBytes } from './format-bytes.ts';
import { formatFingerprint } from './format-fingerprint.ts';
import { formatMode, formatOctalMode } from './format-mode.ts';
import { formatCount, formatNumber } from './format-number.ts';
import { formatExactTime } from './format-time.ts';
import { cutName } from './split-path.ts';

export interface Fact {
  label: string;
  value: TextPiece[];
}

const LONGEST_NAME = 8192;
const LONGEST_VALUE = 1024;
const MOST_RECORDS = 200;

export function entryFacts(index: LayerIndex, entry: number): Fact[] {
  const kind = entryKind(index, entry);
  const mode = index.mode[entry] ?? 0;
  const size = index.size[entry] ?? 0;
  const hasContent = kind === 'file' || (kind === 'other' && size > 0);
  const type = kind === 'other' ? ` (${escapeLabel(typeLetter(index, entry))})` : '';
  return [
    fact('Name', cutName(entryName(index, entry), LONGEST_NAME)),
    fact('Kind', entryKindTexts[kind] + type),
    ...linkFacts(index, entry),
    fact('Mode', `${formatMode(kind, mode)}  ${formatOctalMode(mode)}`),
    fact('Owner', `${index.uid[entry] ?? 0}:${index.gid[entry] ?? 0}`),
    ...(hasContent ? [fact('Size', formatExactBytes(size))] : []),
    fact('Changed', formatExactTime(index.mtime[entry] ?? 0, index.mtimeNanos[entry] ?? 0)),
    ...deviceFacts(index, entry),
    ...sparseFacts(index, entry),
    ...(hasContent ? contentFacts(index, entry) : []),
    ...recordFacts(index, entry),
  ];
}

function fact(label: string, value: string | TextPiece[]): Fact {
  return {
    label,
    value: typeof value === 'string' ? [{ text: value, escaped: false }] : value,
  };
}

function typeLetter(index: LayerIndex, entry: number): string {
  return `type ${String.fromCharCode(index.typeflag[entry] ?? 0)}`;
}

function linkFacts(index: LayerIndex, entry: number): Fact[] {
  const link = entryLink(index, entry);
  return link.length === 0 ? [] : [fact('Points to', cutName(link, LONGEST_NAME))];
}

function deviceFacts(index: LayerIndex, entry: number): Fact[] {
  const device = findDevice(index, entry);
  return device === undefined ? [] : [fact('Device', `${device.major}, ${device.minor}`)];
}

function sparseFacts(index: LayerIndex, entry: number): Fact[] {
  const sparse = findSparse(index, entry);
  if (sparse === undefined) return [];
  const stored = formatExactBytes(sparse.storedBytes);
  return [fact('Sparse', `${stored} stored in ${formatCount(sparse.segments, 'segment')}`)];
}

function contentFacts(index: LayerIndex, entry: number): Fact[] {
  const fingerprint = formatFingerprint(index.fingerprint[entry] ?? 0n);
  return [
    fact('Fingerprint', fingerprint === undefined ? 'not taken' : `${fingerprint} (XXH64)`),
    fact('Stored at', `byte ${formatNumber(index.bodyOffset[entry] ?? 0)} of the tar`),
  ];
}

function recordFacts(index: LayerIndex, entry: number): Fact[] {
  const records = readRecords(index, entry);
  const facts = records.slice(0, MOST_RECORDS).map(({ key, value }) => ({
    label: joinPieces(cutName(withoutPrefix(key), LONGEST_VALUE)),
    value: cutName(value, LONGEST_VALUE),
  }));
  const more = records.length - facts.length;
  return more > 0 ? [...facts, fact('More', formatCount(more, 'attribute'))] : facts;
}

const XATTR = new TextEncoder().encode('SCHILY.xattr.');

/** `SCHILY.xattr.user.x` is the attribute `user.x`; every other record keeps its whole key. */
function withoutPrefix(key: Uint8Array): Uint8Array {
  return XATTR.every((byte, i) => key[i] === byte) ? key.subarray(XATTR.length) : key;
}
