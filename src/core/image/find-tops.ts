/** Where in an archive an image may lie: the folders, at most two deep, that hold one of the files that mark an image. */
import { cleanPath, folderOf } from './clean-path.ts';

export type Marker = 'index.json' | 'manifest.json' | 'oci-layout' | 'repositories' | 'blobs';

export interface Top {
  /** With its slash; '' for the archive itself. */
  readonly folder: string;
  readonly markers: ReadonlySet<Marker>;
}

const FILES: readonly string[] = ['index.json', 'manifest.json', 'oci-layout', 'repositories'];
const MOST_LEVELS = 2;
const MOST_TOPS = 100;
/** Longest path that may lead to a marker; keeps a million other names from being looked at closely. */
export const LONGEST_MARKER_PATH = 512;

/** Gathers them from names as they come. */
export class TopFinder {
  readonly #tops = new Map<string, Set<Marker>>();

  /** `path`: as the archive has it. */
  add(path: string): void {
    if (path.length > LONGEST_MARKER_PATH) return;
    const name = cleanPath(path) ?? '';
    const folder = folderOf(name);
    const file = name.slice(folder.length);
    if (FILES.includes(file)) this.#mark(folder, file as Marker);
    const blobs = /^((?:[^/]+\/){0,2}?)blobs\/[^/]+\/[^/]+$/.exec(name)?.[1];
    if (blobs !== undefined) this.#mark(blobs, 'blobs');
  }

  /** The outermost first. */
  tops(): Top[] {
    return Array.from(this.#tops, ([folder, markers]) => ({ folder, markers })).sort(
      (a, b) => levelsOf(a.folder) - levelsOf(b.folder),
    );
  }

  #mark(folder: string, marker: Marker): void {
    if (levelsOf(folder) > MOST_LEVELS) return;
    const markers = this.#tops.get(folder);
    if (markers !== undefined) markers.add(marker);
    else if (this.#tops.size < MOST_TOPS) this.#tops.set(folder, new Set([marker]));
  }
}

export function levelsOf(folder: string): number {
  return folder.split('/').length - 1;
}

/** Whether something there lists images. */
export function hasList({ markers }: Top): boolean {
  return markers.has('index.json') || markers.has('manifest.json') || markers.has('repositories');
}

/** Whether it is an image for sure, so that what is wrong with it is to be told and not passed over. */
export function isSurelyImage({ markers }: Top): boolean {
  return markers.has('oci-layout') || markers.has('blobs');
}
