/** Headers of deflate blocks (RFC 1951, 3.2.3–3.2.7) and the tables they give. */
import { ALPHABET_DIST, ALPHABET_LITLEN, ALPHABET_PRECODE, buildTable } from './huffman';
import {
  DIST,
  DIST_BITS,
  LENGTHS,
  LITLEN,
  LITLEN_BITS,
  PRECODE,
  PRECODE_BITS,
  PRECODE_ORDER,
} from './layout';
import {
  BAD_BLOCK_TYPE,
  BAD_COUNTS,
  BAD_DISTANCES,
  BAD_LITLEN,
  BAD_PRECODE,
  BAD_REPEAT,
  BAD_STORED_LENGTH,
  BLOCK_HEAD,
  IN_DYNAMIC,
  IN_FIXED,
  IN_STORED,
  MORE_INPUT,
  NO_END_OF_BLOCK,
  TRUNCATED,
  advance,
  bitsLeft,
  peek,
  stream,
} from './stream';

/** Bytes the header of a dynamic block may need. */
const HEAD_ROOM: usize = 640;

/** Reads a block's header. -1: go on; else a status. */
export function blockHead(): i32 {
  if (stream.source + HEAD_ROOM > stream.sourceEnd && !stream.lastInput) return MORE_INPUT;
  const head = load<u32>(stream.source) >> stream.bit;
  const start = stream.source;
  const startBit = stream.bit;
  const last = (head & 1) != 0;
  const type = (head >> 1) & 3;
  advance(3);
  let status: i32 = -1;
  if (type == 0) status = storedHead();
  else if (type == 1) {
    buildFixed();
    stream.phase = IN_FIXED;
  } else if (type == 2) {
    status = dynamicHead();
    if (status < 0) stream.phase = IN_DYNAMIC;
  } else status = BAD_BLOCK_TYPE;
  if (bitsLeft() < 0) {
    stream.source = start;
    stream.bit = startBit;
    stream.phase = BLOCK_HEAD;
    return TRUNCATED;
  }
  if (status < 0) stream.lastBlock = last;
  return status;
}

function storedHead(): i32 {
  if (stream.bit > 0) {
    stream.bit = 0;
    stream.source++;
  }
  const word = load<u32>(stream.source);
  stream.source += 4;
  if ((word & 0xffff) != ~word >> 16)
    return stream.source > stream.sourceEnd ? TRUNCATED : BAD_STORED_LENGTH;
  stream.storedLeft = word & 0xffff;
  stream.phase = IN_STORED;
  return -1;
}

export function buildFixed(): void {
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  memory.fill(LENGTHS + 288, 5, 32);
  buildTable(ALPHABET_LITLEN, LENGTHS, 288, LITLEN, LITLEN_BITS);
  buildTable(ALPHABET_DIST, LENGTHS + 288, 32, DIST, DIST_BITS);
}

export function buildBoth(): i32 {
  if (!buildTable(ALPHABET_LITLEN, LENGTHS, stream.litlenCount, LITLEN, LITLEN_BITS))
    return BAD_LITLEN;
  if (!buildTable(ALPHABET_DIST, LENGTHS + stream.litlenCount, stream.distCount, DIST, DIST_BITS)) {
    return BAD_DISTANCES;
  }
  return 0;
}

function dynamicHead(): i32 {
  const counts = <u32>peek();
  stream.litlenCount = 257 + (counts & 31);
  stream.distCount = 1 + ((counts >> 5) & 31);
  const precodeCount: u32 = 4 + ((counts >> 10) & 15);
  advance(14);
  if (stream.litlenCount > 286 || stream.distCount > 30) return BAD_COUNTS;

  memory.fill(LENGTHS, 0, 19);
  let three = peek();
  for (let i: u32 = 0; i < precodeCount; i++) {
    store<u8>(LENGTHS + <usize>load<u8>(PRECODE_ORDER + i), <u8>(three & 7));
    three >>= 3;
  }
  advance(3 * precodeCount);
  if (!buildTable(ALPHABET_PRECODE, LENGTHS, 19, PRECODE, PRECODE_BITS)) return BAD_PRECODE;

  const status = codeLengths(stream.litlenCount + stream.distCount);
  if (status != 0) return status;
  if (load<u8>(LENGTHS + 256) == 0) return NO_END_OF_BLOCK;
  const built = buildBoth();
  return built != 0 ? built : -1;
}

function codeLengths(total: u32): i32 {
  let i: u32 = 0;
  while (i < total) {
    if (stream.source > stream.sourceEnd) return TRUNCATED;
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
