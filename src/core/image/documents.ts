/**
 * The JSON documents of an archive: read once each, held against what names them, and bounded in size, all together and one by
 * one. What is wrong with one comes beside it.
 */
import type { ByteSource } from '../bytes/byte-source.ts';
import type { DigestAlgorithm, Digester } from '../bytes/digester.ts';
import type { ImagePart } from '../image-problem.ts';
import type { Problem } from '../problem.ts';
import { checkableAlgorithm, parseDigest } from './digest.ts';
import type { BlobPlace } from './image.ts';
import { parseJson } from './parse-json.ts';

const MiB = 1 << 20;
const MOST_BYTES = 64 * MiB;
const LARGEST_CONFIG = 8 * MiB;
const LARGEST_OTHER = 4 * MiB;

export interface Document {
  readonly member: string;
  /** Undefined where it could not be read, or is no JSON. `null` is a value. */
  readonly value: unknown;
  /** Why there is no value. */
  readonly problem: Problem | undefined;
}

/** What a document should be. */
export interface Wanted {
  readonly part: ImagePart;
  readonly digest?: string | undefined;
  readonly size?: number | undefined;
}

interface Held {
  document: Document;
  bytes: number;
  digests: Partial<Record<DigestAlgorithm, string>>;
}

export class Documents {
  readonly #sourceOf: (file: number) => ByteSource;
  readonly #digester: Digester;
  readonly #held = new Map<string, Held>();
  #bytes = 0;

  constructor(sourceOf: (file: number) => ByteSource, digester: Digester) {
    this.#sourceOf = sourceOf;
    this.#digester = digester;
  }

  /** The same document for the same place, whatever was wanted of it. `problems` gathers where it is not what was wanted. */
  async read(place: BlobPlace, wanted: Wanted, problems: Problem[]): Promise<Document> {
    const algorithm = algorithmOf(wanted, problems);
    const held = await this.#hold(place, wanted.part, algorithm);
    const { document, bytes } = held;
    const { member, part } = { member: place.member, part: wanted.part };
    if (wanted.size !== undefined && wanted.size !== bytes) {
      problems.push({ kind: 'size-mismatch', part, member, want: wanted.size, got: bytes });
    }
    const digest = algorithm && held.digests[algorithm];
    if (digest !== undefined && wanted.digest !== undefined && wanted.digest !== digest) {
      problems.push({ kind: 'digest-mismatch', part, member, want: wanted.digest, got: digest });
    }
    return document;
  }

  /** SHA-256 of a document's bytes; undefined where it is too big. */
  async digestOf(place: BlobPlace): Promise<string | undefined> {
    const { digests } = await this.#hold(place, 'manifest', 'sha256');
    return digests.sha256;
  }

  /** A document that came along with its descriptor; undefined where it is another one. */
  async fromData(data: Uint8Array, wanted: Wanted): Promise<Document | undefined> {
    const algorithm = algorithmOf(wanted, []);
    if (algorithm === undefined || data.length > LARGEST_OTHER) return undefined;
    if ((await this.#digest(data, algorithm)) !== wanted.digest) return undefined;
    return parsed(data, wanted.digest);
  }

  async #hold(
    place: BlobPlace,
    part: ImagePart,
    algorithm: DigestAlgorithm | undefined,
  ): Promise<Held> {
    const key = `${place.file}:${place.start}:${place.end}`;
    const known = this.#held.get(key);
    if (known !== undefined && (algorithm === undefined || algorithm in known.digests)) {
      return known;
    }
    const held = await this.#load(place, part, algorithm);
    const merged: Held = known
      ? { ...known, digests: { ...known.digests, ...held.digests } }
      : held;
    this.#held.set(key, merged);
    return merged;
  }

  async #load(
    place: BlobPlace,
    part: ImagePart,
    algorithm: DigestAlgorithm | undefined,
  ): Promise<Held> {
    const { member } = place;
    const size = place.end - place.start;
    const limit = part === 'config' ? LARGEST_CONFIG : LARGEST_OTHER;
    if (size > limit || this.#bytes + size > MOST_BYTES) {
      const problem: Problem = {
        kind: 'json-too-big',
        member,
        size,
        limit: size > limit ? limit : MOST_BYTES,
      };
      return { document: { member, value: undefined, problem }, bytes: size, digests: {} };
    }
    this.#bytes += size;
    const bytes = await this.#sourceOf(place.file).read(place.start, place.end);
    const digests = algorithm ? { [algorithm]: await this.#digest(bytes, algorithm) } : {};
    return { document: parsed(bytes, member), bytes: size, digests };
  }

  async #digest(bytes: Uint8Array, algorithm: DigestAlgorithm): Promise<string> {
    const hasher = await this.#digester.start(algorithm);
    hasher.update(bytes);
    return `${algorithm}:${hasher.hex()}`;
  }
}

function parsed(bytes: Uint8Array, member: string): Document {
  const json = parseJson(bytes);
  if ('value' in json) return { member, value: json.value, problem: undefined };
  const problem: Problem = { kind: 'json-invalid', member, reason: json.reason };
  return { member, value: undefined, problem };
}

function algorithmOf({ digest, part }: Wanted, problems: Problem[]): DigestAlgorithm | undefined {
  if (digest === undefined) return undefined;
  const parts = parseDigest(digest);
  const algorithm = parts && checkableAlgorithm(parts);
  if (algorithm === undefined) problems.push({ kind: 'digest-unsupported', part, digest });
  return algorithm;
}
