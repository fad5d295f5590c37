/**
 * Walks an index and all indexes in it, and gathers the manifests at its ends: each once, with every name that some entry on the way
 * to it has. No recursion, no index twice, and a limit for everything.
 */
import type { Problem } from '../problem.ts';
import { type Descriptor, readDescriptor } from './descriptor.ts';
import type { Document } from './documents.ts';
import { arrayOf, fieldOf, isObject } from './json-value.ts';
import { isIndexType } from './media-type.ts';
import { MOST_NAMES, namesOf } from './image-names.ts';
import type { OciBlobs } from './oci-blobs.ts';
import { MOST_IMAGES } from './opening.ts';

const MOST_LEVELS = 10;
const MOST_DESCRIPTORS = 10_000;

export interface FoundManifest {
  readonly descriptor: Descriptor;
  /** Undefined where it is not in the archive. */
  readonly document: Document | undefined;
  readonly names: Set<string>;
  readonly problems: Problem[];
}

export interface IndexWalk {
  /** By digest, in the order of the index. */
  readonly manifests: ReadonlyMap<string, FoundManifest>;
  /** Manifests that are attestations of another one: its digest, and what names them. */
  readonly attestations: readonly { readonly of: string; readonly descriptor: Descriptor }[];
  readonly problems: readonly Problem[];
}

interface IndexNode {
  readonly names: Set<string>;
  readonly children: Set<string>;
}

interface Visit {
  readonly descriptor: Descriptor;
  readonly parent: IndexNode;
  /** Digests of the indexes it is in. */
  readonly within: readonly string[];
}

export async function walkIndex(root: Document, blobs: OciBlobs): Promise<IndexWalk> {
  const walking = new Walking(blobs);
  await walking.run(root);
  return walking;
}

class Walking implements IndexWalk {
  readonly manifests = new Map<string, FoundManifest>();
  readonly attestations: { of: string; descriptor: Descriptor }[] = [];
  readonly problems: Problem[] = [];
  readonly #blobs: OciBlobs;
  readonly #indexes = new Map<string, IndexNode>();
  readonly #stack: Visit[] = [];
  #descriptors = 0;

  constructor(blobs: OciBlobs) {
    this.#blobs = blobs;
  }

  async run(root: Document): Promise<void> {
    this.#push(root, { names: new Set(), children: new Set() }, []);
    for (let visit = this.#stack.pop(); visit; visit = this.#stack.pop()) await this.#visit(visit);
    for (const node of this.#indexes.values()) this.#handDown(node);
  }

  /** The entries of an index, the first one on top. */
  #push(document: Document, node: IndexNode, within: readonly string[]): void {
    const { member } = document;
    const entries = entriesOf(document.value);
    if (entries === undefined) {
      this.problems.push(
        document.problem ?? { kind: 'json-shape', member, at: 'manifests', want: 'a list' },
      );
      return;
    }
    const left = MOST_DESCRIPTORS - this.#descriptors;
    if (entries.length > left) this.#tooMany();
    const taken = entries.slice(0, left);
    this.#descriptors += taken.length;
    for (let i = taken.length - 1; i >= 0; i--) {
      const descriptor = readDescriptor(taken[i]);
      if (descriptor !== undefined) this.#stack.push({ descriptor, parent: node, within });
      else {
        const at = `manifests[${i}].digest`;
        this.problems.push({ kind: 'json-shape', member, at, want: 'a digest' });
      }
    }
  }

  async #visit({ descriptor, parent, within }: Visit): Promise<void> {
    const { digest, annotations } = descriptor;
    const reference = annotations['vnd.docker.reference.type'];
    if (reference !== undefined) {
      const of = annotations['vnd.docker.reference.digest'];
      const attests = reference === 'attestation-manifest' && of !== undefined;
      if (attests) this.attestations.push({ of, descriptor });
      return;
    }
    parent.children.add(digest);
    const names = namesOf(annotations);
    const known = this.#indexes.get(digest) ?? this.manifests.get(digest);
    if (known !== undefined) {
      addNames(known.names, names);
      if (within.includes(digest)) this.problems.push({ kind: 'index-cycle', digest });
      return;
    }
    await this.#read({ descriptor, parent, within }, new Set(names));
  }

  async #read({ descriptor, within }: Visit, names: Set<string>): Promise<void> {
    const { digest, mediaType } = descriptor;
    const problems: Problem[] = [];
    const part = isIndexType(mediaType) ? 'index' : 'manifest';
    const document = await this.#blobs.document(descriptor, part, problems);
    if (!isIndex(descriptor, document)) {
      if (this.manifests.size < MOST_IMAGES) {
        this.manifests.set(digest, { descriptor, document, names, problems });
      } else this.#tooMany();
      return;
    }
    this.problems.push(...problems);
    const node: IndexNode = { names, children: new Set() };
    this.#indexes.set(digest, node);
    if (within.length >= MOST_LEVELS) {
      this.problems.push({ kind: 'index-depth', limit: MOST_LEVELS });
    } else if (document !== undefined) this.#push(document, node, [...within, digest]);
  }

  #tooMany(): void {
    if (this.problems.some(({ kind }) => kind === 'too-many-images')) return;
    this.problems.push({ kind: 'too-many-images', limit: MOST_IMAGES });
  }

  /** The names of an index are names of all that is in it. */
  #handDown({ names, children }: IndexNode): void {
    if (names.size === 0) return;
    const below = new Set(children);
    for (const digest of below) {
      const manifest = this.manifests.get(digest);
      if (manifest !== undefined) addNames(manifest.names, names);
      // What is added while the set is walked is walked, too.
      for (const child of this.#indexes.get(digest)?.children ?? []) below.add(child);
    }
  }
}

function addNames(to: Set<string>, names: Iterable<string>): void {
  for (const name of names) if (to.size < MOST_NAMES) to.add(name);
}

function entriesOf(value: unknown): readonly unknown[] | undefined {
  const list = arrayOf(fieldOf(value, 'manifests'));
  // Go writes an empty list as null.
  return list ?? (isObject(value) && value['manifests'] === null ? [] : undefined);
}

/** What a document is counts for more than what it is called. */
function isIndex({ mediaType }: Descriptor, document: Document | undefined): boolean {
  if (document === undefined || !isObject(document.value)) return isIndexType(mediaType);
  if (fieldOf(document.value, 'manifests') !== undefined) return true;
  const isManifest =
    fieldOf(document.value, 'config') !== undefined ||
    fieldOf(document.value, 'layers') !== undefined;
  return !isManifest && isIndexType(mediaType);
}
