/** One dropped file: sniffed, unpacked if need be, indexed, and read as whatever it turns out to be. */
import { SNIFF_BYTES, sniffCompression } from '../archive/compression.ts';
import { problemText } from '../archive/tar/problem-text.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import type { Decoders } from '../layer/decoders.ts';
import { indexLayer } from '../layer/index-layer.ts';
import { entryName, type LayerIndex } from '../layer/layer-index.ts';
import { type Compression, InputError, type Problem } from '../problem.ts';
import { isCompressed } from './blob-sniffer.ts';
import { hasList, isSurelyImage, type Top } from './find-tops.ts';
import type { FoundImages } from './found-images.ts';
import type { Opening } from './opening.ts';
import { peekNames } from './peek-names.ts';
import { orThrow, readMarkedImages } from './read-images.ts';
import { rescueImages } from './rescue-images.ts';
import { rootImage, type RootKind } from './root-image.ts';
import { isImageName, MOST_FILES, type NameSurvey, surveyNames } from './survey-names.ts';
import { TarMembers } from './tar-members.ts';
import { unpackArchive } from './unpack-archive.ts';
import type { MakeBlob, UnpackedFile } from './unpacked-sink.ts';

export interface OpenFileOptions {
  readonly decoders: Decoders;
  readonly makeBlob: MakeBlob;
  readonly opening: Opening;
  readonly onProgress: (stage: 'unpack' | 'archive', doneBytes: number, totalBytes: number) => void;
}

export interface OpenedFile {
  readonly found: FoundImages;
  /** What the places of its blobs count in, where that is not the file itself. */
  readonly unpacked: UnpackedFile | undefined;
  /** Of the file itself, where it is shown as one layer: so it need not be read again. */
  readonly index: LayerIndex | undefined;
}

const MOST_TOPS = 16;
const ARCHIVE_NAME = /\.(?:tar(?:\.\w{1,5})?|tgz|tzst|txz|tbz2?)$/i;

interface Dropped {
  readonly file: number;
  readonly path: string;
  readonly source: ByteSource;
}

export async function openFile(dropped: Dropped, options: OpenFileOptions): Promise<OpenedFile> {
  return new FileOpening(dropped, options).run();
}

class FileOpening {
  readonly #dropped: Dropped;
  readonly #options: OpenFileOptions;
  #unpacked: UnpackedFile | undefined;
  #rootIndex: LayerIndex | undefined;
  /** Of the compression of the file as a whole. */
  #problems: readonly Problem[] = [];

  constructor(dropped: Dropped, options: OpenFileOptions) {
    this.#dropped = dropped;
    this.#options = options;
  }

  async run(): Promise<OpenedFile> {
    const { source } = this.#dropped;
    if (source.size === 0) throw new InputError({ kind: 'empty-input' });
    const compression = sniffCompression(await source.read(0, Math.min(SNIFF_BYTES, source.size)));
    if (compression === 'bzip2') {
      throw new InputError({ kind: 'compression-unsupported', compression });
    }
    if (compression !== 'none' && (await this.#startsLikeImage(compression))) {
      await this.#unpack(compression);
    }
    const found = await this.#read(compression);
    return { found, unpacked: this.#unpacked, index: this.#rootIndex };
  }

  /** What is no image is one layer, and layers are read compressed: only images are worth unpacking. */
  async #startsLikeImage(compression: Compression): Promise<boolean> {
    const { decoders } = this.#options;
    const names = await peekNames(this.#dropped.source, compression, decoders);
    return names.some(isImageName);
  }

  async #unpack(compression: Compression): Promise<void> {
    const { decoders, makeBlob, opening, onProgress } = this.#options;
    const { source, file } = this.#dropped;
    const { file: unpacked, problems } = await unpackArchive(source, compression, makeBlob(), {
      decoders,
      onProgress: (doneBytes) => {
        onProgress('unpack', doneBytes, source.size);
      },
    });
    this.#unpacked = unpacked;
    this.#problems = problems;
    opening.unpackedTo(file, unpacked.source);
  }

  async #read(compression: Compression): Promise<FoundImages> {
    const index = await this.#index();
    const survey = surveyNames(index);
    const isPlain = compression === 'none' || this.#unpacked !== undefined;
    if (!isPlain && topsToTry(survey).some(isWorthUnpacking)) {
      // It did not look like an image at its beginning.
      await this.#unpack(compression);
      return this.#read(compression);
    }
    const found = isPlain ? await this.#images(index, survey) : undefined;
    if (found !== undefined) return found;
    await this.#refuseArchives(index, survey);
    return this.#root(index, survey);
  }

