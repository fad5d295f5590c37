/**
 * The state of an inflate between calls, and the bits of its input. Every return of `inflate` leaves whole unread bytes
 * unread, so input may be cut anywhere.
 */
import { CHUNK } from './layout';

// What a call ended with.
export const MORE_INPUT: i32 = 0;
export const OUTPUT_FULL: i32 = 1;
export const STREAM_END: i32 = 2;
export const TRUNCATED: i32 = 3;
/** Corrupt: CORRUPT + a reason; texts are in layer-engine.ts. */
export const CORRUPT: i32 = 16;
export const BAD_BLOCK_TYPE: i32 = CORRUPT;
export const BAD_STORED_LENGTH: i32 = CORRUPT + 1;
export const BAD_COUNTS: i32 = CORRUPT + 2;
export const BAD_PRECODE: i32 = CORRUPT + 3;
export const BAD_REPEAT: i32 = CORRUPT + 4;
export const NO_END_OF_BLOCK: i32 = CORRUPT + 5;
export const BAD_LITLEN: i32 = CORRUPT + 6;
export const BAD_DISTANCES: i32 = CORRUPT + 7;
export const BAD_SYMBOL: i32 = CORRUPT + 8;
export const BAD_DISTANCE: i32 = CORRUPT + 9;
export const TOO_FAR: i32 = CORRUPT + 10;

// Where in a block we are; kept in seek points, so the numbers are part of the format.
export const BLOCK_HEAD: u32 = 0;
export const IN_STORED: u32 = 1;
export const IN_FIXED: u32 = 2;
export const IN_DYNAMIC: u32 = 3;
export const AFTER_LAST: u32 = 4;

export class stream {
  /** Next unread byte and how many of its bits are used up (0–7). */
  static source: usize = 0;
  static bit: u32 = 0;
  static sourceEnd: usize = 0;
  /** Nothing comes after `sourceEnd`. */
  static lastInput: bool = false;
  /** Where the next byte of output goes, and how far back a distance may reach. */
  static target: usize = CHUNK;
  static reach: usize = CHUNK;
  static phase: u32 = BLOCK_HEAD;
  static lastBlock: bool = false;
  static storedLeft: u32 = 0;
  static litlenCount: u32 = 0;
  static distCount: u32 = 0;
}

/** Bits of input that are there and unread; negative when more was read than is there. */
@inline
export function bitsLeft(): i32 {
  return ((<i32>stream.sourceEnd - <i32>stream.source) << 3) - <i32>stream.bit;
}

@inline
export function advance(bits: u32): void {
  stream.bit += bits;
  stream.source += stream.bit >> 3;
  stream.bit &= 7;
}

/** Next bits of input, at least 57 of them (zeros behind the end). */
@inline
export function peek(): u64 {
  return load<u64>(stream.source) >> stream.bit;
}

/** Extra bits and base of a value entry; `bits` is the buffer before its code was used up. */
@inline
export function valueOf(entry: u64, bits: u64): u64 {
  return (entry >> 16) + ((bits & (((<u64>4) << entry) - 1)) >> (entry >> 8));
}
