/** The files of a dropped folder. */
import type { ImagePart } from '../image-problem.ts';
import { type ArchiveMembers, type FoundMember, missingMember } from './archive-members.ts';
import { cleanPath } from './clean-path.ts';

export interface FolderFile {
  readonly path: string;
  readonly size: number;
}

export class FolderMembers implements ArchiveMembers {
  readonly #files: readonly FolderFile[];
  readonly #byName = new Map<string, number>();

  /** `top`: the folder in which names start, with its slash. */
  constructor(files: readonly FolderFile[], top: string) {
    this.#files = files;
    for (const [i, { path }] of files.entries()) {
      const name = cleanPath(path);
      if (name?.startsWith(top) === true) this.#byName.set(name.slice(top.length), i);
    }
  }

  find(path: string, part: ImagePart): FoundMember {
    const file = this.#byName.get(cleanPath(path) ?? '');
    const found = file === undefined ? undefined : this.#files[file];
    if (file === undefined || found === undefined) return missingMember(path, part);
    return { place: { file, start: 0, end: found.size, member: found.path } };
  }

  findFirst(path: string, part: ImagePart): FoundMember {
    return this.find(path, part);
  }

  countOf(path: string): number {
    return this.#byName.has(path) ? 1 : 0;
  }

  names(): Iterable<string> {
    return this.#byName.keys();
  }
}
