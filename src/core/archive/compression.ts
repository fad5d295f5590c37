/**
 * What a blob is compressed with, by its first bytes: media types and suffixes lie. Magics as Docker knows them; a zstd blob may also
 * start with a skippable frame (RFC 8878 §3.1.2). Anything else is taken for a plain tar.
 */
import type { Compression } from '../problem.ts';

/** How many bytes `sniffCompression` wants to see. */
export const SNIFF_BYTES = 6;

interface Magic {
  compression: Compression | 'bzip2';
  bytes: readonly number[];
  /** Bits of the first byte that do not count. */
  ignore?: number;
}

const MAGICS: readonly Magic[] = [
  { compression: 'gzip', bytes: [0x1f, 0x8b, 0x08] },
  { compression: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { compression: 'zstd', bytes: [0x50, 0x2a, 0x4d, 0x18], ignore: 0x0f },
  { compression: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { compression: 'bzip2', bytes: [0x42, 0x5a, 0x68] },
];

export function sniffCompression(head: Uint8Array): Compression | 'bzip2' {
  return MAGICS.find((magic) => startsWith(head, magic))?.compression ?? 'none';
}

function startsWith(head: Uint8Array, { bytes, ignore = 0 }: Magic): boolean {
  return bytes.every((byte, i) => {
    const there = head[i];
    return there !== undefined && (i === 0 ? (there & ~ignore) === byte : there === byte);
  });
}
