/**
 * Everything that can be wrong with an input, as data. A problem is a record with a `kind` and the numbers
 * that disagree; the sentences a person reads are in `src/text/problem-texts.ts`, one page each in `docs/problems/`.
 * Offsets: `sourceOffset` counts bytes of the blob as stored, `tarOffset` bytes of the uncompressed tar.
 */
import type { ImageProblem } from './image-problem.ts';
import type { TreeProblem } from './tree-problem.ts';

export type Problem =
  // the blob around the tar
  | { kind: 'empty-input' }
  | { kind: 'source-changed'; sourceOffset: number; detail: string }
  | { kind: 'source-short'; sourceOffset: number; want: number; got: number }
  | { kind: 'compression-unsupported'; compression: string }
  | {
      kind: 'compression-truncated';
      compression: Compression;
      sourceOffset: number;
      tarOffset: number;
    }
  | {
      kind: 'compression-corrupt';
      compression: Compression;
      sourceOffset: number;
      tarOffset: number;
      reason: string;
    }
  | { kind: 'gzip-checksum'; sourceOffset: number; tarOffset: number; want: number; got: number }
  | { kind: 'gzip-length'; sourceOffset: number; tarOffset: number; want: number; got: number }
  | { kind: 'gzip-header-checksum'; sourceOffset: number; want: number; got: number }
  | { kind: 'trailing-bytes'; compression: Compression; sourceOffset: number; bytes: number }
  | { kind: 'compression-bomb'; sourceBytes: number; tarBytes: number }
  // the tar
  | { kind: 'not-a-tar'; tarOffset: number; bytes: number }
  /** `want` is -1 where the field holds no number. */
  | { kind: 'tar-checksum'; tarOffset: number; want: number; got: number }
  | { kind: 'tar-skipped'; tarOffset: number; bytes: number }
  | { kind: 'tar-truncated'; tarOffset: number; want: number; got: number; name: string }
  | { kind: 'tar-no-end'; tarOffset: number }
  | { kind: 'tar-lone-zero-block'; tarOffset: number }
  | { kind: 'tar-trailing-data'; tarOffset: number; bytes: number }
  | { kind: 'tar-number'; tarOffset: number; field: string; text: string }
  | { kind: 'tar-size'; tarOffset: number; name: string; size: number }
  | { kind: 'tar-type'; tarOffset: number; name: string; typeflag: string }
  | { kind: 'tar-link-body'; tarOffset: number; name: string; size: number }
  | { kind: 'tar-name'; tarOffset: number; name: string; fault: NameFault }
  | { kind: 'tar-orphan-extension'; tarOffset: number; typeflag: string }
  | { kind: 'tar-extension-size'; tarOffset: number; typeflag: string; size: number; limit: number }
  | { kind: 'pax-record'; tarOffset: number; fault: PaxFault; text: string }
  | { kind: 'sparse-map'; tarOffset: number; name: string; reason: string }
  // the image around the layers, and the tree they make
  | ImageProblem
  | TreeProblem
  // our own limits and faults
  | { kind: 'too-many-entries'; tarOffset: number; limit: number }
  | { kind: 'records-dropped'; tarOffset: number; limit: number }
  | { kind: 'problems-dropped'; of: string; count: number }
  | { kind: 'index-format'; reason: string }
  | { kind: 'no-content'; name: string; typeflag: string }
  | { kind: 'too-big-to-hold'; name: string; size: number; limit: number }
  /** `bytes` had found room before. */
  | { kind: 'no-room'; bytes: number; detail: string }
  /** `bytes` of holes. */
  | { kind: 'holes-not-hashed'; name: string; bytes: number; limit: number }
  | { kind: 'worker-crashed'; message: string }
  | { kind: 'internal'; message: string; stack: string };

export type Compression = 'none' | 'gzip' | 'zstd' | 'xz';
export type NameFault = 'empty' | 'dot-dot' | 'nul' | 'too-long';
export type PaxFault = 'length' | 'no-equals' | 'no-newline' | 'empty-key' | 'nul' | 'value';

export type ProblemKind = Problem['kind'];
export type ProblemOf<K extends ProblemKind> = Extract<Problem, { kind: K }>;

/** Thrown only when nothing further can be read. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** What crosses a worker boundary instead of an exception. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem };
