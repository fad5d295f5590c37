/**
 * The SHA-256 of many files of a layer, in one pass over it from front to back. Damage costs the files behind it, up to the next stretch
 * that can be decoded on its own.
 */
import type { ByteSource } from '../bytes/byte-source.ts';
import type { Digester } from '../bytes/digester.ts';
import { InputError } from '../problem.ts';
import { type Chunks, decodeTar } from './decode-tar.ts';
import type { Decoders } from './decoders.ts';
import { fillHoles } from './fill-holes.ts';
import { HASH_BYTES, type HashedBodies } from './hashed-bodies.ts';
import type { HashPlan, HashRun } from './plan-hashing.ts';
import { ProblemList } from './problem-list.ts';
import { readSpan, type SpanPiece } from './read-span.ts';
import { TarCursor } from './tar-cursor.ts';

export type { HashPlan, HashedBodies };

/** How far it is: bytes of the blob, of those that have to be read. */
export interface HashProgress {
  doneBytes: number;
  totalBytes: number;
}

export interface HashBodiesOptions {
  decoders: Decoders;
  digester: Digester;
  /** Called for every piece that is read, and at the end; throttling is up to who listens. */
  onProgress?: (progress: HashProgress) => void;
}

export async function hashBodies(
  source: ByteSource,
  plan: HashPlan,
  options: HashBodiesOptions,
): Promise<HashedBodies> {
  const { sourceBytes } = plan;
  if (source.size !== sourceBytes) {
    const detail = `${source.size} bytes long, not ${sourceBytes}`;
    throw new InputError({ kind: 'source-changed', sourceOffset: 0, detail });
  }
  return new BodyHashing(source, plan, options).run();
}

class BodyHashing {
  readonly #source: ByteSource;
  readonly #plan: HashPlan;
  readonly #options: HashBodiesOptions;
  readonly #sha256: Uint8Array<ArrayBuffer>;
  readonly #done: Uint8Array<ArrayBuffer>;
  readonly #problems = new ProblemList();
  readonly #totalBytes: number;
  #doneBytes = 0;

  constructor(source: ByteSource, plan: HashPlan, options: HashBodiesOptions) {
    this.#source = source;
    this.#plan = plan;
    this.#options = options;
    this.#sha256 = new Uint8Array(HASH_BYTES * plan.entries.length);
    this.#done = new Uint8Array(plan.entries.length);
    this.#totalBytes = plan.runs.reduce((sum, run) => sum + bytesOf(run), 0);
    for (const problem of plan.problems) this.#problems.add(problem);
  }

  async run(): Promise<HashedBodies> {
    let before = 0;
    for (const run of this.#plan.runs) {
      await this.#hashRun(run);
      before += bytesOf(run);
      this.#report(before);
    }
    return {
      entries: this.#plan.entries,
      sha256: this.#sha256,
      done: this.#done,
      problems: this.#problems.toArray(),
    };
  }

  async #hashRun(run: HashRun): Promise<void> {
    const { compression } = this.#plan;
    const { from, start, end } = run;
    const { decoders } = this.#options;
    const tar = new TarCursor(
      decodeTar(this.#pieces(run), { compression, from }, decoders),
      from.tarOffset,
    );
    try {
      for (let i = start; i < end; i++) await this.#hashBody(i, tar);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#problems.add(error.problem);
    } finally {
      await tar.close();
    }
  }

  async #hashBody(i: number, tar: TarCursor): Promise<void> {
    const size = this.#plan.size[i] ?? 0;
    const hasher = await this.#options.digester.start('sha256');
    let bytes = 0;
    for await (const chunk of this.#content(i, tar)) {
      hasher.update(chunk);
      bytes += chunk.length;
    }
    if (bytes !== size) return;
    this.#done[i] = 1;
    const hex = hasher.hex();
    for (let at = 0; at < HASH_BYTES; at++) {
      this.#sha256[HASH_BYTES * i + at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
    }
  }

  #content(i: number, tar: TarCursor): Chunks {
    const tarOffset = this.#plan.tarOffset[i] ?? 0;
    const size = this.#plan.size[i] ?? 0;
    const segments = this.#plan.segments.get(i);
    if (segments === undefined) return tar.take(tarOffset, size);
    const stored = segments.length.reduce((sum, bytes) => sum + bytes, 0);
    return fillHoles(tar.take(tarOffset, stored), segments, size);
  }

  async *#pieces({ from, sourceEnd }: HashRun): AsyncGenerator<SpanPiece, void, void> {
    for await (const piece of readSpan(this.#source, from.sourceOffset, sourceEnd)) {
      yield piece;
      this.#report(this.#doneBytes + piece.bytes.length);
    }
  }

  #report(doneBytes: number): void {
    const totalBytes = this.#totalBytes;
    this.#doneBytes = Math.min(doneBytes, totalBytes);
    this.#options.onProgress?.({ doneBytes: this.#doneBytes, totalBytes });
  }
}

function bytesOf({ from, sourceEnd }: HashRun): number {
  return Math.max(0, sourceEnd - from.sourceOffset);
}

/** What is wrong with the blob's content; a source that cannot be read is another matter. */
function isDamage(error: unknown): error is InputError {
  return error instanceof InputError && 'compression' in error.problem;
}
