/** Where the blobs of a layout are, by digest. */
import type { ImagePart } from '../image-problem.ts';
import type { Problem } from '../problem.ts';
import { type ArchiveMembers, type FoundMember, missingMember } from './archive-members.ts';
import type { Descriptor } from './descriptor.ts';
import type { Digest } from './digest.ts';
import type { Document } from './documents.ts';
import type { Opening } from './opening.ts';

/** Member names to try for a blob, the usual one first. */
export type BlobNames = (digest: Digest) => readonly string[];

export const layoutNames: BlobNames = ({ algorithm, encoded }) => [`blobs/${algorithm}/${encoded}`];

/** What `skopeo copy … dir:` writes: everything in one folder. */
export const dirNames: BlobNames = ({ algorithm, encoded }) => [
  encoded,
  `${encoded}.manifest.json`,
  `${algorithm}-${encoded}`,
];

export class OciBlobs {
  readonly opening: Opening;
  readonly #members: ArchiveMembers;
  readonly #names: BlobNames;

  constructor(opening: Opening, members: ArchiveMembers, names: BlobNames) {
    this.opening = opening;
    this.#members = members;
    this.#names = names;
  }

  find({ parsed }: Descriptor, part: ImagePart): FoundMember {
    const [usual = '', ...others] = this.#names(parsed);
    const found = this.#members.find(usual, part);
    // One that is there and cannot be used is to be told, not passed over.
    if (found.place !== undefined || found.problem.kind !== 'member-missing') return found;
    for (const name of others) {
      const other = this.#members.find(name, part);
      if (other.place !== undefined) return other;
    }
    return missingMember(usual, part);
  }

  /** A document, checked against its descriptor; undefined, and a problem, where there is none. */
  async document(
    descriptor: Descriptor,
    part: ImagePart,
    problems: Problem[],
  ): Promise<Document | undefined> {
    const { digest, size, data } = descriptor;
    const found = this.find(descriptor, part);
    if (found.place !== undefined) {
      return this.opening.documents.read(found.place, { part, digest, size }, problems);
    }
    const along = data && (await this.opening.documents.fromData(data, { part, digest }));
    if (along === undefined) problems.push(found.problem);
    return along;
  }
}
