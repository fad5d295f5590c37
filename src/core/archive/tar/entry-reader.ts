/** Entries: finds out where their content is, adds their row, and leads the driver through their stored bytes. */
import type { IndexBuilder } from '../../layer/index-builder.ts';
import type { RowBatch } from '../../layer/row-batch.ts';
import { BodyPlan, padding } from './body-plan.ts';
import { reportEntryProblems } from './entry-problems.ts';
import { OldGnuSparse } from './old-gnu-sparse.ts';
import { PaxSparseMap } from './pax-sparse-map.ts';
import { problemText } from './problem-text.ts';
import type { Promised } from './promised.ts';
import type { SparseMap, SparseMapReader } from './sparse-map.ts';
import { SparseSegments } from './sparse-map.ts';
import type { Step } from './step.ts';
import type { TarEntry } from './tar-entry.ts';
import { TYPEFLAG, hasBody, isDevice, isFile } from './typeflag.ts';

/** In one layer; each costs 20 bytes of index. */
const MOST_SEGMENTS = 1_000_000;
/** Zeros that are hashed as the holes of one layer's sparse files; a header of 512 bytes can claim petabytes of them. */
const MOST_HASHED_HOLES = 4 * 2 ** 30;

const HEADER: Step = { kind: 'header' };

/** An entry whose row is not written yet. */
interface OpenEntry {
  entry: TarEntry;
  /** Where its stored bytes start. */
  bodyOffset: number;
  /** How many they are. */
  stored: number;
  map: SparseMapReader | undefined;
}

export class EntryReader {
  readonly #builder: IndexBuilder;
  readonly #batch: RowBatch;
  #open: OpenEntry | undefined;
  #consumed = 0;
  #plan: BodyPlan | undefined;
  #promised: Promised | undefined;
  #segments = 0;
  #hashedHoles = 0;

  constructor(builder: IndexBuilder, batch: RowBatch) {
    this.#builder = builder;
    this.#batch = batch;
  }

  /** The stored bytes of the newest entry, or the block of its map that stands before them. */
  get promised(): Promised | undefined {
    return this.#promised;
  }

  start(entry: TarEntry, block: Uint8Array): Step {
    reportEntryProblems(entry, (problem) => {
      this.#builder.addProblem(problem);
    });
    const bodyOffset = entry.header.tarOffset + 512;
    const stored = hasBody(entry.typeflag) ? Math.max(0, entry.claimed) : 0;
    this.#promised = { start: bodyOffset, bytes: stored, name: entry.name };
    if (isFile(entry.typeflag))
      return this.#startFile({ entry, bodyOffset, stored, map: undefined }, block);
    if (entry.sparse !== undefined) this.#reportSparse(entry, 'not a file');
    this.#addRow(entry, bodyOffset, 0);
    return stored === 0 ? HEADER : { kind: 'skip', bytes: stored + padding(stored) };
  }

  /** Takes a block of a sparse map. */
  captured(block: Uint8Array): Step {
    const open = this.#open;
    if (open?.map === undefined) throw new Error('no sparse map is under way');
    open.map.push(block);
    this.#consumed += block.length;
    return this.#readMap(open, open.map);
  }

