/** Small images, packed as each producer does it. What is needed of an image is two layers, a config and a manifest. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { TarBuilder } from '../../fixtures/tar-builder.ts';

export const LAYERS = [
  new TarBuilder().dir('etc/').file('etc/one', 'first layer').end().bytes(),
  new TarBuilder().file('etc/two', 'second layer').end().bytes(),
] as const;

export const ZIPPED = LAYERS.map((layer) => new Uint8Array(gzipSync(layer)));

export interface Member {
  name: string;
  content: Uint8Array;
}

export interface Blob extends Member {
  digest: string;
}

export interface DescriptorJson {
  mediaType?: string | undefined;
  digest: string;
  size: number;
  [field: string]: unknown;
}

export function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export function blob(content: Uint8Array): Blob {
  const hex = sha256(content);
  return { name: `blobs/sha256/${hex}`, digest: `sha256:${hex}`, content };
}

export function describe(
  { digest, content }: Blob,
  mediaType?: string,
  more: Record<string, unknown> = {},
): DescriptorJson {
  return { mediaType, digest, size: content.length, ...more };
}

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
export const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';
export const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar';

export const DIFF_IDS = LAYERS.map((layer) => `sha256:${sha256(layer)}`);

export function configJson(more: Record<string, unknown> = {}): Uint8Array {
  return json({
    architecture: 'amd64',
    os: 'linux',
    config: { Env: ['A=b'], Cmd: ['sh'], User: null },
    rootfs: { type: 'layers', diff_ids: DIFF_IDS },
    history: [
      { created_by: 'COPY one /etc/ # buildkit' },
      { created_by: 'CMD ["sh"]', empty_layer: true },
      { created_by: 'RUN /bin/sh -c make two # buildkit' },
    ],
    ...more,
  });
}

export interface OciParts {
  config: Blob;
  layers: Blob[];
  manifest: Blob;
}

/** One image of an OCI layout: its blobs. */
export function ociImage(
  options: {
    config?: Uint8Array;
    layers?: readonly Uint8Array[];
    layerType?: string;
    manifest?: Record<string, unknown>;
  } = {},
): OciParts {
  const config = blob(options.config ?? configJson());
  const layers = (options.layers ?? LAYERS).map(blob);
  const manifest = blob(
    json({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: describe(config, CONFIG_TYPE),
      layers: layers.map((layer) => describe(layer, options.layerType ?? LAYER_TYPE)),
      ...options.manifest,
    }),
  );
  return { config, layers, manifest };
}

export function blobsOf({ config, layers, manifest }: OciParts): Blob[] {
  return [config, ...layers, manifest];
}

export function indexJson(
  manifests: readonly unknown[],
  more: Record<string, unknown> = {},
): Uint8Array {
  return json({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests, ...more });
}

export const LAYOUT: Member = {
  name: 'oci-layout',
  content: json({ imageLayoutVersion: '1.0.0' }),
};

/** A layout, as skopeo and buildx write it. */
export function layout(
  manifests: readonly unknown[],
  blobs: readonly Member[],
  others: readonly Member[] = [],
): Member[] {
  return [...blobs, { name: 'index.json', content: indexJson(manifests) }, LAYOUT, ...others];
}

/** A layout with the usual image in it. */
export function usualLayout(annotations: Record<string, string> = {}): Member[] {
  const image = ociImage();
  return layout([describe(image.manifest, MANIFEST_TYPE, { annotations })], blobsOf(image));
}

export function dockerManifest(
  images: readonly { Config: string; RepoTags?: unknown; Layers: readonly string[] }[],
): Member {
  return { name: 'manifest.json', content: json(images) };
}

export function tarOf(members: readonly Member[]): Uint8Array<ArrayBuffer> {
  const builder = new TarBuilder();
  for (const { name, content } of members) {
    if (name.length > 100) builder.gnuLong('L', name).file(name.slice(0, 100), content);
    else builder.file(name, content);
  }
  return builder.end().bytes();
}
