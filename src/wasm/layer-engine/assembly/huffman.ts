/**
 * Decoding tables for canonical Huffman codes. An entry (u32):
 *   literal   bit 31 · literal in bits 16–23 · bits to use up in the low byte
 *   value     base in bits 16–30 · bits 8–13: code length + 2 · low byte: code length + extra bits
 *   subtable  EXCEPTION | SUBTABLE · first entry in bits 16–30 · bits 8–13: its index bits · low byte: bits to use up
 *   end       EXCEPTION · low byte: bits to use up
 *   invalid   EXCEPTION | INVALID
 * The "+ 2" is for the two used-up bits that a decoder keeps at the bottom of its bit buffer, so that the masked
 * buffer is already the byte offset of an entry.
 */
import {
  COUNTS,
  DIST_TEMPLATES,
  LITLEN_TEMPLATES,
  OFFSETS,
  PATTERNS,
  PATTERN_STEPS,
  PRECODE_ORDER,
  SORTED,
} from './layout';

export const LITERAL: u32 = 0x80000000;
export const EXCEPTION: u32 = 0x8000;
export const SUBTABLE: u32 = 0x4000;
export const INVALID: u32 = 0x10000;

const MAX_BITS: u32 = 15;

/** Fills the constant tables; once per instance. */
export function prepareTemplates(): void {
  store<u32>(LITLEN_TEMPLATES, EXCEPTION); // end of block
  let base: u32 = 3;
  for (let symbol: u32 = 257; symbol < 285; symbol++) {
    const extra: u32 = symbol < 265 ? 0 : (symbol - 261) >> 2;
    store<u32>(LITLEN_TEMPLATES + ((symbol - 256) << 2), (base << 16) | extra);
    base += 1 << extra;
  }
  store<u32>(LITLEN_TEMPLATES + (29 << 2), 258 << 16);
  store<u32>(LITLEN_TEMPLATES + (30 << 2), EXCEPTION | INVALID);
  store<u32>(LITLEN_TEMPLATES + (31 << 2), EXCEPTION | INVALID);

  base = 1;
  for (let symbol: u32 = 0; symbol < 30; symbol++) {
    const extra: u32 = symbol < 4 ? 0 : (symbol - 2) >> 1;
    store<u32>(DIST_TEMPLATES + (symbol << 2), (base << 16) | extra);
    base += 1 << extra;
  }
  store<u32>(DIST_TEMPLATES + (30 << 2), EXCEPTION | INVALID);
  store<u32>(DIST_TEMPLATES + (31 << 2), EXCEPTION | INVALID);

  for (let distance: u32 = 1; distance < 16; distance++) {
    store<u8>(PATTERN_STEPS + distance, <u8>(16 - (16 % distance)));
    for (let i: u32 = 0; i < 16; i++) {
      store<u8>(PATTERNS + (distance << 4) + i, <u8>(i % distance));
    }
  }

  // 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15 (RFC 1951, 3.2.7)
  store<u64>(PRECODE_ORDER, 0x0609070800121110);
  store<u64>(PRECODE_ORDER, 0x020d030c040b050a, 8);
  store<u32>(PRECODE_ORDER, 0x000f010e, 16);
}

/** The alphabets differ only in what an entry of a symbol says. */
export const ALPHABET_LITLEN: u32 = 0;
export const ALPHABET_DIST: u32 = 1;
export const ALPHABET_PRECODE: u32 = 2;

@inline
function entryOf(alphabet: u32, symbol: u32, bits: u32): u32 {
  if (alphabet == ALPHABET_PRECODE) return (symbol << 16) | bits;
  if (alphabet == ALPHABET_LITLEN && symbol < 256) return LITERAL | (symbol << 16) | bits;
  const template =
    alphabet == ALPHABET_LITLEN
      ? load<u32>(LITLEN_TEMPLATES + ((symbol - 256) << 2))
      : load<u32>(DIST_TEMPLATES + (symbol << 2));
  if (template & EXCEPTION) return template | bits;
  return template + ((bits + 2) << 8) + bits;
}

