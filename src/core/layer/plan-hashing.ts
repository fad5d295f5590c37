/** Where the contents of many entries of a layer are, so that one pass over it can hash them all, in another thread and without the index. */
import { strFromU8 } from 'fflate';
import type { Compression, Problem } from '../problem.ts';
import { findSpan } from './find-span.ts';
import { firstAtLeast } from './first-at-least.ts';
import type { SeekPoint } from './inflate-start.ts';
import { entryName, type LayerIndex } from './layer-index.ts';
import { ProblemList } from './problem-list.ts';
import { hasContent } from './read-entry.ts';
import { type Segments, segmentsOf } from './segments.ts';

/** Plain data, to be copied from thread to thread. */
export interface HashPlan {
  readonly compression: Compression;
  /** Of the whole blob; it must still be that long. */
  readonly sourceBytes: number;
  /** The entries that will be hashed, ascending. */
  readonly entries: Uint32Array<ArrayBuffer>;
  /** Where in the tar the stored bytes of each start. */
  readonly tarOffset: Float64Array<ArrayBuffer>;
  /** Bytes a reader of each gets, holes included. */
  readonly size: Float64Array<ArrayBuffer>;
  /** Of the sparse files among them, by place in `entries`. */
  readonly segments: ReadonlyMap<number, Segments>;
  readonly runs: readonly HashRun[];
  /** Of the entries that were left out. */
  readonly problems: readonly Problem[];
}

/** A stretch of the layer that is decoded in one go. */
export interface HashRun {
  readonly from: SeekPoint;
  /** No byte of the blob from here on should be needed. */
  readonly sourceEnd: number;
  /** Places `[start, end)` in `entries`. */
  readonly start: number;
  readonly end: number;
}

/** A new run starts where that leaves so much of the tar unread. */
const WORTH_A_JUMP = { plain: 1 << 20, compressed: 4 << 20 };
/** Zeros are hashed like everything else, at some 300 MB/s, and a hole of terabytes costs an attacker nothing. */
const MOST_HOLE_BYTES = 8 * 2 ** 30;

/** `entries` in any order; those without content are left out. */
export function planHashing(index: LayerIndex, entries: Uint32Array): HashPlan {
  const bodies = new Bodies(index, entries.length);
  let before = -1;
  for (const entry of ascending(entries)) {
    if (entry !== before && hasContent(index, entry)) bodies.add(entry);
    before = entry;
  }
  return bodies.plan();
}

class Bodies {
  readonly #index: LayerIndex;
  readonly #entries: Uint32Array<ArrayBuffer>;
  readonly #tarOffset: Float64Array<ArrayBuffer>;
  readonly #size: Float64Array<ArrayBuffer>;
  readonly #segments = new Map<number, Segments>();
  readonly #problems = new ProblemList();
  readonly #runs: HashRun[] = [];
  #count = 0;
  #holeBytes = 0;
  #runStart = 0;
  /** Where the stored bytes of the newest one end. */
  #tarEnd = 0;

  constructor(index: LayerIndex, most: number) {
    this.#index = index;
    this.#entries = new Uint32Array(most);
    this.#tarOffset = new Float64Array(most);
    this.#size = new Float64Array(most);
  }

  add(entry: number): void {
    const tarOffset = this.#index.bodyOffset[entry] ?? NaN;
    const size = this.#index.size[entry] ?? NaN;
    // Bodies follow each other in every tar; an index that says otherwise was not made from one.
    if (!(tarOffset >= this.#tarEnd) || !Number.isSafeInteger(tarOffset + size) || size < 0) return;
    const segments = segmentsOf(this.#index.sparse, entry, size);
    const stored = segments?.length.reduce((sum, bytes) => sum + bytes, 0) ?? size;
    if (!this.#takeHoles(entry, size - stored)) return;
    if (segments !== null) this.#segments.set(this.#count, segments);
    if (this.#isFar(tarOffset)) this.#endRun();
    this.#entries[this.#count] = entry;
    this.#tarOffset[this.#count] = tarOffset;
    this.#size[this.#count] = size;
    this.#tarEnd = tarOffset + stored;
    this.#count++;
  }

  plan(): HashPlan {
    this.#endRun();
    const { compression, sourceBytes } = this.#index;
    return {
      compression,
      sourceBytes,
      entries: this.#entries.slice(0, this.#count),
      tarOffset: this.#tarOffset.slice(0, this.#count),
      size: this.#size.slice(0, this.#count),
      segments: this.#segments,
      runs: this.#runs,
      problems: this.#problems.toArray(),
    };
  }

  /** Whether there is still room for so many bytes of holes. */
  #takeHoles(entry: number, bytes: number): boolean {
    if (this.#holeBytes + bytes > MOST_HOLE_BYTES) {
      const name = strFromU8(entryName(this.#index, entry));
      this.#problems.add({ kind: 'holes-not-hashed', name, bytes, limit: MOST_HOLE_BYTES });
      return false;
    }
    this.#holeBytes += bytes;
    return true;
  }

  /** Whether much can be left unread between the newest body and one that starts at `tarOffset`. */
  #isFar(tarOffset: number): boolean {
    const { compression, seekPoints } = this.#index;
    const plain = compression === 'none';
    const jump = plain ? WORTH_A_JUMP.plain : WORTH_A_JUMP.compressed;
    if (tarOffset - this.#tarEnd < jump) return false;
    if (plain) return true;
    const before = firstAtLeast(seekPoints.tarOffset, tarOffset + 1) - 1;
    return (seekPoints.tarOffset[before] ?? 0) - this.#tarEnd >= jump;
  }

  #endRun(): void {
    const [start, end] = [this.#runStart, this.#count];
    if (start === end) return;
    this.#runs.push({
      ...findSpan(this.#index, this.#tarOffset[start] ?? 0, this.#tarEnd),
      start,
      end,
    });
    this.#runStart = end;
  }
}

function ascending(entries: Uint32Array): Uint32Array {
  for (let i = 1; i < entries.length; i++) {
    if ((entries[i] ?? 0) < (entries[i - 1] ?? 0)) return Uint32Array.from(entries).sort();
  }
  return entries;
}
