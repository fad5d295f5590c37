/** Names of an image for people; the text is the archive's own, to be escaped by who shows it. */
import type { Image, Platform } from '../core/image/image.ts';

const DOCKER_LIBRARY = /^(?:index\.)?docker\.io\/(?:library\/)?/;
const SHORT_DIGEST = 19;

/** The shortest name people use, else what can be told of it. */
export function imageTitle(image: Image): string {
  const name = image.names[0];
  if (name !== undefined) return name.replace(DOCKER_LIBRARY, '');
  const digest = image.digest ?? image.configDigest;
  return digest === undefined ? 'Image without a name' : `Image ${digest.slice(0, SHORT_DIGEST)}…`;
}

export function platformLabel({ os, architecture, variant, osVersion }: Platform): string {
  const parts = [os, architecture, variant].filter((part) => part !== undefined && part !== '');
  return parts.join('/') + (osVersion === undefined || osVersion === '' ? '' : ` ${osVersion}`);
}

/** What is attested of an image, a word each. */
export function attestationLabel({ attestations }: Image): string[] {
  const labels = attestations.flatMap(({ predicateTypes }) =>
    predicateTypes.map((type) =>
      type.includes('spdx') || type.includes('cyclonedx')
        ? 'SBOM'
        : type.includes('provenance')
          ? 'Provenance'
          : 'Attestation',
    ),
  );
  return [...new Set(labels)];
}
