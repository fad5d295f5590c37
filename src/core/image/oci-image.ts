/** From a manifest to the image it describes. */
import type { Problem } from '../problem.ts';
import { assembleImage, firstLayers, type LayerParts } from './assemble-image.ts';
import { type Descriptor, readDescriptor } from './descriptor.ts';
import type { Attestation, Image } from './image.ts';
import { arrayOf, fieldOf, isObject, textMapOf, textOf } from './json-value.ts';
import { isImageConfigType } from './media-type.ts';
import type { OciBlobs } from './oci-blobs.ts';
import type { FoundManifest } from './oci-index.ts';
import { joinPlatforms } from './platform.ts';
import type { ReadConfig } from './read-config.ts';
import { readLayer } from './read-layer.ts';

export interface ManifestContext {
  readonly names: readonly string[];
  readonly attestations: readonly Attestation[];
  /** Whether layers alone are worth being shown, because the config may have been cut off. */
  readonly needsNoConfig?: boolean;
}

export async function readOciImage(
  { descriptor, document, problems: known }: FoundManifest,
  context: ManifestContext,
  blobs: OciBlobs,
): Promise<Image> {
  const problems = [...known];
  const manifest = document?.value;
  if (document !== undefined) problems.push(...manifestProblems(document));
  const layers = await readLayers(manifest, document?.member ?? '', blobs, problems);
  const configDescriptor = readDescriptor(fieldOf(manifest, 'config'));
  const artifact = artifactType(manifest, configDescriptor);
  if (artifact !== undefined) problems.push({ kind: 'artifact', mediaType: artifact });
  const config =
    artifact === undefined && configDescriptor !== undefined
      ? await readConfigOf(configDescriptor, blobs, problems)
      : undefined;
  return assembleImage({
    ...context,
    needsNoConfig: context.needsNoConfig === true || artifact !== undefined,
    platform: joinPlatforms(descriptor.platform, config?.platform),
    digest: descriptor.digest,
    configDigest: configDescriptor?.digest,
    config,
    layers,
    annotations: {
      ...textMapOf(fieldOf(manifest, 'annotations')),
      ...descriptor.annotations,
    },
    problems,
  });
}

function manifestProblems({ value, member, problem }: NonNullable<FoundManifest['document']>) {
  if (problem !== undefined) return [problem];
  const shape = (at: string, want: string): Problem => ({ kind: 'json-shape', member, at, want });
  if (!isObject(value)) return [shape('.', 'an object')];
  if (arrayOf(fieldOf(value, 'fsLayers')) !== undefined) {
    return [
      { kind: 'artifact', mediaType: 'application/vnd.docker.distribution.manifest.v1+json' },
    ] satisfies Problem[];
  }
  const problems: Problem[] = [];
  if (readDescriptor(fieldOf(value, 'config')) === undefined) {
    problems.push(shape('config.digest', 'a digest'));
  }
  if (arrayOf(fieldOf(value, 'layers')) === undefined) problems.push(shape('layers', 'a list'));
  return problems;
}

async function readLayers(
  manifest: unknown,
  member: string,
  blobs: OciBlobs,
  problems: Problem[],
): Promise<LayerParts[]> {
  const list = arrayOf(fieldOf(manifest, 'layers')) ?? [];
  const layers: LayerParts[] = [];
  for (const [i, value] of firstLayers(list, blobs.opening, problems).entries()) {
    const descriptor = readDescriptor(value);
    if (descriptor !== undefined) {
      layers.push(await readLayer(descriptor, blobs));
      continue;
    }
    const at = `layers[${i}].digest`;
    const problem: Problem = { kind: 'json-shape', member, at, want: 'a digest' };
    layers.push(unreadableLayer(problem));
  }
  return layers;
}

/** It still counts, so that the others keep their places. */
export function unreadableLayer(problem: Problem): LayerParts {
  return {
    place: undefined,
    digest: undefined,
    mediaType: undefined,
    blobBytes: 0,
    problems: [problem],
  };
}

/** Undefined where it is an image. */
function artifactType(manifest: unknown, config: Descriptor | undefined): string | undefined {
  if (config === undefined || isImageConfigType(config.mediaType)) return undefined;
  const stated = textOf(fieldOf(manifest, 'artifactType')) ?? '';
  return stated === '' ? config.mediaType : stated;
}

async function readConfigOf(
  descriptor: Descriptor,
  blobs: OciBlobs,
  problems: Problem[],
): Promise<ReadConfig | undefined> {
  const document = await blobs.document(descriptor, 'config', problems);
  if (document === undefined) return undefined;
  if (document.problem !== undefined) {
    problems.push(document.problem);
    return undefined;
  }
  return blobs.opening.configs.read(document);
}
