/**
 * Inflate (RFC 1951), resumable wherever it stops. Between calls the state is: where the next bit is (`source`, `bit`), where output
 * goes (`target`), and where in a block we are. Every return gives whole unread bytes back, so input may be cut anywhere.
 */
import { ALPHABET_DIST, ALPHABET_LITLEN, ALPHABET_PRECODE, EXCEPTION, INVALID, SUBTABLE, buildTable } from './huffman';
import {
  CHUNK, CHUNK_END, DIST, DIST_BITS, LENGTHS, LENGTHS_BYTES, LITLEN, LITLEN_BITS, PATTERN_STEPS, PATTERNS, PRECODE, PRECODE_BITS,
  PRECODE_ORDER,
} from './layout';

// What a call ended with.
export const MORE_INPUT: i32 = 0;
export const OUTPUT_FULL: i32 = 1;
export const STREAM_END: i32 = 2;
export const TRUNCATED: i32 = 3;
/** Corrupt: CORRUPT + a reason; texts are in layer-engine.ts. */
export const CORRUPT: i32 = 16;
const BAD_BLOCK_TYPE: i32 = CORRUPT;
const BAD_STORED_LENGTH: i32 = CORRUPT + 1;
const BAD_COUNTS: i32 = CORRUPT + 2;
const BAD_PRECODE: i32 = CORRUPT + 3;
const BAD_REPEAT: i32 = CORRUPT + 4;
const NO_END_OF_BLOCK: i32 = CORRUPT + 5;
const BAD_LITLEN: i32 = CORRUPT + 6;
const BAD_DISTANCES: i32 = CORRUPT + 7;
const BAD_SYMBOL: i32 = CORRUPT + 8;
const BAD_DISTANCE: i32 = CORRUPT + 9;
const TOO_FAR: i32 = CORRUPT + 10;

// Where in a block we are; kept in seek points, so the numbers are part of the format.
export const BLOCK_HEAD: u32 = 0;
export const IN_STORED: u32 = 1;
export const IN_FIXED: u32 = 2;
export const IN_DYNAMIC: u32 = 3;
export const AFTER_LAST: u32 = 4;

/** Next unread byte and how many of its bits are used up (0–7). */
export let source: usize = 0;
export let bit: u32 = 0;
export let sourceEnd: usize = 0;
export let lastInput: bool = false;
/** Where the next byte of output goes, and how far back a distance may reach. */
export let target: usize = CHUNK;
export let reach: usize = CHUNK;
export let phase: u32 = BLOCK_HEAD;
export let lastBlock: bool = false;
export let storedLeft: u32 = 0;
export let litlenCount: u32 = 0;
export let distCount: u32 = 0;

export function setSource(at: usize, end: usize, last: bool): void {
  source = at;
  sourceEnd = end;
  lastInput = last;
}
export function setBit(value: u32): void {
  bit = value;
}
export function setTarget(at: usize, farthest: usize): void {
  target = at;
  reach = farthest;
}

/** Ready for the first block of a stream. */
export function startStream(): void {
  bit = 0;
  reach = target;
  phase = BLOCK_HEAD;
  lastBlock = false;
}

/** Ready to go on inside a stream; code lengths, if any, are at LENGTHS already. False where they make no code. */
export function resumeStream(where: u32, last: bool, stored: u32, litlens: u32, dists: u32): bool {
  phase = where;
  lastBlock = last;
  storedLeft = stored;
  if (where == IN_FIXED) {
    buildFixed();
    return true;
  }
  if (where != IN_DYNAMIC) return where == BLOCK_HEAD || where == IN_STORED;
  if (litlens + dists > <u32>LENGTHS_BYTES) return false;
  litlenCount = litlens;
  distCount = dists;
  return buildBoth() == 0;
}

/** Bytes a header of a dynamic block may need, and the most that a symbol of the tail may. */
const HEAD_ROOM: usize = 640;
const TAIL_ROOM: usize = 32;

