/** The hot loop: the symbols of a block. */
import { EXCEPTION, INVALID, SUBTABLE } from './huffman';
import { CHUNK_END, DIST, DIST_BITS, LITLEN, LITLEN_BITS, PATTERN_STEPS, PATTERNS } from './layout';
import {
  BAD_DISTANCE,
  BAD_SYMBOL,
  OUTPUT_FULL,
  TOO_FAR,
  TRUNCATED,
  stream,
  valueOf,
} from './stream';

/** Bytes that one round of the loop may look at. */
const TAIL_ROOM: usize = 32;

/**
 * 0 at the end of a block, TRUNCATED when fewer than TAIL_ROOM bytes are left, OUTPUT_FULL, or what is wrong.
 * `buffer` holds two used-up bits at its bottom; the low byte of `count` is how many of its bits are meant, those two included.
 */
export function codes(): i32 {
  const end = stream.sourceEnd - TAIL_ROOM;
  if (stream.target >= CHUNK_END) return OUTPUT_FULL;
  if (stream.sourceEnd < stream.source + TAIL_ROOM) return TRUNCATED;
  const farthest = stream.reach;
  let from = stream.source;
  let to = stream.target;
  let status: i32 = 0;
  let buffer: u64 = (load<u64>(from) << 2) >> stream.bit;
  let count: u64 = 58 - stream.bit;
  from += 7;
  let entry: u64 = load<u32>(LITLEN + ((<usize>buffer) & 0x1ffc));
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
      entry = load<u32>(LITLEN + ((<usize>buffer) & 0x1ffc));
      if (<i32>entry < 0) {
        buffer >>= entry;
        count -= entry;
        store<u8>(to, <u8>(entry >> 16), 1);
        entry = load<u32>(LITLEN + ((<usize>buffer) & 0x1ffc));
        if (<i32>entry < 0) {
          buffer >>= entry;
          count -= entry;
          store<u8>(to, <u8>(entry >> 16), 2);
          entry = load<u32>(LITLEN + ((<usize>buffer) & 0x1ffc));
          to += 3;
          if (<i32>entry < 0) {
            buffer >>= entry;
            count -= entry;
            store<u8>(to, <u8>(entry >> 16));
            entry = load<u32>(LITLEN + ((<usize>buffer) & 0x1ffc));
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
        const index = <usize>(buffer & (((<u64>4) << ((entry >> 8) & 63)) - 4));
        entry = load<u32>(LITLEN + ((<usize>(entry >> 16)) << 2) + index);
        saved = buffer;
        if (<i32>entry < 0) {
          buffer >>= entry;
          count -= entry;
          store<u8>(to, <u8>(entry >> 16));
          to++;
          entry = load<u32>(LITLEN + ((<usize>buffer) & 0x1ffc));
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
    entry = load<u32>(DIST + ((<usize>buffer) & 0x3fc));
    saved = buffer;
    if (entry & EXCEPTION) {
      if (entry & SUBTABLE) {
        buffer >>= DIST_BITS;
        count -= DIST_BITS;
        const index = <usize>(buffer & (((<u64>4) << ((entry >> 8) & 63)) - 4));
        entry = load<u32>(DIST + ((<usize>(entry >> 16)) << 2) + index);
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
    entry = load<u32>(LITLEN + ((<usize>buffer) & 0x1ffc));

    const stop = to + length;
    if (distance >= 16) {
      copy64(to, copy);
      if (length > 64) {
        to += 64;
        copy += 64;
        do {
          copy64(to, copy);
          to += 64;
          copy += 64;
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
  stream.target = to;
  return status;
}

/** Copies 64 bytes upwards, so that what a distance of 16 and more repeats is there in time. More than most matches need, but no branch. */
@inline
function copy64(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** Unread whole bytes of the buffer are unread again. */
@inline
function giveBack(from: usize, count: u64): void {
  const at = ((<u64>from) << 3) - ((count & 0xff) - 2);
  stream.source = <usize>(at >> 3);
  stream.bit = <u32>(at & 7);
}
