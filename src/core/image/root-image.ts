/** Something that is no image, but can be looked at as one layer. */
import type { ByteSource } from '../bytes/byte-source.ts';
import { assembleImage } from './assemble-image.ts';
import type { FoundImages } from './found-images.ts';

export type RootKind = 'file-system' | 'layer' | 'tar';

export function rootImage(
  { file, path, source }: { file: number; path: string; source: ByteSource },
  holds: RootKind,
): FoundImages {
  const place = { file, start: 0, end: source.size, member: path };
  const layer = {
    place,
    digest: undefined,
    mediaType: undefined,
    blobBytes: source.size,
    problems: [],
  };
  const image = assembleImage({
    names: [],
    platform: undefined,
    configDigest: undefined,
    config: undefined,
    needsNoConfig: true,
    layers: [layer],
    problems: [],
  });
  return { form: 'root', images: [image], problems: [{ kind: 'not-an-image', holds }] };
}
