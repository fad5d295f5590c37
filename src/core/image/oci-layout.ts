/** The images of an OCI layout, or of a folder that skopeo's `dir:` wrote: from an index, or one manifest, down. */
import type { Problem } from '../problem.ts';
import { readAttestations } from './attestations.ts';
import type { Document } from './documents.ts';
import type { Image } from './image.ts';
import { fieldOf, isObject, textOf } from './json-value.ts';
import type { OciBlobs } from './oci-blobs.ts';
import { readOciImage } from './oci-image.ts';
import { type FoundManifest, type IndexWalk, walkIndex } from './oci-index.ts';

export interface OciImages {
  readonly images: readonly Image[];
  readonly problems: readonly Problem[];
}

/** `root`: the layout's index. */
export async function readIndexedImages(root: Document, blobs: OciBlobs): Promise<OciImages> {
  const walk = await walkIndex(root, blobs);
  const problems = [...walk.problems];
  const attestations = await readAttestations(walk, blobs);
  const images: Image[] = [];
  for (const manifest of walk.manifests.values()) {
    if (isReferrer(manifest, walk) || !blobs.opening.takeImage()) continue;
    const { digest } = manifest.descriptor;
    const names = [...manifest.names];
    images.push(
      await readOciImage(manifest, { names, attestations: attestations.get(digest) ?? [] }, blobs),
    );
  }
  return { images, problems };
}

/** Signatures and the like, listed beside the image that they belong to. */
function isReferrer({ document, descriptor }: FoundManifest, { manifests }: IndexWalk): boolean {
  const value = document?.value;
  const subject =
    textOf(fieldOf(fieldOf(value, 'subject'), 'digest')) ??
    descriptor.annotations['io.containerd.manifest.subject'];
  if (subject === undefined || subject === descriptor.digest) return false;
  return manifests.has(subject) && isObject(value) && fieldOf(value, 'artifactType') !== undefined;
}
