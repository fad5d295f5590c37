/** A layer in every compression, made on the spot. */
import { gzipSync } from 'node:zlib';
import { hasNativeTool, pipeThrough } from './native-tool.ts';

export interface LayerForm {
  name: string;
  /** Takes a while, so only when it is needed. */
  make: () => Uint8Array;
}

export const hasZstd = hasNativeTool('zstd');

const MEMBER_BYTES = 300_000;

export function layerForms(tar: Uint8Array): LayerForm[] {
  const gzip = (level: number) => (part: Uint8Array) => gzipSync(part, { level });
  const zstd = (part: Uint8Array) => pipeThrough('zstd', ['-3', '-cq'], part);
  return [
    { name: 'plain', make: () => tar },
    { name: 'gzip -1', make: () => gzip(1)(tar) },
    { name: 'gzip -6', make: () => gzip(6)(tar) },
    { name: 'gzip -9', make: () => gzip(9)(tar) },
    { name: 'gzip members', make: () => joined(tar, gzip(6)) },
    ...(hasZstd
      ? [
          { name: 'zstd', make: () => zstd(tar) },
          { name: 'zstd frames', make: () => joined(tar, zstd) },
        ]
      : []),
  ];
}

/** Cut at places that mean nothing, each part compressed on its own. */
function joined(tar: Uint8Array, compress: (part: Uint8Array) => Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  const bytes = Math.max(Math.min(MEMBER_BYTES, Math.ceil(tar.length / 3)), 1);
  for (let at = 0; at < tar.length; at += bytes) parts.push(compress(tar.subarray(at, at + bytes)));
  return Buffer.concat(parts);
}
