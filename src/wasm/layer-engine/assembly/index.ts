/**
 * The engine: gzip → tar → rows in one pass over one memory, without copies in between. What each export does is said where
 * it is defined; how they play together is in ../tar-scan.ts and ../wasm-gzip-pass.ts.
 */
import { prepareCrc, crc32 } from './crc32';
import {
  checked,
  gunzip,
  headCrc,
  memberBytes,
  memberCrc,
  resumeGzip,
  shiftGzip,
  startGzip,
  wantBytes,
  wantCrc,
  wantHeadCrc,
} from './gzip';
import { deflateState, prepareCodes } from './deflate';
import { prepareTemplates } from './huffman';
import { resumeStream } from './inflate';
import {
  CHUNK,
  CHUNK_BYTES,
  CHUNK_END,
  INPUT,
  INPUT_BYTES,
  LENGTHS,
  MEMORY_END,
  PACKED,
  ROWS,
  STATE,
  WINDOW,
  WINDOW_BYTES,
} from './layout';
import {
  base,
  bodyLeft,
  drain,
  padLeft,
  scan,
  scanned,
  setBody,
  setFingerprint,
  setPlain,
  setScanned,
  shiftScan,
  skipBody,
  startScan,
} from './scan';
import { stream } from './stream';
import { hashFinish, hashStart, hashUpdate, hashZeros } from './xxh64';

memory.grow(<i32>((MEMORY_END + 0xffff) >> 16) - memory.size());
prepareTemplates();
prepareCrc();
prepareCodes();

export const inputAt: usize = INPUT;
export const inputBytes: usize = INPUT_BYTES;
export const chunkAt: usize = CHUNK;
export const chunkBytes: usize = CHUNK_BYTES;
export const rowsAt: usize = ROWS;
export const lengthsAt: usize = LENGTHS;
export const stateAt: usize = STATE;
export const packedAt: usize = PACKED;

export { checked, gunzip, headCrc, memberBytes, memberCrc, wantBytes, wantCrc, wantHeadCrc };
export {
  base,
  bodyLeft,
  drain,
  padLeft,
  scan,
  scanned,
  setBody,
  setFingerprint,
  setPlain,
  setScanned,
  skipBody,
};
export { crc32, deflateState, hashFinish, hashStart, hashUpdate, hashZeros };

/** Ready for gzip bytes (`startGzip`) or tar bytes (straight to `target`). */
export function start(): void {
  stream.target = CHUNK;
  stream.reach = CHUNK;
  startGzip();
  startScan(CHUNK);
}

/**
 * Ready to go on in the middle of a member: its window lies before CHUNK, its code lengths at LENGTHS. False where the state makes no sense.
 */
export function resume(
  usedBits: u32,
  windowBytes: usize,
  where: u32,
  last: bool,
  stored: u32,
  litlens: u32,
  dists: u32,
): bool {
  if (windowBytes > WINDOW_BYTES || usedBits > 7) return false;
  stream.target = CHUNK;
  stream.reach = CHUNK - windowBytes;
  stream.bit = usedBits;
  if (!resumeStream(where, last, stored, litlens, dists)) return false;
  resumeGzip();
  startScan(CHUNK);
  return true;
}

/** How much more tar may be put at `target`. */
export function room(): usize {
  return CHUNK_END - stream.target;
}

/** `bytes` of tar were put at `target`. */
export function grown(bytes: usize): void {
  stream.target += bytes;
}

/** Makes room again once a chunk is full and scanned: keeps the last 32 KiB before CHUNK. */
export function slide(): void {
  const shift = stream.target - CHUNK;
  if (shift == 0) return;
  memory.copy(WINDOW, WINDOW + shift, WINDOW_BYTES);
  stream.target = CHUNK;
  stream.reach = max(WINDOW, stream.reach - shift);
  shiftGzip(shift);
  shiftScan(shift);
}

/** Compressed bytes are from `at` to `end`; `last`: none come after them. */
export function setSource(at: usize, end: usize, last: bool): void {
  stream.source = at;
  stream.sourceEnd = end;
  stream.lastInput = last;
}

export function source(): usize {
  return stream.source;
}
export function bit(): u32 {
  return stream.bit;
}
export function sourceEnd(): usize {
  return stream.sourceEnd;
}
export function target(): usize {
  return stream.target;
}
export function reach(): usize {
  return stream.reach;
}
export function phase(): u32 {
  return stream.phase;
}
export function lastBlock(): bool {
  return stream.lastBlock;
}
export function storedLeft(): u32 {
  return stream.storedLeft;
}
export function litlenCount(): u32 {
  return stream.litlenCount;
}
export function distCount(): u32 {
  return stream.distCount;
}
