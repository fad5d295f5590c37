/** A descriptor names a blob: by media type, digest and size. */
import { decodeBase64 } from './decode-base64.ts';
import { type Digest, parseDigest } from './digest.ts';
import type { Platform } from './image.ts';
import { arrayOf, fieldOf, sizeOf, textMapOf, textOf } from './json-value.ts';
import { readPlatform } from './platform.ts';

export interface Descriptor {
  /** '' where it is left out. */
  readonly mediaType: string;
  readonly artifactType: string;
  readonly digest: string;
  readonly parsed: Digest;
  readonly size: number | undefined;
  readonly urls: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: Platform | undefined;
  /** The blob itself, where it is so small that it came along. */
  readonly data: Uint8Array | undefined;
}

/** Undefined where it is no object with a digest. */
export function readDescriptor(value: unknown): Descriptor | undefined {
  const digest = textOf(fieldOf(value, 'digest')) ?? '';
  const parsed = parseDigest(digest);
  if (parsed === undefined) return undefined;
  const data = textOf(fieldOf(value, 'data'));
  return {
    mediaType: textOf(fieldOf(value, 'mediaType')) ?? '',
    artifactType: textOf(fieldOf(value, 'artifactType')) ?? '',
    digest,
    parsed,
    size: sizeOf(fieldOf(value, 'size')),
    urls: (arrayOf(fieldOf(value, 'urls')) ?? []).filter((url) => typeof url === 'string'),
    annotations: textMapOf(fieldOf(value, 'annotations')),
    platform: readPlatform(fieldOf(value, 'platform')),
    data: data === undefined ? undefined : decodeBase64(data),
  };
}