/**
 * Builds a table with `tableBits` index bits from `n` code lengths. False for what zlib rejects: an over-subscribed code, and an
 * incomplete one unless it is a single code of one bit (or, outside of the precode, no code at all).
 */
export function buildTable(
  alphabet: u32,
  lengths: usize,
  n: u32,
  table: usize,
  tableBits: u32,
): bool {
  memory.fill(COUNTS, 0, 64);
  for (let i: u32 = 0; i < n; i++) {
    const at = COUNTS + ((<usize>load<u8>(lengths + i)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  let max = MAX_BITS;
  while (max > 0 && load<u32>(COUNTS + (max << 2)) == 0) max--;

  let left: i32 = 1;
  let offset: u32 = 0;
  for (let bits: u32 = 1; bits <= MAX_BITS; bits++) {
    const count = load<u32>(COUNTS + (bits << 2));
    left = (left << 1) - <i32>count;
    if (left < 0) return false;
    store<u32>(OFFSETS + (bits << 2), offset);
    offset += count;
  }
  if (left > 0) {
    if (max > 1 || alphabet == ALPHABET_PRECODE) return false;
    for (let i: u32 = 0; i < 1 << tableBits; i++) {
      store<u32>(table + (i << 2), EXCEPTION | INVALID);
    }
  }
  for (let i: u32 = 0; i < n; i++) {
    const bits = load<u8>(lengths + i);
    if (bits == 0) continue;
    const at = OFFSETS + ((<usize>bits) << 2);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    store<u16>(SORTED + (place << 1), <u16>i);
  }
  fillTable(alphabet, table, tableBits, max);
  return true;
}

/** Goes through the codes in ascending order, each bit-reversed as deflate sends them. */
function fillTable(alphabet: u32, table: usize, tableBits: u32, max: u32): void {
  const size: u32 = 1 << tableBits;
  let code: u32 = 0;
  let next: u32 = size;
  let subLow: u32 = -1;
  let subStart: u32 = 0;
  let subBits: u32 = 0;
  let sorted: usize = SORTED;
  for (let bits: u32 = 1; bits <= max; bits++) {
    for (let left = load<u32>(COUNTS + (bits << 2)); left > 0; left--) {
      const symbol = <u32>load<u16>(sorted);
      sorted += 2;
      if (bits <= tableBits) {
        const entry = entryOf(alphabet, symbol, bits);
        for (let i = code; i < size; i += 1 << bits) store<u32>(table + (i << 2), entry);
      } else {
        const low = code & (size - 1);
        if (low != subLow) {
          subLow = low;
          subStart = next;
          subBits = subtableBits(bits, left, tableBits, max);
          next += 1 << subBits;
          store<u32>(
            table + (low << 2),
            EXCEPTION | SUBTABLE | (subStart << 16) | (subBits << 8) | tableBits,
          );
        }
        const entry = entryOf(alphabet, symbol, bits - tableBits);
        for (let i = code >> tableBits; i < 1 << subBits; i += 1 << (bits - tableBits)) {
          store<u32>(table + ((subStart + i) << 2), entry);
        }
      }
      let step: u32 = 1 << (bits - 1);
      while (code & step) step >>= 1;
      code = step ? (code & (step - 1)) + step : 0;
    }
  }
}

/** How many index bits a subtable needs whose first code has `bits` bits, `left` codes of that length being still to come. */
function subtableBits(bits: u32, left: u32, tableBits: u32, max: u32): u32 {
  let width = bits - tableBits;
  let room: i32 = (1 << width) - <i32>left;
  while (room > 0 && width + tableBits < max) {
    width++;
    room = (room << 1) - <i32>load<u32>(COUNTS + ((width + tableBits) << 2));
  }
  return width;
}
