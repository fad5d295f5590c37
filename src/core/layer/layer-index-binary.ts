/**
 * The binary form of a layer index (docs/FORMATS.md): what is cached, and what is handed from thread to thread. Sealing
 * lays the columns out in one buffer; opening makes views over such a buffer and copies nothing. A buffer may come from a
 * damaged cache: it opens to an index whose every offset lies inside, or to an `InputError` of kind `index-format`.
 */
import { strFromU8, strToU8 } from 'fflate';
import type { Compression, Problem } from '../problem.ts';
import type { LayerIndex, RecordTable, SeekPoints } from './layer-index.ts';
import { faulty, type SectionDraft, Sections, writeSections } from './sections.ts';

/** Ids of the sections; a number once given keeps its meaning. */
export const SECTION = {
  about: 1,
  pool: 2,
  nameEnd: 3,
  linkEnd: 4,
  typeflag: 5,
  mode: 6,
  uid: 7,
  gid: 8,
  size: 9,
  mtime: 10,
  mtimeNanos: 11,
  bodyOffset: 12,
  fingerprint: 13,
  deviceEntry: 16,
  deviceMajor: 17,
  deviceMinor: 18,
  recordEntry: 20,
  recordKeyEnd: 21,
  recordValueEnd: 22,
  recordPool: 23,
  sparseEntry: 24,
  sparseOffset: 25,
  sparseLength: 26,
  pointTarOffset: 28,
  pointSourceOffset: 29,
  pointBit: 30,
  pointStateEnd: 31,
  pointStates: 32,
} as const;

/** What is no column: kept as JSON. */
export interface LayerAbout {
  compression: Compression;
  sourceBytes: number;
  tarBytes: number;
  entryCount: number;
  problems: readonly Problem[];
}

/** Makes the index out of `about` and every section of `SECTION` but that one. */
export function sealLayerIndex(about: LayerAbout, columns: readonly SectionDraft[]): LayerIndex {
  const json = strToU8(JSON.stringify(about));
  const aboutDraft: SectionDraft = {
    id: SECTION.about,
    type: 'u8',
    count: json.length,
    fill: (bytes) => {
      bytes.set(json);
    },
  };
  return openLayerIndex(writeSections([aboutDraft, ...columns]));
}

export function openLayerIndex(buffer: ArrayBuffer): LayerIndex {
  const sections = new Sections(buffer);
  const about = readAbout(sections.array(SECTION.about, 'u8'));
  const n = about.entryCount;
  const pool = sections.array(SECTION.pool, 'u8');
  const nameEnd = sections.array(SECTION.nameEnd, 'u32', n);
  const linkEnd = sections.array(SECTION.linkEnd, 'u32', n);
  checkPairedEnds(nameEnd, linkEnd, pool.length);
  return {
    buffer,
    ...about,
    pool,
    nameEnd,
    linkEnd,
    typeflag: sections.array(SECTION.typeflag, 'u8', n),
    mode: sections.array(SECTION.mode, 'u16', n),
    uid: sections.numbers(SECTION.uid, n),
    gid: sections.numbers(SECTION.gid, n),
    size: sections.numbers(SECTION.size, n),
    mtime: sections.numbers(SECTION.mtime, n),
    mtimeNanos: sections.numbers(SECTION.mtimeNanos, n),
    bodyOffset: sections.numbers(SECTION.bodyOffset, n),
    fingerprint: sections.array(SECTION.fingerprint, 'u64', n),
    devices: openDevices(sections, n),
    records: openRecords(sections, n),
    sparse: openSparse(sections, n),
    seekPoints: openSeekPoints(sections),
  };
}

function openDevices(sections: Sections, entryCount: number): LayerIndex['devices'] {
  const entry = sections.array(SECTION.deviceEntry, 'u32');
  checkAscending(entry, entryCount - 1);
  return {
    entry,
    major: sections.array(SECTION.deviceMajor, 'u32', entry.length),
    minor: sections.array(SECTION.deviceMinor, 'u32', entry.length),
  };
}

function openRecords(sections: Sections, entryCount: number): RecordTable {
  const entry = sections.array(SECTION.recordEntry, 'u32');
  checkAscending(entry, entryCount - 1);
  const keyEnd = sections.array(SECTION.recordKeyEnd, 'u32', entry.length);
  const valueEnd = sections.array(SECTION.recordValueEnd, 'u32', entry.length);
  const pool = sections.array(SECTION.recordPool, 'u8');
  checkPairedEnds(keyEnd, valueEnd, pool.length);
  return { entry, keyEnd, valueEnd, pool };
}

function openSparse(sections: Sections, entryCount: number): LayerIndex['sparse'] {
  const entry = sections.array(SECTION.sparseEntry, 'u32');
  checkAscending(entry, entryCount - 1);
  return {
    entry,
    offset: sections.array(SECTION.sparseOffset, 'f64', entry.length),
    length: sections.array(SECTION.sparseLength, 'f64', entry.length),
  };
}

function openSeekPoints(sections: Sections): SeekPoints {
  const tarOffset = sections.array(SECTION.pointTarOffset, 'f64');
  const count = tarOffset.length;
  const sourceOffset = sections.array(SECTION.pointSourceOffset, 'f64', count);
  const stateEnd = sections.array(SECTION.pointStateEnd, 'u32', count);
  const states = sections.array(SECTION.pointStates, 'u8');
  checkAscending(tarOffset, Number.MAX_SAFE_INTEGER);
  checkAscending(sourceOffset, Number.MAX_SAFE_INTEGER);
  checkAscending(stateEnd, states.length);
  const bit = sections.array(SECTION.pointBit, 'u8', count);
  if (bit.some((used) => used > 7)) throw faulty('a seek point has more than 7 bits used');
  return { tarOffset, sourceOffset, bit, stateEnd, states };
}

function readAbout(json: Uint8Array): LayerAbout {
  const about = parseJson(json);
  if (!isRecord(about)) throw faulty('no description');
  const { compression, sourceBytes, tarBytes, entryCount, problems } = about;
  if (!isCompression(compression)) throw faulty('unknown compression');
  if (!isCount(sourceBytes) || !isCount(tarBytes) || !isCount(entryCount)) throw faulty('no count');
  if (!Array.isArray(problems) || !problems.every(isProblem)) throw faulty('no list of problems');
  return { compression, sourceBytes, tarBytes, entryCount, problems };
}

function parseJson(json: Uint8Array): unknown {
  try {
    return JSON.parse(strFromU8(json));
  } catch (error) {
    throw faulty(error instanceof Error ? error.message : 'no JSON');
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCompression(value: unknown): value is Compression {
  return value === 'none' || value === 'gzip' || value === 'zstd' || value === 'xz';
}

function isProblem(value: unknown): value is Problem {
  return isRecord(value) && typeof value['kind'] === 'string';
}

/** Ends of a pool in which things come in pairs: first 0, second 0, first 1, second 1 … */
function checkPairedEnds(first: Uint32Array, second: Uint32Array, poolBytes: number): void {
  let end = 0;
  for (let i = 0; i < first.length; i++) {
    const middle = first[i] ?? 0;
    const next = second[i] ?? 0;
    if (middle < end || next < middle) throw faulty('offsets into a pool go backwards');
    end = next;
  }
  if (end > poolBytes) throw faulty('offsets into a pool go past its end');
}

function checkAscending(column: Uint32Array | Float64Array, most: number): void {
  let last = 0;
  for (const value of column) {
    if (!(value >= last) || value > most) throw faulty('a column does not ascend');
    last = value;
  }
}
