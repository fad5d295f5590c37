/** What blobs are by their first bytes; each is looked at once. */
import { SNIFF_BYTES, sniffCompression } from '../archive/compression.ts';
import { isZeroBlock, readTarChecksum } from '../archive/tar/tar-checksum.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import type { Compression } from '../problem.ts';
import type { BlobPlace } from './image.ts';

const BLOCK = 512;

/** `zeros`: as a tar without entries begins, or nearly anything else. */
export type BlobKind =
  Exclude<Compression, 'none'> | 'bzip2' | 'tar' | 'zeros' | 'json' | 'empty' | 'other';

export class BlobSniffer {
  readonly #sourceOf: (file: number) => ByteSource;
  readonly #known = new Map<string, BlobKind>();

  constructor(sourceOf: (file: number) => ByteSource) {
    this.#sourceOf = sourceOf;
  }

  async sniff({ file, start, end }: BlobPlace): Promise<BlobKind> {
    const key = `${file}:${start}:${end}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const head = await this.#sourceOf(file).read(start, Math.min(end, start + BLOCK));
    const kind = kindOf(head);
    this.#known.set(key, kind);
    return kind;
  }
}

function kindOf(head: Uint8Array): BlobKind {
  if (head.length === 0) return 'empty';
  const compression = sniffCompression(head.subarray(0, SNIFF_BYTES));
  if (compression !== 'none') return compression;
  if (head.length === BLOCK && isZeroBlock(head)) return 'zeros';
  if (head.length === BLOCK && readTarChecksum(head).good) return 'tar';
  const first = head.find((byte) => byte !== 0x20 && (byte < 0x09 || byte > 0x0d));
  return first === 0x7b || first === 0x5b ? 'json' : 'other';
}

export function isCompressed(kind: BlobKind): boolean {
  return kind === 'gzip' || kind === 'zstd' || kind === 'xz' || kind === 'bzip2';
}

/** Whether there may be a tar in it that can be read, or at least refused by name. */
export function mayBeLayer(kind: BlobKind): boolean {
  return kind !== 'json' && kind !== 'other';
}
