/** One layer of a manifest: where it is, or why it is not. */
import type { Problem } from '../problem.ts';
import { type BlobKind, mayBeLayer } from './blob-sniffer.ts';
import type { LayerParts } from './assemble-image.ts';
import type { Descriptor } from './descriptor.ts';
import type { BlobPlace } from './image.ts';
import { isEncryptedType, isForeignType, statedCompression } from './media-type.ts';
import type { OciBlobs } from './oci-blobs.ts';

export async function readLayer(descriptor: Descriptor, blobs: OciBlobs): Promise<LayerParts> {
  const { digest, mediaType, size } = descriptor;
  const problems: Problem[] = [];
  const place = await placeOf(descriptor, blobs, problems);
  return {
    place,
    digest,
    mediaType: mediaType === '' ? undefined : mediaType,
    blobBytes: place === undefined ? (size ?? 0) : place.end - place.start,
    problems,
  };
}

async function placeOf(
  descriptor: Descriptor,
  blobs: OciBlobs,
  problems: Problem[],
): Promise<BlobPlace | undefined> {
  const { digest, mediaType, size } = descriptor;
  if (isEncryptedType(mediaType)) {
    problems.push({ kind: 'layer-encrypted', digest, mediaType });
    return undefined;
  }
  const { place, problem } = blobs.find(descriptor, 'layer');
  if (place === undefined) {
    problems.push(missingLayer(descriptor, problem));
    return undefined;
  }
  const got = place.end - place.start;
  if (size !== undefined && size !== got) {
    const { member } = place;
    problems.push({ kind: 'size-mismatch', part: 'layer', member, want: size, got });
  }
  const kind = await blobs.opening.blobs.sniff(place);
  const stated = statedCompression(mediaType);
  if (stated === undefined && !mayBeLayer(kind)) {
    problems.push({ kind: 'layer-not-a-layer', digest, mediaType });
    return undefined;
  }
  if (kind === 'xz' || kind === 'bzip2') {
    problems.push({ kind: 'layer-compression', member: place.member, compression: kind });
  } else if (stated !== undefined && disagrees(stated, kind)) {
    const { member } = place;
    problems.push({ kind: 'media-type', member, want: stated, got: kind });
  }
  return place;
}

function missingLayer({ digest, mediaType, urls }: Descriptor, missing: Problem): Problem {
  const foreign = isForeignType(mediaType) || urls.length > 0;
  return foreign ? { kind: 'layer-foreign', digest, urls: urls.slice(0, 10) } : missing;
}

/** What is none of the formats known will be told by whoever reads it as a tar. */
function disagrees(stated: 'none' | 'gzip' | 'zstd', kind: BlobKind): boolean {
  if (kind === 'empty' || kind === 'other' || kind === 'json') return false;
  return stated === 'none' ? kind !== 'tar' && kind !== 'zeros' : kind !== stated;
}
