/**
 * Whether a layer is what its image says: the digest of the blob and the diff ID of the tar in it, in one pass. All bytes of the tar count, what
 * follows its end included; what follows a gzip stream and is none does not.
 */
import { SNIFF_BYTES, sniffCompression } from '../archive/compression.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import type { DigestAlgorithm, Digester, Hasher } from '../bytes/digester.ts';
import { WindowReader } from '../bytes/window-reader.ts';
import { type Compression, InputError, type Problem } from '../problem.ts';
import { decodeTar } from './decode-tar.ts';
import type { Decoders } from './decoders.ts';
import type { SpanPiece } from './read-span.ts';

export interface WantedDigests {
  /** Where the blob is, for problems. */
  readonly member: string;
  /** Of the blob as stored. */
  readonly digest?: string | undefined;
  /** Of the uncompressed tar. */
  readonly diffId?: string | undefined;
}

export interface CheckProgress {
  doneBytes: number;
  totalBytes: number;
}

export interface CheckDigestsOptions {
  decoders: Decoders;
  digester: Digester;
  /** Called for every piece of at most 1 MiB; throttling is up to who listens. */
  onProgress?: (progress: CheckProgress) => void;
}

interface Wanted {
  part: 'layer' | 'diff-id';
  algorithm: DigestAlgorithm;
  digest: string;
}

const PIECE = 1 << 20;
const START = { tarOffset: 0, sourceOffset: 0, bit: 0, packedState: new Uint8Array(0) };

/**
 * One problem at most says that the bytes are others: a wrong digest explains a wrong diff ID. A blob that cannot be
 * decompressed has no diff ID; why, its index says.
 */
export async function checkDigests(
  source: ByteSource,
  { member, digest, diffId }: WantedDigests,
  options: CheckDigestsOptions,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const ofBlob = parseWanted('layer', digest, problems);
  const ofTar = parseWanted('diff-id', diffId, problems);
  if (ofBlob === undefined && ofTar === undefined) return problems;
  const got = await new Checking(source, options).run(ofBlob, ofTar);
  const wrong = [ofBlob, ofTar].find((wanted) => wanted !== undefined && isOther(wanted, got));
  if (wrong !== undefined) {
    const { part, digest: want } = wrong;
    problems.push({ kind: 'digest-mismatch', part, member, want, got: got[part] ?? '' });
  }
  return problems;
}

type Got = Record<Wanted['part'], string | undefined>;

function isOther({ part, digest }: Wanted, got: Got): boolean {
  return got[part] !== undefined && got[part] !== digest;
}

function parseWanted(
  part: Wanted['part'],
  digest: string | undefined,
  problems: Problem[],
): Wanted | undefined {
  if (digest === undefined) return undefined;
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return { part, algorithm: 'sha256', digest };
  if (/^sha512:[0-9a-f]{128}$/.test(digest)) return { part, algorithm: 'sha512', digest };
  problems.push({ kind: 'digest-unsupported', part, digest });
  return undefined;
}

class Checking {
  readonly #source: ByteSource;
  readonly #options: CheckDigestsOptions;
  readonly #reader: WindowReader;
  /** What is read and not yet hashed. */
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #doneBytes = 0;
  readonly #blobHashers = new Map<DigestAlgorithm, Hasher>();

  constructor(source: ByteSource, options: CheckDigestsOptions) {
    this.#source = source;
    this.#options = options;
    this.#reader = new WindowReader(source);
  }

  async run(ofBlob: Wanted | undefined, ofTar: Wanted | undefined): Promise<Got> {
    try {
      this.#reader.expectAll();
      this.#rest = (await this.#reader.next()) ?? this.#rest;
      const compression = sniffCompression(this.#rest.subarray(0, SNIFF_BYTES));
      const plain = compression === 'none';
      if (ofBlob !== undefined) await this.#hashBlobWith(ofBlob);
      if (plain && ofTar !== undefined) await this.#hashBlobWith(ofTar);
      const decodable = !plain && compression !== 'bzip2' && ofTar !== undefined;
      const tar = decodable ? await this.#hashTar(compression, ofTar) : undefined;
      if (ofBlob !== undefined || plain) while (await this.#next());
      const blob = new Map([...this.#blobHashers].map(([name, hasher]) => [name, hasher.hex()]));
      return {
        layer: ofBlob && `${ofBlob.algorithm}:${blob.get(ofBlob.algorithm)}`,
        'diff-id': plain && ofTar ? `${ofTar.algorithm}:${blob.get(ofTar.algorithm)}` : tar,
      };
    } finally {
      this.#reader.close();
    }
  }

  async #hashBlobWith({ algorithm }: Wanted): Promise<void> {
    if (this.#blobHashers.has(algorithm)) return;
    this.#blobHashers.set(algorithm, await this.#options.digester.start(algorithm));
  }

  /** Undefined where it cannot be told. */
  async #hashTar(compression: Compression, { algorithm }: Wanted): Promise<string | undefined> {
    const { decoders, digester } = this.#options;
    const hasher = await digester.start(algorithm);
    try {
      for await (const chunk of decodeTar(this.#pieces(), { compression, from: START }, decoders)) {
        hasher.update(chunk);
      }
    } catch (error) {
      if (!(error instanceof InputError) || !('compression' in error.problem)) throw error;
      // Bytes behind the last frame come after all of the tar.
      if (error.problem.kind !== 'trailing-bytes') return undefined;
    }
    return `${algorithm}:${hasher.hex()}`;
  }

  async *#pieces(): AsyncGenerator<SpanPiece, void, void> {
    for (let piece = await this.#next(); piece; piece = await this.#next()) yield piece;
  }

  /** The next piece of the blob, hashed. */
  async #next(): Promise<SpanPiece | undefined> {
    if (this.#rest.length === 0) this.#rest = (await this.#reader.next()) ?? this.#rest;
    if (this.#rest.length === 0) return undefined;
    const bytes = this.#rest.subarray(0, PIECE);
    this.#rest = this.#rest.subarray(bytes.length);
    for (const hasher of this.#blobHashers.values()) hasher.update(bytes);
    this.#doneBytes += bytes.length;
    const totalBytes = this.#source.size;
    this.#options.onProgress?.({ doneBytes: this.#doneBytes, totalBytes });
    return { bytes, last: this.#doneBytes === totalBytes };
  }
}
