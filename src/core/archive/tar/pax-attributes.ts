/**
 * What the records of one PAX extended header say of the entry behind it. Of several records with one key the last counts; an empty
 * value unsets, so the header's own field stands. Names of users and groups, atime and ctime are of no use here and dropped.
 */
import type { PaxTime } from './pax-number.ts';
import { parsePaxNumber, parsePaxTime } from './pax-number.ts';
import type { OnPaxFault, PaxRecord } from './pax-records.ts';
import { byteText, readPaxRecords } from './pax-records.ts';
import type { PaxSparse } from './pax-sparse.ts';
import { isSparseKey, readPaxSparse } from './pax-sparse.ts';

export interface PaxAttributes {
  path: Uint8Array | undefined;
  linkpath: Uint8Array | undefined;
  size: number | undefined;
  uid: number | undefined;
  gid: number | undefined;
  mtime: PaxTime | undefined;
  sparse: PaxSparse | undefined;
  /** Everything else, such as extended attributes. */
  others: PaxRecord[];
}

const INTERPRETED = new Set([
  'path',
  'linkpath',
  'size',
  'uid',
  'gid',
  'mtime',
  'uname',
  'gname',
  'atime',
  'ctime',
]);

/** Keeps views of the payload. */
export function readPaxAttributes(payload: Uint8Array, onFault: OnPaxFault): PaxAttributes {
  const records = readPaxRecords(payload, onFault);
  const last = new Map(records.map((record) => [record.keyText, record]));
  const bytes = (key: string): Uint8Array | undefined => {
    const value = last.get(key)?.value;
    return value === undefined || value.length === 0 ? undefined : value;
  };
  const parsed = <T>(key: string, parse: (text: string) => T | undefined): T | undefined => {
    const value = bytes(key);
    const result = value === undefined ? undefined : parse(byteText(value));
    if (value !== undefined && result === undefined) onFault('value', last.get(key)?.at ?? 0);
    return result;
  };
  return {
    path: bytes('path'),
    linkpath: bytes('linkpath'),
    size: parsed('size', parseSize),
    uid: parsed('uid', parsePaxNumber),
    gid: parsed('gid', parsePaxNumber),
    mtime: parsed('mtime', parsePaxTime),
    sparse: readPaxSparse(records),
    others: [...last.values()].filter(
      ({ keyText }) => !INTERPRETED.has(keyText) && !isSparseKey(keyText),
    ),
  };
}

function parseSize(text: string): number | undefined {
  const size = parsePaxNumber(text);
  return size === undefined || size < 0 ? undefined : size;
}
