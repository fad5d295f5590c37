/** What a media type of a manifest, a config or a layer says. */
const INDEX_TYPES: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const CONFIG_TYPES: readonly string[] = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
];

export const IN_TOTO_TYPE = 'application/vnd.in-toto+json';

export function isIndexType(mediaType: string): boolean {
  return INDEX_TYPES.includes(mediaType);
}

/** Whether the config is one of an image. Some writers leave its type out. */
export function isImageConfigType(mediaType: string): boolean {
  return mediaType === '' || CONFIG_TYPES.includes(mediaType);
}

export function isEncryptedType(mediaType: string): boolean {
  return mediaType.endsWith('+encrypted');
}

/** Layers that registries do not pass on, such as the base of Windows images. */
export function isForeignType(mediaType: string): boolean {
  return mediaType.includes('nondistributable') || mediaType.includes('.foreign.');
}

/** What a layer's media type says it is compressed with; undefined where it is no type of a layer. */
export function statedCompression(mediaType: string): 'none' | 'gzip' | 'zstd' | undefined {
  const match =
    /^application\/vnd\.(?:oci\.image\.layer(?:\.nondistributable)?\.v1|docker\.image\.rootfs(?:\.foreign)?\.diff)\.tar(?:[+.](gzip|zstd))?$/.exec(
      mediaType,
    );
  if (match === null) return undefined;
  return match[1] === 'gzip' || match[1] === 'zstd' ? match[1] : 'none';
}
