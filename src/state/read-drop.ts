/** What a person dropped, as far as it concerns this page: one file, or a reason why not. */
import type { Refusal } from '../text/refusal-texts.ts';

export type Drop = { file: File } | { refusal: Refusal };

/** The part of `DataTransfer` that is needed. */
export interface Dropped {
  readonly items: ArrayLike<{
    readonly kind: string;
    webkitGetAsEntry(): { readonly isDirectory: boolean } | null;
  }>;
  readonly files: ArrayLike<File>;
}

export function readDrop({ items, files }: Dropped): Drop {
  const fileItems = Array.from(items).filter((item) => item.kind === 'file');
  const [file] = Array.from(files);
  if (file === undefined) return { refusal: 'no-file' };
  if (files.length > 1) return { refusal: 'several-files' };
  // A folder is among the files as well, and looks like a small one.
  const isFolder = fileItems.some((item) => item.webkitGetAsEntry()?.isDirectory === true);
  return isFolder ? { refusal: 'folder' } : { file };
}
