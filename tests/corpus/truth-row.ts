/**
 * One entry of a layer as the corpus' `layer-NN.tsv` has it, and the same made of a row of our index. All fields are text, so that
 * two rows are compared as a whole.
 */
import {
  entryKind,
  entryLink,
  entryName,
  type LayerIndex,
} from '../../src/core/layer/layer-index.ts';
import { escapeBytes } from './escaped-bytes.ts';

export interface TruthRow {
  name: string;
  /** f h d l c b p, or ? with the type byte. */
  type: string;
  mode: string;
  uid: string;
  gid: string;
  /** `-` for what is no regular file. */
  size: string;
  mtime: string;
  link: string;
  rdev: string;
  /** `key=value` of the PAX records that are no column, joined by `;`. */
  pax: string;
}

const LETTERS = {
  file: 'f',
  hardlink: 'h',
  symlink: 'l',
  char: 'c',
  block: 'b',
  dir: 'd',
  fifo: 'p',
} as const;

export function truthRows(index: LayerIndex): TruthRow[] {
  const devices = deviceTexts(index);
  const records = recordTexts(index);
  return Array.from({ length: index.entryCount }, (_, i) => {
    const kind = entryKind(index, i);
    const name = escapeBytes(entryName(index, i));
    const link = kind === 'hardlink' || kind === 'symlink';
    return {
      name: kind === 'dir' ? name.replace(/\/*$/, '/') : name,
      type: kind === 'other' ? `?${escapeBytes(index.typeflag.subarray(i, i + 1))}` : LETTERS[kind],
      mode: (index.mode[i] ?? -1).toString(8).padStart(4, '0'),
      uid: String(index.uid[i]),
      gid: String(index.gid[i]),
      size: kind === 'file' ? String(index.size[i]) : '-',
      mtime: timeText(index.mtime[i] ?? NaN, index.mtimeNanos[i] ?? NaN),
      link: link ? escapeBytes(entryLink(index, i)) : '-',
      rdev: devices.get(i) ?? '-',
      pax: records.get(i) ?? '-',
    };
  });
}

/** Seconds rounded down, and what is above them with all nine digits. */
function timeText(seconds: number, nanos: number): string {
  return nanos === 0 ? String(seconds) : `${seconds}.${String(nanos).padStart(9, '0')}`;
}

function deviceTexts({ devices }: LayerIndex): Map<number, string> {
  const texts = new Map<number, string>();
  devices.entry.forEach((entry, i) => {
    texts.set(entry, `${String(devices.major[i])},${String(devices.minor[i])}`);
  });
  return texts;
}

function recordTexts({ records }: LayerIndex): Map<number, string> {
  const lists = new Map<number, string[]>();
  records.entry.forEach((entry, i) => {
    const start = i === 0 ? 0 : records.valueEnd[i - 1];
    const key = escapeBytes(records.pool.subarray(start, records.keyEnd[i]));
    const value = escapeBytes(records.pool.subarray(records.keyEnd[i], records.valueEnd[i]));
    lists.set(entry, [...(lists.get(entry) ?? []), `${key}=${value}`]);
  });
  return new Map([...lists].map(([entry, list]) => [entry, list.sort().join(';')]));
}