/** Goes on until output is full, input runs out, the stream ends or something is wrong. */
export function inflate(): i32 {
  while (true) {
    if (phase == IN_FIXED || phase == IN_DYNAMIC) {
      const status = codes();
      if (status != 0) {
        if (status == OUTPUT_FULL || status >= CORRUPT) return status;
        if (!lastInput) return MORE_INPUT;
        const tail = codesAtTail();
        if (tail != 0) return tail;
      }
      phase = lastBlock ? AFTER_LAST : BLOCK_HEAD;
    } else if (phase == BLOCK_HEAD) {
      if (target >= CHUNK_END) return OUTPUT_FULL;
      const status = blockHead();
      if (status >= 0) return status;
    } else if (phase == IN_STORED) {
      if (target >= CHUNK_END) return OUTPUT_FULL;
      const piece = min(<usize>storedLeft, min(sourceEnd - source, CHUNK_END - target));
      memory.copy(target, source, piece);
      source += piece;
      target += piece;
      storedLeft -= <u32>piece;
      if (storedLeft == 0) phase = lastBlock ? AFTER_LAST : BLOCK_HEAD;
      else if (source >= sourceEnd) return lastInput ? TRUNCATED : MORE_INPUT;
    } else {
      if (bit > 0) {
        bit = 0;
        source++;
      }
      return STREAM_END;
    }
  }
}

/** Reads a block's header. -1: go on; else a status. */
function blockHead(): i32 {
  if (source + HEAD_ROOM > sourceEnd && !lastInput) return MORE_INPUT;
  const head = load<u32>(source) >> bit;
  const start = source;
  const startBit = bit;
  const last = (head & 1) != 0;
  const type = (head >> 1) & 3;
  advance(3);
  let status: i32 = -1;
  if (type == 0) status = storedHead();
  else if (type == 1) {
    buildFixed();
    phase = IN_FIXED;
  } else if (type == 2) {
    status = dynamicHead();
    if (status < 0) phase = IN_DYNAMIC;
  } else status = BAD_BLOCK_TYPE;
  if (bitsLeft() < 0) {
    source = start;
    bit = startBit;
    phase = BLOCK_HEAD;
    return TRUNCATED;
  }
  if (status < 0) lastBlock = last;
  return status;
}

/** Bits of input that are there and unread; negative when more was read than is there. */
@inline
function bitsLeft(): i32 {
  return ((<i32>sourceEnd - <i32>source) << 3) - <i32>bit;
}

@inline
function advance(bits: u32): void {
  bit += bits;
  source += bit >> 3;
  bit &= 7;
}

function storedHead(): i32 {
  if (bit > 0) {
    bit = 0;
    source++;
  }
  const word = load<u32>(source);
  source += 4;
  if ((word & 0xffff) != (~word >> 16)) return source > sourceEnd ? TRUNCATED : BAD_STORED_LENGTH;
  storedLeft = word & 0xffff;
  phase = IN_STORED;
  return -1;
}

function buildFixed(): void {
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  memory.fill(LENGTHS + 288, 5, 32);
  buildTable(ALPHABET_LITLEN, LENGTHS, 288, LITLEN, LITLEN_BITS);
  buildTable(ALPHABET_DIST, LENGTHS + 288, 32, DIST, DIST_BITS);
}

function buildBoth(): i32 {
  if (!buildTable(ALPHABET_LITLEN, LENGTHS, litlenCount, LITLEN, LITLEN_BITS)) return BAD_LITLEN;
  if (!buildTable(ALPHABET_DIST, LENGTHS + litlenCount, distCount, DIST, DIST_BITS)) {
    return BAD_DISTANCES;
  }
  return 0;
}

/** Next bits of input, at least 57 of them (zeros behind the end). */
@inline
function peek(): u64 {
  return load<u64>(source) >> bit;
}

function dynamicHead(): i32 {
  const counts = <u32>peek();
  litlenCount = 257 + (counts & 31);
  distCount = 1 + ((counts >> 5) & 31);
  const precodeCount: u32 = 4 + ((counts >> 10) & 15);
  advance(14);
  if (litlenCount > 286 || distCount > 30) return BAD_COUNTS;

  memory.fill(LENGTHS, 0, 19);
  let three = peek();
  for (let i: u32 = 0; i < precodeCount; i++) {
    store<u8>(LENGTHS + <usize>load<u8>(PRECODE_ORDER + i), <u8>(three & 7));
    three >>= 3;
  }
  advance(3 * precodeCount);
  if (!buildTable(ALPHABET_PRECODE, LENGTHS, 19, PRECODE, PRECODE_BITS)) return BAD_PRECODE;

  const status = codeLengths(litlenCount + distCount);
  if (status != 0) return status;
  if (load<u8>(LENGTHS + 256) == 0) return NO_END_OF_BLOCK;
  const built = buildBoth();
  return built != 0 ? built : -1;
}

