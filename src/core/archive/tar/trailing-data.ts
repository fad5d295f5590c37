/**
 * What stands behind the end-of-archive blocks. It is no part of the layer, though it is part of the digest; only the index of an
 * eStargz layer has a reason to be there.
 */
import type { Problem } from '../../problem.ts';
import { byteText } from './pax-records.ts';
import { padding } from './body-plan.ts';
import { isZeroBlock, readTarChecksum } from './tar-checksum.ts';
import { readTarHeader } from './tar-header.ts';

const ESTARGZ_INDEX = 'stargz.index.json';
/** The index's own end blocks, up to a full record of GNU tar. */
const MOST_END_BYTES = 10_240;

export class TrailingData {
  readonly #tarOffset: number;
  /** How many bytes from there on are accounted for. */
  readonly #explained: number;

  /** `block`: as much as there is of the first 512-byte block that is not all zeros. */
  constructor(tarOffset: number, block: Uint8Array) {
    this.#tarOffset = tarOffset;
    this.#explained = explainedBytes(tarOffset, block);
  }

  problems(end: number): Problem[] {
    const bytes = end - this.#tarOffset;
    if (bytes <= this.#explained) return [];
    return [{ kind: 'tar-trailing-data', tarOffset: this.#tarOffset, bytes }];
  }
}

function explainedBytes(tarOffset: number, block: Uint8Array): number {
  if (block.length < 512 || isZeroBlock(block) || !readTarChecksum(block).good) return 0;
  const faults: string[] = [];
  const { name, size } = readTarHeader(block, tarOffset, (field) => faults.push(field));
  if (faults.length > 0 || size < 0 || byteText(name) !== ESTARGZ_INDEX) return 0;
  return 512 + size + padding(size) + MOST_END_BYTES;
}