  /** The input has ended: an entry whose map is not complete is listed all the same. */
  finish(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open?.map === undefined) return;
    this.#reportSparse(open.entry, 'the input ends in the map');
    this.#addRow(open.entry, open.bodyOffset, open.stored);
  }

  bodyRead(): Step {
    return this.#plan?.next() ?? HEADER;
  }

  #startFile(open: OpenEntry, block: Uint8Array): Step {
    const { entry, stored } = open;
    const { sparse } = entry;
    if (entry.typeflag === TYPEFLAG.gnuSparse) {
      if (entry.header.format !== 'gnu') return this.#startStored(open, 'not a GNU header');
      return this.#startMap(open, new OldGnuSparse(block));
    }
    if (sparse === undefined) return this.#startStored(open, undefined);
    const realSize = sparse.realSize ?? entry.claimed;
    if (sparse.map === 'in-body') return this.#startMap(open, new PaxSparseMap(realSize, stored));
    if (!(sparse.map instanceof SparseSegments)) return this.#startStored(open, sparse.map.fault);
    return this.#startSparse(open, this.#checked(sparse.map.finish(realSize), stored));
  }

  #startMap(open: OpenEntry, map: SparseMapReader): Step {
    this.#open = { ...open, map };
    this.#consumed = 0;
    return this.#readMap(open, map);
  }

  #readMap(open: OpenEntry, reader: SparseMapReader): Step {
    if (reader.more) {
      if (!reader.inBody) this.#promise(open, 512);
      return { kind: 'capture', bytes: 512, pad: 0 };
    }
    this.#open = undefined;
    const map = reader.finish();
    if (reader.inBody) return this.#startBehindMap(open, map);
    this.#promise(open, open.stored);
    const body = { ...open, bodyOffset: open.bodyOffset + this.#consumed };
    return this.#startSparse(body, this.#checked(map, open.stored));
  }

  /** The map is the first of the stored bytes. If it is of no use they are gone all the same, so there can be no fingerprint. */
  #startBehindMap(open: OpenEntry, unchecked: SparseMap | string): Step {
    const { entry, bodyOffset, stored } = open;
    const left = stored - this.#consumed;
    const map = this.#checked(unchecked, left);
    if (typeof map !== 'string') {
      return this.#startSparse(
        { ...open, bodyOffset: bodyOffset + this.#consumed, stored: left },
        map,
      );
    }
    this.#reportSparse(entry, map);
    this.#addRow(entry, bodyOffset, stored);
    return this.#startPlan({ realSize: left, segments: [0, left] }, padding(stored), false);
  }

  #promise({ entry, bodyOffset }: OpenEntry, bytes: number): void {
    this.#promised = { start: bodyOffset + this.#consumed, bytes, name: entry.name };
  }

  #startSparse(open: OpenEntry, map: SparseMap | string): Step {
    if (typeof map === 'string') return this.#startStored(open, map);
    const number = this.#addRow(open.entry, open.bodyOffset, map.realSize);
    this.#addSegments(number, map);
    const hash = this.#mayHash(map.realSize - open.stored);
    return this.#startPlan(map, padding(open.stored), hash);
  }

  /** The stored bytes are the content; `fault` is what keeps them from being more. */
  #startStored({ entry, bodyOffset, stored }: OpenEntry, fault: string | undefined): Step {
    if (fault !== undefined) this.#reportSparse(entry, fault);
    this.#addRow(entry, bodyOffset, stored);
    return this.#startPlan({ realSize: stored, segments: [0, stored] }, padding(stored), true);
  }

  #startPlan(map: SparseMap, pad: number, hash: boolean): Step {
    this.#plan = new BodyPlan(map, pad, hash);
    return this.bodyRead();
  }

  #mayHash(holes: number): boolean {
    if (this.#hashedHoles + holes > MOST_HASHED_HOLES) return false;
    this.#hashedHoles += holes;
    return true;
  }

  /** The map, if it is sound, fits the stored bytes and is not one too many; or else what is wrong with it. */
  #checked(map: SparseMap | string, stored: number): SparseMap | string {
    if (typeof map === 'string') return map;
    const { segments } = map;
    if (this.#segments + segments.length / 2 > MOST_SEGMENTS) {
      return `the layer has more than ${MOST_SEGMENTS} segments`;
    }
    let data = 0;
    for (let i = 1; i < segments.length; i += 2) data += segments[i] ?? 0;
    return data === stored ? map : `the segments hold ${data} bytes, stored are ${stored}`;
  }

  /** A sparse file without data gets one empty segment, which makes it known as sparse. */
  #addSegments(number: number, { segments, realSize }: SparseMap): void {
    this.#segments += segments.length / 2;
    if (segments.length === 0) this.#builder.addSegment(number, realSize, 0);
    for (let i = 0; i < segments.length; i += 2) {
      this.#builder.addSegment(number, segments[i] ?? 0, segments[i + 1] ?? 0);
    }
  }

  #addRow(entry: TarEntry, bodyOffset: number, size: number): number {
    const { header, typeflag, uid, gid, mtime, mtimeNanos, name, link } = entry;
    const mode = header.mode & 0o7777;
    const number = this.#builder.entryCount + this.#batch.count;
    this.#batch.add({ typeflag, mode, uid, gid, size, mtime, mtimeNanos, bodyOffset, name, link });
    if (isDevice(typeflag)) {
      this.#builder.addDevice(number, header.devMajor, header.devMinor);
    }
    for (const { key, value } of entry.records) this.#builder.addRecord(number, key, value);
    return number;
  }

  #reportSparse({ header, name }: TarEntry, reason: string): void {
    const { tarOffset } = header;
    this.#builder.addProblem({ kind: 'sparse-map', tarOffset, name: problemText(name), reason });
  }
}
