/** XXH64 with seed 0, streaming: the fingerprint of a file's content. */
import { HASH_TAIL, ZEROS, ZEROS_BYTES } from './layout';

const P1: u64 = 0x9e3779b185ebca87;
const P2: u64 = 0xc2b2ae3d27d4eb4f;
const P3: u64 = 0x165667b19e3779f9;
const P4: u64 = 0x85ebca77c2b2ae63;
const P5: u64 = 0x27d4eb2f165667c5;

let a: u64 = 0;
let b: u64 = 0;
let c: u64 = 0;
let d: u64 = 0;
let total: u64 = 0;
/** Bytes waiting at HASH_TAIL. */
let tail: usize = 0;

export function hashStart(): void {
  a = P1 + P2;
  b = P2;
  c = 0;
  d = 0 - P1;
  total = 0;
  tail = 0;
}

export function hashUpdate(at: usize, bytes: usize): void {
  total += bytes;
  if (tail > 0) {
    const fill = min<usize>(32 - tail, bytes);
    memory.copy(HASH_TAIL + tail, at, fill);
    tail += fill;
    at += fill;
    bytes -= fill;
    if (tail < 32) return;
    stripes(HASH_TAIL, 32);
    tail = 0;
  }
  const whole = bytes & ~(<usize>31);
  if (whole > 0) stripes(at, whole);
  tail = bytes - whole;
  if (tail > 0) memory.copy(HASH_TAIL, at + whole, tail);
}

export function hashZeros(bytes: u64): void {
  while (bytes > 0) {
    const piece = min(bytes, <u64>ZEROS_BYTES);
    hashUpdate(ZEROS, <usize>piece);
    bytes -= piece;
  }
}

@inline
function round(lane: u64, input: u64): u64 {
  return rotl(lane + input * P2, 31) * P1;
}

function stripes(at: usize, bytes: usize): void {
  let w = a;
  let x = b;
  let y = c;
  let z = d;
  for (const end = at + bytes; at < end; at += 32) {
    w = round(w, load<u64>(at));
    x = round(x, load<u64>(at, 8));
    y = round(y, load<u64>(at, 16));
    z = round(z, load<u64>(at, 24));
  }
  a = w;
  b = x;
  c = y;
  d = z;
}

export function hashFinish(): u64 {
  let h: u64 = P5;
  if (total >= 32) {
    h = rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18);
    h = merge(merge(merge(merge(h, a), b), c), d);
  }
  h += total;
  let at = HASH_TAIL;
  let left = tail;
  for (; left >= 8; left -= 8, at += 8) h = rotl(h ^ round(0, load<u64>(at)), 27) * P1 + P4;
  if (left >= 4) {
    h = rotl(h ^ (<u64>load<u32>(at) * P1), 23) * P2 + P3;
    at += 4;
    left -= 4;
  }
  for (; left > 0; left--, at++) h = rotl(h ^ (<u64>load<u8>(at) * P5), 11) * P1;
  h = (h ^ (h >> 33)) * P2;
  h = (h ^ (h >> 29)) * P3;
  return h ^ (h >> 32);
}

@inline
function merge(h: u64, lane: u64): u64 {
  return (h ^ round(0, lane)) * P1 + P4;
}