function codeLengths(total: u32): i32 {
  let i: u32 = 0;
  while (i < total) {
    if (source > sourceEnd) return TRUNCATED;
    const bits = <u32>peek();
    const entry = load<u32>(PRECODE + ((bits & 127) << 2));
    const symbol = entry >> 16;
    const used = entry & 0xff;
    if (symbol < 16) {
      store<u8>(LENGTHS + i, <u8>symbol);
      i++;
      advance(used);
      continue;
    }
    let length: u8 = 0;
    let repeat: u32;
    const extra = bits >> used;
    if (symbol == 16) {
      repeat = 3 + (extra & 3);
      advance(used + 2);
      if (i == 0) return BAD_REPEAT;
      length = load<u8>(LENGTHS + i - 1);
    } else if (symbol == 17) {
      repeat = 3 + (extra & 7);
      advance(used + 3);
    } else {
      repeat = 11 + (extra & 127);
      advance(used + 7);
    }
    if (i + repeat > total) return BAD_REPEAT;
    memory.fill(LENGTHS + i, length, repeat);
    i += repeat;
  }
  return 0;
}

/** Extra bits and base of a value entry; `bits` is the buffer before its code was used up. */
@inline
function valueOf(entry: u64, bits: u64): u64 {
  return (entry >> 16) + ((bits & ((<u64>4 << entry) - 1)) >> (entry >> 8));
}

/**
 * The hot loop: 0 at the end of a block, MORE_INPUT when fewer than TAIL_ROOM bytes are left, OUTPUT_FULL, or what is wrong.
 * `buffer` holds two used-up bits at its bottom; the low byte of `count` is how many of its bits are meant, those two included.
 */
function codes(): i32 {
  const end = sourceEnd - TAIL_ROOM;
  if (target >= CHUNK_END) return OUTPUT_FULL;
  if (sourceEnd < source + TAIL_ROOM) return TRUNCATED;
  const farthest = reach;
  let from = source;
  let to = target;
  let status: i32 = 0;
  let buffer: u64 = (load<u64>(from) << 2) >> bit;
  let count: u64 = 58 - bit;
  from += 7;
  let entry: u64 = load<u32>(LITLEN + (<usize>buffer & 0x1ffc));
  let saved: u64;

  while (true) {
    if (to >= CHUNK_END) {
      status = OUTPUT_FULL;
      break;
    }
    if (from >= end) {
      status = TRUNCATED;
      break;
    }
    buffer |= load<u64>(from) << count;
    from += 7 - <usize>((count >> 3) & 7);
    count |= 56;

    if (<i32>entry < 0) {
      buffer >>= entry;
      count -= entry;
      store<u8>(to, <u8>(entry >> 16));
      entry = load<u32>(LITLEN + (<usize>buffer & 0x1ffc));
      if (<i32>entry < 0) {
        buffer >>= entry;
        count -= entry;
        store<u8>(to, <u8>(entry >> 16), 1);
        entry = load<u32>(LITLEN + (<usize>buffer & 0x1ffc));
        if (<i32>entry < 0) {
          buffer >>= entry;
          count -= entry;
          store<u8>(to, <u8>(entry >> 16), 2);
          entry = load<u32>(LITLEN + (<usize>buffer & 0x1ffc));
          to += 3;
          if (<i32>entry < 0) {
            buffer >>= entry;
            count -= entry;
            store<u8>(to, <u8>(entry >> 16));
            entry = load<u32>(LITLEN + (<usize>buffer & 0x1ffc));
            to++;
            continue;
          }
        } else to += 2;
      } else to += 1;
    }

    saved = buffer;
    if (entry & EXCEPTION) {
      if (entry & SUBTABLE) {
        buffer >>= LITLEN_BITS;
        count -= LITLEN_BITS;
        const index = <usize>(buffer & ((<u64>4 << ((entry >> 8) & 63)) - 4));
        entry = load<u32>(LITLEN + (<usize>(entry >> 16) << 2) + index);
        saved = buffer;
        if (<i32>entry < 0) {
          buffer >>= entry;
          count -= entry;
          store<u8>(to, <u8>(entry >> 16));
          to++;
          entry = load<u32>(LITLEN + (<usize>buffer & 0x1ffc));
          continue;
        }
      }
      if (entry & EXCEPTION) {
        if (entry & INVALID) {
          status = BAD_SYMBOL;
          break;
        }
        buffer >>= entry;
        count -= entry;
        break;
      }
    }
    buffer >>= entry;
    count -= entry;
    const length = <usize>valueOf(entry, saved);

    buffer |= load<u64>(from) << count;
    from += 7 - <usize>((count >> 3) & 7);
    count |= 56;
    entry = load<u32>(DIST + (<usize>buffer & 0x3fc));
    saved = buffer;
    if (entry & EXCEPTION) {
      if (entry & SUBTABLE) {
        buffer >>= DIST_BITS;
        count -= DIST_BITS;
        const index = <usize>(buffer & ((<u64>4 << ((entry >> 8) & 63)) - 4));
        entry = load<u32>(DIST + (<usize>(entry >> 16) << 2) + index);
        saved = buffer;
      }
      if (entry & EXCEPTION) {
        status = BAD_DISTANCE;
        break;
      }
    }
    buffer >>= entry;
    count -= entry;
    const distance = <usize>valueOf(entry, saved);
    let copy = to - distance;
    if (copy < farthest) {
      status = TOO_FAR;
      break;
    }
    // 26 bits are left at least: enough to look up the next entry before the copy.
    entry = load<u32>(LITLEN + (<usize>buffer & 0x1ffc));

    const stop = to + length;
    if (distance >= 16) {
      v128.store(to, v128.load(copy));
      v128.store(to, v128.load(copy, 16), 16);
      if (length > 32) {
        to += 32;
        copy += 32;
        do {
          v128.store(to, v128.load(copy));
          v128.store(to, v128.load(copy, 16), 16);
          to += 32;
          copy += 32;
        } while (to < stop);
      }
    } else {
      const pattern = i8x16.swizzle(v128.load(copy), v128.load(PATTERNS + (distance << 4)));
      const step = <usize>load<u8>(PATTERN_STEPS + distance);
      do {
        v128.store(to, pattern);
        to += step;
      } while (to < stop);
    }
    to = stop;
  }

  giveBack(from, count);
  target = to;
  return status;
}

