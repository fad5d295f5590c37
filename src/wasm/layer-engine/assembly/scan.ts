/**
 * Goes over tar bytes as they come: takes plain headers into rows, hashes bodies, drops padding. Whatever is not plain (extensions,
 * sparse files, devices, odd numbers, damage, the end) is left to the grammar in src/core/archive/tar.
 */
import {
  CHUNK,
  ROW_BODY,
  ROW_CAPACITY,
  ROW_FINGERPRINT,
  ROW_GID,
  ROW_LINK_END,
  ROW_MODE,
  ROW_MTIME,
  ROW_NAME_END,
  ROW_NANOS,
  ROW_POOL,
  ROW_POOL_BYTES,
  ROW_POOL_RESERVE,
  ROW_SIZE,
  ROW_TYPEFLAG,
  ROW_UID,
  ROWS,
} from './layout';
import { hashFinish, hashStart, hashUpdate } from './xxh64';

// What a call ended with.
export const MORE_BYTES: i32 = 0;
/** A header at `scanned` is for the grammar. */
export const ASK: i32 = 1;
export const ROWS_FULL: i32 = 2;
/** The stretch of a body that was announced is over. */
export const BODY_READ: i32 = 3;
/** The first byte behind the tar's end that is not zero is at `scanned`. */
export const NOT_ZERO: i32 = 4;

/** Everything before it has been looked at. */
export let scanned: usize = CHUNK;
/** Offset in the tar of what lies at CHUNK. */
export let base: f64 = 0;
export let bodyLeft: u64 = 0;
export let padLeft: u64 = 0;
/** Plain headers are ours; else every header is for the grammar. */
let plain: bool = true;
let hashing: bool = false;
/** Tell when the body is over instead of going on. */
let tell: bool = false;
/** Behind the end of the tar. */
let draining: bool = false;

export function startScan(at: usize): void {
  scanned = at;
  base = 0;
  bodyLeft = 0;
  padLeft = 0;
  plain = true;
  hashing = false;
  tell = false;
  draining = false;
}
export function setScanned(at: usize): void {
  scanned = at;
}
/** What lies at `scanned` onwards was moved down by `shift` bytes. */
export function shiftScan(shift: usize): void {
  scanned -= shift;
  base += <f64>shift;
}
export function setPlain(value: bool): void {
  plain = value;
}
/** Bytes that the grammar wants hashed (or dropped) before it is asked again. */
export function setBody(bytes: f64, pad: u32, hash: bool, telling: bool): void {
  bodyLeft = <u64>bytes;
  padLeft = pad;
  hashing = hash;
  tell = telling;
}
export function drain(): void {
  draining = true;
}
/** Writes the fingerprint into the newest row. */
export function setFingerprint(): void {
  store<u64>(ROW_FINGERPRINT + ((<usize>load<u32>(ROWS) - 1) << 3), hashFinish());
}
/** Passes over bytes of the body and its padding that never come here. */
export function skipBody(bytes: f64): void {
  const body = min(bodyLeft, <u64>bytes);
  if (body > 0) hashing = false;
  bodyLeft -= body;
  padLeft -= <u64>bytes - body;
  base += bytes;
}

/** Looks at everything up to `end`. */
export function scan(end: usize): i32 {
  while (true) {
    if (bodyLeft > 0) {
      const piece = <usize>min(bodyLeft, <u64>(end - scanned));
      if (hashing) hashUpdate(scanned, piece);
      scanned += piece;
      bodyLeft -= piece;
      if (bodyLeft > 0) return MORE_BYTES;
    }
    if (tell) {
      tell = false;
      return BODY_READ;
    }
    if (hashing) {
      hashing = false;
      setFingerprint();
    }
    if (padLeft > 0) {
      const piece = <usize>min(padLeft, <u64>(end - scanned));
      scanned += piece;
      padLeft -= piece;
      if (padLeft > 0) return MORE_BYTES;
    }
    if (draining) return skipZeros(end);
    if (end - scanned < 512) return MORE_BYTES;
    if (
      load<u32>(ROWS) == <u32>ROW_CAPACITY ||
      load<u32>(ROWS, 4) > <u32>(ROW_POOL_BYTES - ROW_POOL_RESERVE)
    ) {
      return ROWS_FULL;
    }
    if (!plain || !readPlainHeader(scanned)) return ASK;
    scanned += 512;
  }
}

function skipZeros(end: usize): i32 {
  while (scanned + 16 <= end && !v128.any_true(v128.load(scanned))) scanned += 16;
  while (scanned < end && load<u8>(scanned) == 0) scanned++;
  return scanned < end ? NOT_ZERO : MORE_BYTES;
}

const TYPE_NUL: u32 = 0;
const TYPE_FILE: u32 = 0x30;
const TYPE_HARD_LINK: u32 = 0x31;
const TYPE_SYMLINK: u32 = 0x32;
const TYPE_DIR: u32 = 0x35;
const USTAR: u64 = 0x0000007261747375; // "ustar\0"
const GNU: u64 = 0x0000207261747375; // "ustar "
const MAGIC_MASK: u64 = 0x0000ffffffffffff;
const STAR: u32 = 0x00726174; // "tar\0" at the very end

