/**
 * Sparse files in PAX, as GNU tar writes them. 0.0: records `GNU.sparse.offset` and `GNU.sparse.numbytes` in turn. 0.1: one record
 * `GNU.sparse.map`. 1.0: the map stands before the data (`pax-sparse-map.ts`). The header's own name is a made-up one in 0.1 and 1.0.
 */
import { parsePaxNumber } from './pax-number.ts';
import type { PaxRecord } from './pax-records.ts';
import { byteText } from './pax-records.ts';
import { SparseSegments } from './sparse-map.ts';

export interface PaxSparse {
  name: Uint8Array | undefined;
  /** Undefined: the entry's size is the real one. */
  realSize: number | undefined;
  /** 'in-body' for 1.0, where it stands before the data. */
  map: SparseSegments | 'in-body' | { fault: string };
}

const PREFIX = 'GNU.sparse.';

export function isSparseKey(key: string): boolean {
  return key.startsWith(PREFIX);
}

/** Undefined where the records speak of no sparse file, by the same rules as Go. */
export function readPaxSparse(records: readonly PaxRecord[]): PaxSparse | undefined {
  const own = records.filter(({ keyText }) => isSparseKey(keyText));
  if (own.length === 0) return undefined;
  const values = new Map(own.map((record) => [record.keyText.slice(PREFIX.length), record.value]));
  const text = (key: string): string => byteText(values.get(key) ?? new Uint8Array(0));
  const pairs = readPairs(own, text('map'));
  const version = readVersion(text('major'), text('minor'), pairs);
  if (version === undefined) return undefined;
  if (version !== '0.x' && version !== '1.0')
    return unreadable(`unknown version ${version.slice(0, 16)}`);

  const name = values.get('name');
  const sizeText = text('size') || text('realsize');
  const realSize = sizeText === '' ? undefined : parsePaxNumber(sizeText);
  return {
    name: name === undefined || name.length === 0 ? undefined : name,
    realSize,
    map:
      sizeText !== '' && realSize === undefined
        ? { fault: 'the real size is not a number' }
        : version === '1.0'
          ? 'in-body'
          : readSegments(pairs, text('numblocks')),
  };
}

/** The entry is read as a plain file, under the name in its header. */
function unreadable(fault: string): PaxSparse {
  return { name: undefined, realSize: undefined, map: { fault } };
}

/** Some writers of 0.0 and 0.1 name no version. */
function readVersion(major: string, minor: string, pairs: Pairs): string | undefined {
  if (major === '0' && (minor === '0' || minor === '1')) return '0.x';
  if (major === '1' && minor === '0') return '1.0';
  if (major !== '' || minor !== '') return `${major}.${minor}`;
  return pairs === 'disorder' || pairs.length > 0 ? '0.x' : undefined;
}

type Pairs = string[] | 'disorder';

function readPairs(own: readonly PaxRecord[], map: string): Pairs {
  const pairs: string[] = [];
  for (const { keyText, value } of own) {
    if (keyText !== PREFIX + 'offset' && keyText !== PREFIX + 'numbytes') continue;
    const expected = PREFIX + (pairs.length % 2 === 0 ? 'offset' : 'numbytes');
    if (keyText !== expected) return 'disorder';
    pairs.push(byteText(value));
  }
  return pairs.length > 0 || map === '' ? pairs : map.split(',');
}

function readSegments(pairs: Pairs, numblocks: string): SparseSegments | { fault: string } {
  if (pairs === 'disorder') return { fault: 'offsets and lengths do not take turns' };
  const count = parsePaxNumber(numblocks);
  if (count === undefined) return { fault: 'the number of segments is not a number' };
  if (pairs.length !== 2 * count) {
    return { fault: `${count} segments announced, ${pairs.length} numbers given` };
  }
  const segments = new SparseSegments();
  for (let i = 0; i < pairs.length; i += 2) {
    segments.add(parsePaxNumber(pairs[i] ?? ''), parsePaxNumber(pairs[i + 1] ?? ''));
  }
  return segments;
}
