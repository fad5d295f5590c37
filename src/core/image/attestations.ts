/** What BuildKit lists beside the images of an index: manifests whose layers are in-toto statements about one of them. */
import type { Descriptor } from './descriptor.ts';
import type { Attestation } from './image.ts';
import { arrayOf, fieldOf, textOf } from './json-value.ts';
import { IN_TOTO_TYPE } from './media-type.ts';
import type { OciBlobs } from './oci-blobs.ts';
import type { IndexWalk } from './oci-index.ts';

const PREDICATE_TYPE = 'in-toto.io/predicate-type';
const MOST_OF_AN_IMAGE = 100;

/** By the digest of the manifest they speak of. Those that are not in the archive are known to exist, and no more. */
export async function readAttestations(
  { attestations, manifests }: IndexWalk,
  blobs: OciBlobs,
): Promise<Map<string, Attestation[]>> {
  const found = new Map<string, Attestation[]>();
  const seen = new Set<string>();
  for (const { of, descriptor } of attestations) {
    const list = found.get(of) ?? [];
    const key = `${of} ${descriptor.digest}`;
    if (!manifests.has(of) || seen.has(key) || list.length >= MOST_OF_AN_IMAGE) continue;
    seen.add(key);
    list.push({
      digest: descriptor.digest,
      predicateTypes: await predicateTypes(descriptor, blobs),
    });
    found.set(of, list);
  }
  return found;
}

async function predicateTypes(descriptor: Descriptor, blobs: OciBlobs): Promise<string[]> {
  // That it is missing, or not what it should be, is no problem of the image.
  const document = await blobs.document(descriptor, 'manifest', []);
  return predicateTypesOf(document?.value);
}

/** Empty where a manifest holds no statements. */
export function predicateTypesOf(manifest: unknown): string[] {
  const types = (arrayOf(fieldOf(manifest, 'layers')) ?? []).flatMap((layer) => {
    if (fieldOf(layer, 'mediaType') !== IN_TOTO_TYPE) return [];
    return textOf(fieldOf(fieldOf(layer, 'annotations'), PREDICATE_TYPE)) ?? [];
  });
  return [...new Set(types)].slice(0, MOST_OF_AN_IMAGE);
}
