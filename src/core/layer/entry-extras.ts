/** What few entries have and no column holds: device numbers, extended attributes, holes. Looked up in the side tables. */
import { firstAtLeast } from './first-at-least.ts';
import type { LayerIndex } from './layer-index.ts';

export interface DeviceNumber {
  major: number;
  minor: number;
}

export interface EntryRecord {
  /** As in the PAX header: `SCHILY.xattr.user.mime_type`. */
  key: Uint8Array<ArrayBuffer>;
  value: Uint8Array<ArrayBuffer>;
}

export function findDevice({ devices }: LayerIndex, entry: number): DeviceNumber | undefined {
  const [at, end] = rangeOf(devices.entry, entry);
  if (at === end) return undefined;
  return { major: devices.major[at] ?? 0, minor: devices.minor[at] ?? 0 };
}

export function readRecords({ records }: LayerIndex, entry: number): EntryRecord[] {
  const [at, end] = rangeOf(records.entry, entry);
  const found: EntryRecord[] = [];
  for (let i = at; i < end; i++) {
    const keyStart = i === 0 ? 0 : records.valueEnd[i - 1];
    const keyEnd = records.keyEnd[i];
    found.push({
      key: records.pool.subarray(keyStart, keyEnd),
      value: records.pool.subarray(keyEnd, records.valueEnd[i]),
    });
  }
  return found;
}

/** Data segments and stored bytes of a sparse file; undefined for every other entry. */
export function findSparse(
  { sparse }: LayerIndex,
  entry: number,
): { segments: number; storedBytes: number } | undefined {
  const [at, end] = rangeOf(sparse.entry, entry);
  if (at === end) return undefined;
  let storedBytes = 0;
  for (let i = at; i < end; i++) storedBytes += sparse.length[i] ?? 0;
  return { segments: end - at, storedBytes };
}

/** The rows of an ascending column that hold `entry`. */
function rangeOf(column: Uint32Array, entry: number): [start: number, end: number] {
  return [firstAtLeast(column, entry), firstAtLeast(column, entry + 1)];
}