  async #index(): Promise<LayerIndex> {
    const { decoders, onProgress } = this.#options;
    const source = this.#unpacked?.source ?? this.#dropped.source;
    try {
      return await indexLayer(source, {
        decoders,
        onProgress: ({ doneBytes, totalBytes }) => {
          onProgress('archive', doneBytes, totalBytes);
        },
      });
    } catch (error) {
      // Damage of the compression is why the tar makes no sense.
      const [damage] = this.#problems;
      throw error instanceof InputError && damage !== undefined ? new InputError(damage) : error;
    }
  }

  /** Undefined where there are none. */
  async #images(index: LayerIndex, survey: NameSurvey): Promise<FoundImages | undefined> {
    const { opening } = this.#options;
    const { path, file } = this.#dropped;
    const problems = [...this.#problems, ...index.problems];
    for (const top of topsToTry(survey).filter(hasList)) {
      const members = new TarMembers(index, file, top.folder);
      const found = await readMarkedImages(members, opening);
      if (found.images.some(({ present }) => present)) {
        return { ...found, problems: [...problems, ...found.problems] };
      }
      if (mustBeImage(top, found, survey)) orThrow(found, path);
    }
    if (survey.rootLike || !survey.imageLike) return undefined;
    const folder = survey.tops.find(isSurelyImage)?.folder ?? '';
    const rescued = await rescueImages(new TarMembers(index, file, folder), opening);
    if (rescued !== undefined) return { ...rescued, problems: [...problems, ...rescued.problems] };
    throw new InputError({ kind: 'no-image', holds: 'cut', detail: path });
  }

  #root(index: LayerIndex, survey: NameSurvey): FoundImages {
    const { path } = this.#dropped;
    if (index.entryCount === 0) {
      throw new InputError({ kind: 'no-image', holds: 'nothing', detail: path });
    }
    if (this.#unpacked === undefined) this.#rootIndex = index;
    // A layer is read compressed: that it was unpacked to look for images is of no use.
    this.#unpacked = undefined;
    return rootImage(this.#dropped, rootKind(survey));
  }

  /** An archive of nothing but archives is to be unpacked first. */
  async #refuseArchives(index: LayerIndex, survey: NameSurvey): Promise<void> {
    const { files } = survey;
    if (rootKind(survey) !== 'tar' || files.length === 0 || files.length > MOST_FILES) return;
    const names = files.map((entry) => problemText(entryName(index, entry)));
    for (const [i, entry] of files.entries()) {
      if (!(await this.#isArchive(index, entry, names[i] ?? ''))) return;
    }
    const detail = names.slice(0, 5).join(', ');
    throw new InputError({ kind: 'no-image', holds: 'archives', detail });
  }

  async #isArchive(index: LayerIndex, entry: number, name: string): Promise<boolean> {
    // Looking into what is compressed costs a decompression; there, its name must do.
    if (index.compression !== 'none') return ARCHIVE_NAME.test(name);
    const start = Math.min(index.bodyOffset[entry] ?? 0, index.sourceBytes);
    const end = Math.min(start + (index.size[entry] ?? 0), index.sourceBytes);
    const { file } = this.#dropped;
    const kind = await this.#options.opening.blobs.sniff({ file, start, end, member: name });
    return kind === 'tar' || (isCompressed(kind) && ARCHIVE_NAME.test(name));
  }
}

/** In a root file system only what is at its top is no file of somebody's. */
function topsToTry({ tops, rootLike }: NameSurvey): Top[] {
  const some = rootLike ? tops.filter((top) => top.folder === '' && isSurelyImage(top)) : tops;
  return some.slice(0, MOST_TOPS);
}

function isWorthUnpacking(top: Top): boolean {
  return isSurelyImage(top) || (top.folder === '' && hasList(top));
}

/** Then what is wrong is to be told, and not passed over as if it were some other archive. */
function mustBeImage(top: Top, { images }: FoundImages, { imageLike }: NameSurvey): boolean {
  return (top.folder === '' && (imageLike || images.length > 0)) || isSurelyImage(top);
}

function rootKind({ hasWhiteouts, rootLike }: NameSurvey): RootKind {
  if (hasWhiteouts) return 'layer';
  return rootLike ? 'file-system' : 'tar';
}
