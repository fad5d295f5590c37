/**
 * What a person dropped or chose, as files with paths: one file, several, or everything below a folder. The entries of a drop must be taken
 * at once; they are gone after the event.
 */
import type { DroppedFile } from '../client/image-client.ts';
import type { Refusal } from '../text/refusal-texts.ts';

export type Drop = { name: string; files: readonly DroppedFile[] } | { refusal: Refusal };

/** The parts of `DataTransfer` and of the entries API that are needed. */
export interface Dropped {
  readonly items: ArrayLike<{
    readonly kind: string;
    webkitGetAsEntry(): DroppedEntry | null;
  }>;
  readonly files: ArrayLike<File>;
}

export interface DroppedEntry {
  readonly isDirectory: boolean;
  readonly name: string;
  file?(take: (file: File) => void, fail: (error: unknown) => void): void;
  createReader?(): {
    readEntries(take: (entries: DroppedEntry[]) => void, fail: (error: unknown) => void): void;
  };
}

const MOST_FILES = 20_000;
const MOST_LEVELS = 16;

export async function readDrop({ items, files }: Dropped): Promise<Drop> {
  const entries = Array.from(items)
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry());
  const plain = Array.from(files);
  const folders = entries.filter((entry) => entry?.isDirectory === true);
  if (folders.length === 0) return chosenFiles(plain);
  if (entries.length > 1) return { refusal: 'several-folders' };
  return readFolder(folders[0] as DroppedEntry);
}

/** The files of an input. */
export function chosenFiles(files: readonly File[]): Drop {
  const [first] = files;
  if (first === undefined) return { refusal: 'no-file' };
  const name = files.length === 1 ? first.name : `${first.name} and ${files.length - 1} more`;
  return { name, files: files.map((file) => ({ path: file.name, file })) };
}

async function readFolder(folder: DroppedEntry): Promise<Drop> {
  const files: DroppedFile[] = [];
  const waiting = [{ entry: folder, path: folder.name, level: 0 }];
  try {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { entry, path, level } = next;
      if (!entry.isDirectory) files.push({ path, file: await fileOf(entry) });
      else if (level < MOST_LEVELS) {
        const below = await entriesIn(entry);
        waiting.push(
          ...below.map((child) => ({
            entry: child,
            path: `${path}/${child.name}`,
            level: level + 1,
          })),
        );
      }
      if (files.length + waiting.length > MOST_FILES) return { refusal: 'big-folder' };
    }
  } catch {
    return { refusal: 'unreadable-folder' };
  }
  return files.length === 0 ? { refusal: 'empty-folder' } : { name: folder.name, files };
}

function fileOf(entry: DroppedEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file?.(resolve, reject);
  });
}

/** A reader gives some at a time, and none at the end. */
async function entriesIn(folder: DroppedEntry): Promise<DroppedEntry[]> {
  const reader = folder.createReader?.();
  const all: DroppedEntry[] = [];
  while (reader !== undefined && all.length <= MOST_FILES) {
    const some = await new Promise<DroppedEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) break;
    all.push(...some);
  }
  return all;
}
