/**
 * Finds the images in what was dropped: one file or several, each an archive of some kind, or the files of a folder. Headers are
 * indexed and small documents read; layers stay where they are, and only their places are given.
 */
import type { ByteSource } from '../bytes/byte-source.ts';
import type { Digester } from '../bytes/digester.ts';
import type { Decoders } from '../layer/decoders.ts';
import type { LayerIndex } from '../layer/layer-index.ts';
import { ProblemList } from '../layer/problem-list.ts';
import { InputError, type Problem } from '../problem.ts';
import { TopFinder, hasList, isSurelyImage } from './find-tops.ts';
import { FolderMembers } from './folder-members.ts';
import type { FoundImages } from './found-images.ts';
import type { ImageArchive } from './image.ts';
import { openFile } from './open-file.ts';
import { Opening } from './opening.ts';
import { orThrow, readMarkedImages } from './read-images.ts';
import type { MakeBlob, UnpackedFile } from './unpacked-sink.ts';

export interface DroppedSource {
  /** As dropped; inside a folder it has slashes. */
  readonly path: string;
  readonly source: ByteSource;
}

/** `unpack`: an archive that is compressed as a whole is decompressed; `archive`: what is in it is found. */
export interface OpenProgress {
  stage: 'unpack' | 'archive';
  /** Of all that was dropped, as stored. */
  doneBytes: number;
  totalBytes: number;
}

export interface OpenOptions {
  readonly decoders: Decoders;
  readonly digester: Digester;
  readonly makeBlob: MakeBlob;
  readonly onProgress?: ((progress: OpenProgress) => void) | undefined;
}

export interface OpenedArchive {
  readonly archive: ImageArchive;
  /** By dropped file. Where there is one, places in that file count in it. */
  readonly unpacked: readonly (UnpackedFile | undefined)[];
  /** By dropped file, of those that are one layer as they are. */
  readonly indexes: readonly (LayerIndex | undefined)[];
}

/** Throws an `InputError` where there is nothing that could be shown. */
export async function openArchive(
  dropped: readonly DroppedSource[],
  options: OpenOptions,
): Promise<OpenedArchive> {
  const opening = new Opening(
    dropped.map(({ source }) => source),
    options.digester,
  );
  const isFolder = dropped.some(({ path }) => path.includes('/'));
  const layout = isFolder ? await openFolder(dropped, opening) : undefined;
  if (layout !== undefined) {
    const none = dropped.map(() => undefined);
    return { archive: sealed([layout], []), unpacked: none, indexes: none };
  }
  return openFiles(dropped, opening, options, isFolder);
}

/** The folder as an unpacked archive; undefined where it is none. */
async function openFolder(
  dropped: readonly DroppedSource[],
  opening: Opening,
): Promise<FoundImages | undefined> {
  const finder = new TopFinder();
  for (const { path } of dropped) finder.add(path);
  const files = dropped.map(({ path, source }) => ({ path, size: source.size }));
  for (const top of finder.tops().filter(hasList)) {
    const found = await readMarkedImages(new FolderMembers(files, top.folder), opening);
    if (found.images.some(({ present }) => present)) return found;
    if (isSurelyImage(top)) orThrow(found, top.folder);
  }
  return undefined;
}

async function openFiles(
  dropped: readonly DroppedSource[],
  opening: Opening,
  { decoders, makeBlob, onProgress }: OpenOptions,
  isFolder: boolean,
): Promise<OpenedArchive> {
  const found: FoundImages[] = [];
  const unpacked: (UnpackedFile | undefined)[] = [];
  const indexes: (LayerIndex | undefined)[] = [];
  const failures: Problem[] = [];
  const totalBytes = dropped.reduce((sum, { source }) => sum + source.size, 0);
  let before = 0;
  for (const [file, { path, source }] of dropped.entries()) {
    try {
      const opened = await openFile(
        { file, path, source },
        {
          decoders,
          makeBlob,
          opening,
          onProgress: (stage, done, total) => {
            const doneBytes = before + Math.round((done / Math.max(1, total)) * source.size);
            onProgress?.({ stage, doneBytes, totalBytes });
          },
        },
      );
      found.push(opened.found);
      unpacked[file] = opened.unpacked;
      indexes[file] = opened.index;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unpacked[file] = undefined;
      indexes[file] = undefined;
      failures.push(error.problem);
    }
    before += source.size;
  }
  if (found.length === 0) throw new InputError(nothingFound(dropped, failures, isFolder));
  // A folder may hold a note beside an image; of files that were chosen one by one each should be one.
  return { archive: sealed(found, isFolder ? [] : failures), unpacked, indexes };
}

function nothingFound(
  dropped: readonly DroppedSource[],
  failures: readonly Problem[],
  isFolder: boolean,
): Problem {
  const [first] = failures;
  const detail = dropped[0]?.path ?? '';
  const nothing: Problem = { kind: 'no-image', holds: 'nothing', detail };
  return isFolder ? nothing : (first ?? nothing);
}

function sealed(found: readonly FoundImages[], failures: readonly Problem[]): ImageArchive {
  const problems = new ProblemList();
  for (const problem of failures) problems.add(problem);
  for (const each of found) for (const problem of each.problems) problems.add(problem);
  const best = found.find(({ form }) => form !== 'root') ?? found[0];
  return {
    form: best?.form ?? 'root',
    images: found.flatMap(({ images }) => images),
    problems: problems.toArray(),
  };
}
