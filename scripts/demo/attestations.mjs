/** What BuildKit adds beside an image: a list of its packages (SPDX) and a note of how it was built (SLSA). */
import { digestOf } from './build-image.mjs';
import { goJson } from './go-json.mjs';

/**
 * @typedef {import('./blobs.mjs').Blobs} Blobs
 * @typedef {import('./blobs.mjs').Descriptor} Descriptor
 * @typedef {{ architecture: string, os: string, variant?: string }} Platform
 * @typedef {{ name: string, version: string, licence: string }} Listed
 * @typedef {{ debs: readonly (Listed & { anyArchitecture?: boolean })[], npm: readonly Listed[], finishedOn: string }} Contents
 */

const SPDX = 'https://spdx.dev/Document';
const SLSA = 'https://slsa.dev/provenance/v1';

/**
 * @param {Blobs} blobs
 * @param {Descriptor & { platform: Platform }} image
 * @param {Contents} contents
 * @returns {object} the descriptor for the index
 */
export function addAttestations(blobs, image, contents) {
  const { platform, ...subject } = image;
  const layers = [
    addStatement(blobs, image, SPDX, spdxOf(contents, platform)),
    addStatement(blobs, image, SLSA, provenanceOf(contents, platform)),
  ];
  const empty = Buffer.from('{}');
  const config = {
    ...blobs.add(empty, 'application/vnd.oci.empty.v1+json'),
    data: empty.toString('base64'),
  };
  const artifactType = 'application/vnd.docker.attestation.manifest.v1+json';
  return {
    ...blobs.addManifest({ artifactType, config, layers, subject }),
    annotations: {
      'vnd.docker.reference.digest': image.digest,
      'vnd.docker.reference.type': 'attestation-manifest',
    },
    platform: { architecture: 'unknown', os: 'unknown' },
  };
}

/**
 * @param {Blobs} blobs
 * @param {Descriptor & { platform: Platform }} image
 * @param {string} predicateType
 * @param {object} predicate
 */
function addStatement(blobs, image, predicateType, predicate) {
  const { architecture, os, variant } = image.platform;
  const platform = encodeURIComponent([os, architecture, variant].filter(Boolean).join('/'));
  const subject = {
    name: `pkg:docker/harbour-tea@2.0?platform=${platform}`,
    digest: { sha256: image.digest.replace('sha256:', '') },
  };
  const _type = 'https://in-toto.io/Statement/v1';
  const statement = goJson({ _type, predicateType, subject: [subject], predicate });
  return {
    ...blobs.add(statement, 'application/vnd.in-toto+json'),
    annotations: { 'in-toto.io/predicate-type': predicateType },
  };
}

/**
 * @param {Contents} contents
 * @param {Platform} platform
 */
function spdxOf({ debs, npm, finishedOn }, { architecture }) {
  const deb = debs.map((each) => {
    const arch = each.anyArchitecture === true ? 'all' : architecture;
    const name = `pkg:deb/tidewater/${each.name}`;
    return { ...each, purl: `${name}@${encodeURIComponent(each.version)}?arch=${arch}` };
  });
  const node = npm.map((each) => ({
    ...each,
    purl: `pkg:npm/${each.name.replace('@', '%40')}@${each.version}`,
  }));
  const packages = [...deb, ...node].map(({ name, version, licence, purl }, number) => ({
    name,
    SPDXID: `SPDXRef-Package-${number}`,
    versionInfo: version,
    downloadLocation: 'NOASSERTION',
    licenseDeclared: licence === 'UNLICENSED' ? 'NOASSERTION' : licence,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: purl,
      },
    ],
  }));
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'harbour-tea',
    documentNamespace: `https://harbour-tea.example/sbom/2.0/${architecture}`,
    creationInfo: { created: secondsOf(finishedOn), creators: ['Tool: onionskin-demo'] },
    packages,
    relationships: packages.map(({ SPDXID }) => ({
      spdxElementId: 'SPDXRef-DOCUMENT',
      relationshipType: 'DESCRIBES',
      relatedSpdxElement: SPDXID,
    })),
  };
}

/**
 * @param {Contents} contents
 * @param {Platform} platform
 */
function provenanceOf({ finishedOn }, { architecture, os, variant }) {
  const platform = [os, architecture, variant].filter(Boolean).join('/');
  const base = digestOf(Buffer.from(`tidewater:4 ${platform}`)).replace('sha256:', '');
  return {
    buildDefinition: {
      buildType:
        'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md',
      externalParameters: {
        configSource: { path: 'Dockerfile' },
        request: {
          frontend: 'dockerfile.v0',
          locals: [{ name: 'context' }, { name: 'dockerfile' }],
        },
      },
      internalParameters: { builderPlatform: 'linux/amd64' },
      resolvedDependencies: [
        {
          uri: `pkg:docker/tidewater@4?platform=${encodeURIComponent(platform)}`,
          digest: { sha256: base },
        },
      ],
    },
    runDetails: {
      builder: { id: 'https://ci.harbour-tea.example/builds/2107' },
      metadata: {
        invocationId: `harbour-tea-2.0-${architecture}`,
        startedOn: '2026-06-23T15:20:01Z',
        finishedOn: secondsOf(finishedOn),
        buildkit_completeness: { request: true, resolvedDependencies: false },
      },
    },
  };
}

/** SPDX has no fractions of seconds. */
function secondsOf(/** @type {string} */ time) {
  return time.replace(/\.\d+Z$/, 'Z');
}
