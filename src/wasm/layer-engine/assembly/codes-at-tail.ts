/** The last bytes of all input, where the hot loop would look beyond the end. */
import { EXCEPTION, INVALID, SUBTABLE } from './huffman';
import { CHUNK_END, DIST, DIST_BITS, LITLEN, LITLEN_BITS } from './layout';
import {
  BAD_DISTANCE,
  BAD_SYMBOL,
  OUTPUT_FULL,
  TOO_FAR,
  TRUNCATED,
  advance,
  bitsLeft,
  peek,
  stream,
  valueOf,
} from './stream';

/**
 * Symbol by symbol: 0 at the end of a block, TRUNCATED before a symbol that is not all there, OUTPUT_FULL, or what is wrong.
 */
export function codesAtTail(): i32 {
  while (true) {
    if (stream.target >= CHUNK_END) return OUTPUT_FULL;
    const start = stream.source;
    const startBit = stream.bit;
    const status = symbolAtTail();
    if (bitsLeft() < 0) {
      stream.source = start;
      stream.bit = startBit;
      return TRUNCATED;
    }
    if (status != -1) return status;
    stream.target += matched;
  }
}

/** Bytes the newest symbol of the tail wrote at `target`. */
let matched: usize = 0;

/** -1: a symbol; 0: the end of the block; else what is wrong. */
function symbolAtTail(): i32 {
  let entry = entryAtTail(LITLEN, LITLEN_BITS);
  if (<i32>entry < 0) {
    advance(entry & 0xff);
    store<u8>(stream.target, <u8>(entry >> 16));
    matched = 1;
    return -1;
  }
  if (entry & EXCEPTION) {
    if (entry & INVALID) return bitsLeft() < 15 ? TRUNCATED : BAD_SYMBOL;
    advance(entry & 0xff);
    return 0;
  }
  matched = <usize>valueOf(entry, peek() << 2);
  advance(entry & 0xff);
  entry = entryAtTail(DIST, DIST_BITS);
  if (entry & EXCEPTION) return bitsLeft() < 15 ? TRUNCATED : BAD_DISTANCE;
  const distance = <usize>valueOf(entry, peek() << 2);
  advance(entry & 0xff);
  if (stream.target - distance < stream.reach) return bitsLeft() < 0 ? TRUNCATED : TOO_FAR;
  for (let i: usize = 0; i < matched; i++) {
    store<u8>(stream.target + i, load<u8>(stream.target + i - distance));
  }
  return -1;
}

/** Looks the next code up; behind a subtable's pointer the main bits are used up already. */
function entryAtTail(table: usize, tableBits: u32): u32 {
  const entry = load<u32>(table + ((<usize>(peek() & ((1 << tableBits) - 1))) << 2));
  if ((entry & (EXCEPTION | SUBTABLE)) != (EXCEPTION | SUBTABLE) || <i32>entry < 0) return entry;
  advance(tableBits);
  const index = <usize>(peek() & ((1 << ((entry >> 8) & 63)) - 1));
  return load<u32>(table + ((<usize>(entry >> 16) + index) << 2));
}