/** Takes a header into a row and readies its body; false, with nothing changed, for any that is not plain. */
function readPlainHeader(at: usize): bool {
  const type = <u32>load<u8>(at, 156);
  if (
    type != TYPE_FILE &&
    type != TYPE_DIR &&
    type != TYPE_SYMLINK &&
    type != TYPE_HARD_LINK &&
    type != TYPE_NUL
  )
    return false;
  const magic = load<u64>(at, 257) & MAGIC_MASK;
  const ustar = magic == USTAR && load<u32>(at, 508) != STAR;
  if (!ustar && !(magic == GNU && noTimes(at))) return false;
  if (octal(at + 148, 8) != checksum(at)) return false;
  const mode = octal(at + 100, 8);
  const uid = octal(at + 108, 8);
  const gid = octal(at + 116, 8);
  const size = octal(at + 124, 12);
  const mtime = octal(at + 136, 12);
  if ((mode | uid | gid | size | mtime) < 0) return false;
  const isFile = type == TYPE_FILE || type == TYPE_NUL;
  if (!isFile && size > 0) return false;

  let to = ROW_POOL + <usize>load<u32>(ROWS, 4);
  if (ustar && load<u8>(at, 345) != 0) {
    to = copyText(at + 345, 155, to);
    if (to == 0) return false;
    store<u8>(to++, 0x2f);
  }
  const nameAt = to;
  to = copyText(at, 100, to);
  if (to == 0 || to == nameAt) return false;
  if (type == TYPE_NUL && load<u8>(to - 1) == 0x2f) return false;
  const nameEnd = <u32>(to - ROW_POOL);
  if (type == TYPE_SYMLINK || type == TYPE_HARD_LINK) {
    to = copyLink(at + 157, to);
  }

  const row = <usize>load<u32>(ROWS);
  store<f64>(ROW_UID + (row << 3), <f64>uid);
  store<f64>(ROW_GID + (row << 3), <f64>gid);
  store<f64>(ROW_SIZE + (row << 3), <f64>size);
  store<f64>(ROW_MTIME + (row << 3), <f64>mtime);
  store<f64>(ROW_BODY + (row << 3), base + <f64>(at + 512 - CHUNK));
  store<u64>(ROW_FINGERPRINT + (row << 3), 0);
  store<u32>(ROW_NAME_END + (row << 2), nameEnd);
  store<u32>(ROW_LINK_END + (row << 2), <u32>(to - ROW_POOL));
  store<u32>(ROW_NANOS + (row << 2), 0);
  store<u16>(ROW_MODE + (row << 1), <u16>(mode & 0xfff));
  store<u8>(ROW_TYPEFLAG + row, <u8>(type == TYPE_NUL ? TYPE_FILE : type));
  store<u32>(ROWS, <u32>row + 1);
  store<u32>(ROWS, <u32>(to - ROW_POOL), 4);

  if (isFile) {
    bodyLeft = size;
    padLeft = (512 - ((<u64>size) & 511)) & 511;
    hashing = true;
    hashStart();
  }
  return true;
}

/** Whether the places of a GNU header's two more times are empty, so that nothing else can be meant by them. */
@inline
function noTimes(at: usize): bool {
  return (load<u64>(at, 345) | load<u64>(at, 353) | load<u64>(at, 361)) == 0;
}

/** An octal field as everyone writes it: spaces, digits, then NULs or spaces. -1 for anything else, or nothing. */
function octal(at: usize, length: usize): i64 {
  const end = at + length;
  while (at < end && load<u8>(at) == 0x20) at++;
  let value: i64 = 0;
  const digits = at;
  while (at < end) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 7) break;
    value = (value << 3) | digit;
    at++;
  }
  if (at == digits) return -1;
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte != 0 && byte != 0x20) return -1;
  }
  return value;
}

/** Sum of the header's bytes, those of the checksum itself counted as spaces. */
function checksum(at: usize): i64 {
  let sums = i16x8.splat(0);
  for (let i: usize = 0; i < 512; i += 16) {
    sums = i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(v128.load(at + i)));
  }
  const wide = i32x4.extadd_pairwise_i16x8_u(sums);
  let sum =
    <u32>i32x4.extract_lane(wide, 0) +
    i32x4.extract_lane(wide, 1) +
    i32x4.extract_lane(wide, 2) +
    i32x4.extract_lane(wide, 3);
  for (let i: usize = 148; i < 156; i++) sum -= load<u8>(at + i);
  return <i64>(sum + 8 * 0x20);
}

/**
 * Copies a field's text up to its NUL and gives its new end; 0 where it holds two dots in a row, which the grammar has to judge. Writes up to
 * 16 bytes more than the field is long.
 */
function copyText(at: usize, length: usize, to: usize): usize {
  let before: u32 = 0;
  for (let i: usize = 0; i < length; i += 16) {
    const bytes = v128.load(at + i);
    v128.store(to + i, bytes);
    let zeros = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0)));
    if (length - i < 16) zeros |= 1 << (<u32>(length - i));
    const inText = zeros == 0 ? 0xffff : (zeros & -zeros) - 1;
    const dots = (<u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2e)))) & inText;
    if (dots & ((dots << 1) | before)) return 0;
    if (zeros != 0) return to + i + ctz(zeros);
    before = (dots >> 15) & 1;
  }
  return to + length;
}

function copyLink(at: usize, to: usize): usize {
  let i: usize = 0;
  while (i < 100) {
    const byte = load<u8>(at + i);
    if (byte == 0) break;
    store<u8>(to + i, byte);
    i++;
  }
  return to + i;
}
