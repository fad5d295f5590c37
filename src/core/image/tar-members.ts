/** The members of a tar, found through its index; bodies are not touched. */
import { strFromU8 } from 'fflate';
import { problemText } from '../archive/tar/problem-text.ts';
import type { ImagePart } from '../image-problem.ts';
import { firstAtLeast } from '../layer/first-at-least.ts';
import { entryKind, entryLink, entryName, type LayerIndex } from '../layer/layer-index.ts';
import type { Problem } from '../problem.ts';
import { type ArchiveMembers, type FoundMember, missingMember } from './archive-members.ts';
import { cleanPath, folderOf } from './clean-path.ts';

/** Names beyond this length lead nowhere: nothing in an image is named so. */
const LONGEST_NAME = 4096;
const MOST_LINKS = 32;

export class TarMembers implements ArchiveMembers {
  readonly #index: LayerIndex;
  readonly #file: number;
  /** The last entry of each name. */
  readonly #last = new Map<string, number>();
  /** The first one, and how many there are, where it is not the only one. */
  readonly #repeated = new Map<string, { first: number; count: number }>();

  /** `file`: the number of the dropped file. `top`: the folder in which names start, with its slash. */
  constructor(index: LayerIndex, file: number, top: string) {
    this.#index = index;
    this.#file = file;
    for (let entry = 0; entry < index.entryCount; entry++) {
      const kind = entryKind(index, entry);
      if (kind !== 'file' && kind !== 'hardlink' && kind !== 'symlink') continue;
      const name = memberName(index, entry);
      if (name?.startsWith(top) === true) this.#add(name.slice(top.length), entry);
    }
  }

  find(path: string, part: ImagePart): FoundMember {
    const name = cleanPath(path) ?? '';
    return this.#follow(name, this.#last.get(name), part, path);
  }

  findFirst(path: string, part: ImagePart): FoundMember {
    const name = cleanPath(path) ?? '';
    return this.#follow(name, this.#repeated.get(name)?.first ?? this.#last.get(name), part, path);
  }

  countOf(path: string): number {
    return this.#repeated.get(path)?.count ?? (this.#last.has(path) ? 1 : 0);
  }

  names(): Iterable<string> {
    return this.#last.keys();
  }

  #add(name: string, entry: number): void {
    const before = this.#last.get(name);
    if (before !== undefined) {
      const repeated = this.#repeated.get(name) ?? { first: before, count: 1 };
      repeated.count++;
      this.#repeated.set(name, repeated);
    }
    this.#last.set(name, entry);
  }

  #follow(name: string, start: number | undefined, part: ImagePart, path: string): FoundMember {
    if (start === undefined) return missingMember(path, part);
    let at = { name, entry: start };
    for (let links = 0; links < MOST_LINKS; links++) {
      const kind = entryKind(this.#index, at.entry);
      if (kind === 'file') return this.#placeOf(at.entry);
      const target = strFromU8(entryLink(this.#index, at.entry).subarray(0, LONGEST_NAME));
      // The target of a hard link counts from the top of the archive, that of a symbolic link from where it stands.
      const from = kind === 'hardlink' || target.startsWith('/') ? '' : folderOf(at.name);
      const next = cleanPath(from + target);
      if (next === undefined) return linkProblem(at.name, target, 'outside');
      const entry = this.#last.get(next);
      if (entry === undefined) return linkProblem(at.name, target, missingOrOutside(target));
      at = { name: next, entry };
    }
    return linkProblem(name, at.name, 'cycle');
  }

  #placeOf(entry: number): FoundMember {
    const { bodyOffset, size, sparse, sourceBytes } = this.#index;
    const member = problemText(entryName(this.#index, entry));
    if (sparse.entry[firstAtLeast(sparse.entry, entry)] === entry) {
      return { problem: { kind: 'member-sparse', member } };
    }
    const start = Math.min(bodyOffset[entry] ?? 0, sourceBytes);
    const end = Math.min(start + (size[entry] ?? 0), sourceBytes);
    return { place: { file: this.#file, start, end, member } };
  }
}

/** Undefined where the name is too long to be of use, or leads out of the archive. */
export function memberName(index: LayerIndex, entry: number): string | undefined {
  const name = entryName(index, entry);
  return name.length > LONGEST_NAME ? undefined : cleanPath(strFromU8(name));
}

function missingOrOutside(target: string): 'missing' | 'outside' {
  return target.startsWith('/') ? 'outside' : 'missing';
}

function linkProblem(
  member: string,
  target: string,
  fault: 'cycle' | 'outside' | 'missing',
): { problem: Problem } {
  return { problem: { kind: 'member-link', member, target, fault } };
}
