/** The files in an archive, or in a dropped folder, by name; names are clean and start behind the folder that holds them all. */
import type { ImagePart } from '../image-problem.ts';
import type { Problem } from '../problem.ts';
import type { BlobPlace } from './image.ts';

export interface ArchiveMembers {
  /** The file of that name, links followed inside the archive. The last one, where there are several. */
  find(path: string, part: ImagePart): FoundMember;
  /** The same for the first one of several. */
  findFirst(path: string, part: ImagePart): FoundMember;
  /** How many have that name. */
  countOf(path: string): number;
  /** In the order of the archive. */
  names(): Iterable<string>;
}

export type FoundMember =
  | { readonly place: BlobPlace; readonly problem?: undefined }
  | { readonly place?: undefined; readonly problem: Problem };

export function missingMember(member: string, part: ImagePart): FoundMember {
  return { problem: { kind: 'member-missing', member, part } };
}
