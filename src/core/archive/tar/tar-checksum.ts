/** The checksum of a header block: the sum of its bytes with the checksum field itself taken as spaces. */
import { readTarNumber } from './tar-number.ts';

const FIELD = 148;
const FIELD_END = 156;

export interface TarChecksum {
  good: boolean;
  /** What the header says; -1 where that is not a number. */
  want: number;
  /** What the bytes add up to. */
  got: number;
}

export function readTarChecksum(block: Uint8Array): TarChecksum {
  const want = readTarNumber(block.subarray(FIELD, FIELD_END)) ?? -1;
  // All bytes in one plain loop, then what the field itself is to count: this runs for every header that is not plain.
  let got = 8 * 0x20;
  let above = 0;
  for (let i = 0; i < 512; i++) {
    const byte = block[i] ?? 0;
    got += byte;
    above += byte & 0x80;
  }
  for (let i = FIELD; i < FIELD_END; i++) {
    const byte = block[i] ?? 0;
    got -= byte;
    above -= byte & 0x80;
  }
  // Some old writers summed signed bytes: each byte above 127 then counts 256 less.
  return { good: want === got || want === got - 2 * above, want, got };
}

export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Whether the block says "ustar", which all writers of the last thirty years put there. */
export function hasUstarMagic(block: Uint8Array): boolean {
  const [u, s, t, a, r] = block.subarray(257, 262);
  return u === 0x75 && s === 0x73 && t === 0x74 && a === 0x61 && r === 0x72;
}
