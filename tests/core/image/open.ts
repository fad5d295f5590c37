/** Opens what a test has made, as the page does with what is dropped. */
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import type { BlobPlace, Image, ImageArchive } from '../../../src/core/image/image.ts';
import { openArchive, type OpenProgress } from '../../../src/core/image/open-archive.ts';
import type { Decoders } from '../../../src/core/layer/decoders.ts';
import { InputError, type Problem } from '../../../src/core/problem.ts';
import { loadDecoders } from '../../../src/wasm/decoders.ts';
import { memorySink } from '../../fixtures/memory-sink.ts';
import { nodeDigester } from '../../fixtures/node-digester.ts';
import { type Member, tarOf } from './sample-images.ts';

export const wasm: Decoders = await loadDecoders();

export interface Opened extends ImageArchive {
  /** The bytes at a place. */
  at(place: BlobPlace | undefined): Promise<Uint8Array>;
  unpackedFiles: readonly boolean[];
}

export async function openAll(
  files: Readonly<Record<string, Uint8Array>>,
  options: { decoders?: Decoders; onProgress?: (progress: OpenProgress) => void } = {},
): Promise<Opened> {
  const dropped = Object.entries(files).map(([path, bytes]) => ({
    path,
    source: memorySource(bytes),
  }));
  const { archive, unpacked } = await openArchive(dropped, {
    decoders: options.decoders ?? wasm,
    digester: nodeDigester,
    makeBlob: memorySink,
    onProgress: options.onProgress,
  });
  return {
    ...archive,
    unpackedFiles: unpacked.map((file) => file !== undefined),
    at: async (place) => {
      if (place === undefined) throw new Error('no place');
      const source = unpacked[place.file]?.source ?? dropped[place.file]?.source;
      if (source === undefined) throw new Error('no such file');
      return source.read(place.start, place.end);
    },
  };
}

export function open(tar: Uint8Array): Promise<Opened> {
  return openAll({ 'dropped.tar': tar });
}

export function openMembers(members: readonly Member[]): Promise<Opened> {
  return open(tarOf(members));
}

/** The problem for which something is refused. */
export async function refusal(work: () => Promise<unknown>): Promise<Problem> {
  try {
    await work();
  } catch (error) {
    if (error instanceof InputError) return error.problem;
    throw error;
  }
  throw new Error('it was not refused');
}

export function only(archive: ImageArchive): Image {
  const [image, ...others] = archive.images;
  if (image === undefined || others.length > 0) throw new Error(`${archive.images.length} images`);
  return image;
}

/** Everything that is wrong anywhere. */
export function allProblems({ problems, images }: ImageArchive): Problem[] {
  return [
    ...problems,
    ...images.flatMap((image) => [
      ...image.problems,
      ...image.layers.flatMap((layer) => layer.problems),
    ]),
  ];
}
