/**
 * CRC-32 of gzip. Short stretches go through sixteen tables. Long ones are first folded by a sparse multiple of the
 * polynomial: 1 + x^(8·1837) + x^(8·2091) + x^(8·4018) is divisible by it, so that every byte may be replaced by itself xored into
 * three later places, 16 bytes at a time and with no table at all. What is left are the last 4018 bytes.
 */
import { CRC_TABLES, FOLD, FOLD_LEAD, FOLD_REST } from './layout';

const POLYNOMIAL: u32 = 0xedb88320;
const TAP_A: usize = 4018 - 2091;
const TAP_B: usize = 4018 - 1837;
const TAP_C: usize = 4018;
const LONG: usize = 24576;

/** Fills the tables; once per instance. */
export function prepareCrc(): void {
  for (let i: u32 = 0; i < 256; i++) {
    let crc = i;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >> 1) ^ POLYNOMIAL : crc >> 1;
    store<u32>(CRC_TABLES + (i << 2), crc);
  }
  for (let i: u32 = 0; i < 256; i++) {
    let crc = load<u32>(CRC_TABLES + (i << 2));
    for (let table: u32 = 1; table < 16; table++) {
      crc = (crc >> 8) ^ load<u32>(CRC_TABLES + ((crc & 0xff) << 2));
      store<u32>(CRC_TABLES + (table << 10) + (i << 2), crc);
    }
  }
}

/** Goes on from `crc` (0 at the start) over `bytes` at `at`. */
export function crc32(crc: u32, at: usize, bytes: usize): u32 {
  return ~(bytes < LONG ? byTables(~crc, at, bytes) : byFold(~crc, at, bytes));
}

@inline
function table(n: usize, byte: u32): u32 {
  return load<u32>(CRC_TABLES + (n << 10) + ((byte & 0xff) << 2));
}

function byTables(crc: u32, at: usize, bytes: usize): u32 {
  while (bytes >= 16) {
    const a = load<u32>(at) ^ crc;
    const b = load<u32>(at, 4);
    const c = load<u32>(at, 8);
    const d = load<u32>(at, 12);
    crc =
      table(15, a) ^
      table(14, a >> 8) ^
      table(13, a >> 16) ^
      table(12, a >> 24) ^
      table(11, b) ^
      table(10, b >> 8) ^
      table(9, b >> 16) ^
      table(8, b >> 24) ^
      table(7, c) ^
      table(6, c >> 8) ^
      table(5, c >> 16) ^
      table(4, c >> 24) ^
      table(3, d) ^
      table(2, d >> 8) ^
      table(1, d >> 16) ^
      table(0, d >> 24);
    at += 16;
    bytes -= 16;
  }
  while (bytes > 0) {
    crc = (crc >> 8) ^ table(0, crc ^ load<u8>(at));
    at++;
    bytes--;
  }
  return crc;
}

/** `bytes` is at least LONG and at most what a chunk and its slack hold. */
function byFold(crc: u32, at: usize, bytes: usize): u32 {
  const fold = FOLD + FOLD_LEAD;
  const body = (bytes - TAP_C) & ~(<usize>15);
  const first = i32x4.replace_lane(i32x4.splat(0), 0, crc);
  v128.store(fold, v128.xor(v128.load(at), first));
  for (let i: usize = 16; i < body; i += 16) v128.store(fold + i, folded(at + i, fold + i));

  // The last bytes take what the body sends them but send nothing on: behind the body the folded stream is zero, and
  // the sums are gathered elsewhere.
  const rest = bytes - body;
  memory.fill(fold + body, 0, rest);
  for (let i = body; i < bytes; i += 16) v128.store(FOLD_REST + i - body, folded(at + i, fold + i));
  return byTables(0, FOLD_REST, rest);
}

@inline
function folded(from: usize, to: usize): v128 {
  return v128.xor(
    v128.xor(v128.load(from), v128.load(to - TAP_A)),
    v128.xor(v128.load(to - TAP_B), v128.load(to - TAP_C)),
  );
}
