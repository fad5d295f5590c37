/**
 * What can be shown of an archive that was cut off before the list of its images, which most writers put at its end: images whose
 * manifests are among the blobs that are there; and if there is none, the layers, in the order of the archive.
 */
import type { Problem } from '../problem.ts';
import type { ArchiveMembers } from './archive-members.ts';
import { isCompressed } from './blob-sniffer.ts';
import { assembleImage, firstLayers } from './assemble-image.ts';
import { hasLegacyLayers, readLegacyImages } from './docker-legacy.ts';
import type { Document } from './documents.ts';
import type { FoundImages } from './found-images.ts';
import type { BlobPlace } from './image.ts';
import { arrayOf, fieldOf } from './json-value.ts';
import { layoutNames, OciBlobs } from './oci-blobs.ts';
import { readOciImage } from './oci-image.ts';
import type { Opening } from './opening.ts';

const MOST_BLOBS = 10_000;
const LARGEST_MANIFEST = 4 << 20;

/** Undefined where there is nothing to be shown. */
export async function rescueImages(
  members: ArchiveMembers,
  opening: Opening,
): Promise<FoundImages | undefined> {
  const cut: Problem = { kind: 'image-cut' };
  if (hasLegacyLayers(members)) {
    const { images, problems } = await readLegacyImages(undefined, members, opening);
    if (images.some(({ present }) => present)) {
      return { form: 'docker-legacy', images, problems: [cut, ...problems] };
    }
  }
  const { manifests, layers } = await sortBlobs(members, opening);
  if (manifests.length > 0) return fromManifests(manifests, members, opening, cut);
  return layers.length === 0 ? undefined : fromLayers(layers, opening, cut);
}

interface SortedBlobs {
  manifests: { document: Document; digest: string }[];
  layers: BlobPlace[];
}

async function sortBlobs(members: ArchiveMembers, opening: Opening): Promise<SortedBlobs> {
  const sorted: SortedBlobs = { manifests: [], layers: [] };
  let blobs = 0;
  for (const name of members.names()) {
    if (!mayBeBlob(name) || ++blobs > MOST_BLOBS) continue;
    const { place } = members.find(name, 'layer');
    if (place === undefined) continue;
    const kind = await opening.blobs.sniff(place);
    if (kind === 'json' && place.end - place.start <= LARGEST_MANIFEST) {
      const document = await opening.documents.read(place, { part: 'manifest' }, []);
      const digest = await opening.documents.digestOf(place);
      if (isManifest(document) && digest !== undefined) sorted.manifests.push({ document, digest });
    } else if (kind === 'tar' || isCompressed(kind)) sorted.layers.push(place);
  }
  return sorted;
}

/** `blobs/sha256/<hex>`, `<hex>.tar.gz`, `<id>/layer.tar`. */
function mayBeBlob(name: string): boolean {
  return /^(?:blobs\/[^/]+\/[^/]+|[0-9a-f]{64}\.tar(?:\.\w+)?|[^/]+\/layer\.tar)$/.test(name);
}

function isManifest({ value }: Document): boolean {
  return arrayOf(fieldOf(value, 'layers')) !== undefined && fieldOf(value, 'config') !== undefined;
}

async function fromManifests(
  manifests: SortedBlobs['manifests'],
  members: ArchiveMembers,
  opening: Opening,
  cut: Problem,
): Promise<FoundImages> {
  const blobs = new OciBlobs(opening, members, layoutNames);
  const images = [];
  for (const { document, digest } of manifests) {
    if (!opening.takeImage()) break;
    const encoded = digest.slice(digest.indexOf(':') + 1);
    const descriptor = {
      mediaType: '',
      artifactType: '',
      digest,
      parsed: { algorithm: 'sha256', encoded },
      size: undefined,
      urls: [],
      annotations: {},
      platform: undefined,
      data: undefined,
    };
    const manifest = { descriptor, document, names: new Set<string>(), problems: [] };
    const context = { names: [], attestations: [], needsNoConfig: true };
    images.push(await readOciImage(manifest, context, blobs));
  }
  return { form: 'oci-layout', images, problems: [cut] };
}

function fromLayers(places: BlobPlace[], opening: Opening, cut: Problem): FoundImages {
  const problems: Problem[] = [];
  const layers = firstLayers(places, opening, problems).map((place) => ({
    place,
    digest: undefined,
    mediaType: undefined,
    blobBytes: place.end - place.start,
    problems: [],
  }));
  const image = assembleImage({
    names: [],
    platform: undefined,
    configDigest: undefined,
    config: undefined,
    needsNoConfig: true,
    layers,
    problems,
  });
  return { form: 'oci-layout', images: [image], problems: [cut] };
}