/** Unread whole bytes of the buffer are unread again. */
@inline
function giveBack(from: usize, count: u64): void {
  const at = (<u64>from << 3) - ((count & 0xff) - 2);
  source = <usize>(at >> 3);
  bit = <u32>(at & 7);
}

/**
 * The last bytes of all input, symbol by symbol: 0 at the end of a block, TRUNCATED before a symbol that is not all there, OUTPUT_FULL, or what is wrong.
 */
function codesAtTail(): i32 {
  while (true) {
    if (target >= CHUNK_END) return OUTPUT_FULL;
    const start = source;
    const startBit = bit;
    const status = symbolAtTail();
    if (bitsLeft() < 0) {
      source = start;
      bit = startBit;
      return TRUNCATED;
    }
    if (status != -1) return status;
    target += matched;
  }
}

/** Bytes the newest symbol of the tail wrote at `target`. */
let matched: usize = 0;

/** -1: a symbol; 0: the end of the block; else what is wrong. */
function symbolAtTail(): i32 {
  let entry = entryAtTail(LITLEN, LITLEN_BITS);
  if (<i32>entry < 0) {
    advance(entry & 0xff);
    store<u8>(target, <u8>(entry >> 16));
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
  if (target - distance < reach) return bitsLeft() < 0 ? TRUNCATED : TOO_FAR;
  for (let i: usize = 0; i < matched; i++) {
    store<u8>(target + i, load<u8>(target + i - distance));
  }
  return -1;
}

/** Looks the next code up; behind a subtable's pointer the main bits are used up already. */
function entryAtTail(table: usize, tableBits: u32): u32 {
  const entry = load<u32>(table + (<usize>(peek() & ((1 << tableBits) - 1)) << 2));
  if ((entry & (EXCEPTION | SUBTABLE)) != (EXCEPTION | SUBTABLE) || <i32>entry < 0) return entry;
  advance(tableBits);
  const index = <usize>(peek() & ((1 << ((entry >> 8) & 63)) - 1));
  return load<u32>(table + ((<usize>(entry >> 16) + index) << 2));
}
