/** Inflate (RFC 1951), resumable wherever it stops. */
import { blockHead, buildBoth, buildFixed } from './block-head';
import { codes } from './codes';
import { codesAtTail } from './codes-at-tail';
import { CHUNK_END, LENGTHS_BYTES } from './layout';
import {
  AFTER_LAST,
  BLOCK_HEAD,
  CORRUPT,
  IN_DYNAMIC,
  IN_FIXED,
  IN_STORED,
  MORE_INPUT,
  OUTPUT_FULL,
  STREAM_END,
  TRUNCATED,
  stream,
} from './stream';

/** Ready for the first block of a stream. */
export function startStream(): void {
  stream.bit = 0;
  stream.reach = stream.target;
  stream.phase = BLOCK_HEAD;
  stream.lastBlock = false;
}

/** Ready to go on inside a stream; code lengths, if any, are at LENGTHS already. False where they make no code. */
export function resumeStream(where: u32, last: bool, stored: u32, litlens: u32, dists: u32): bool {
  stream.phase = where;
  stream.lastBlock = last;
  stream.storedLeft = stored;
  if (where == IN_FIXED) {
    buildFixed();
    return true;
  }
  if (where != IN_DYNAMIC) return where == BLOCK_HEAD || where == IN_STORED;
  if (litlens + dists > <u32>LENGTHS_BYTES) return false;
  stream.litlenCount = litlens;
  stream.distCount = dists;
  return buildBoth() == 0;
}

/** Goes on until output is full, input runs out, the stream ends or something is wrong. */
export function inflate(): i32 {
  while (true) {
    if (stream.phase == IN_FIXED || stream.phase == IN_DYNAMIC) {
      const status = codes();
      if (status != 0) {
        if (status == OUTPUT_FULL || status >= CORRUPT) return status;
        if (!stream.lastInput) return MORE_INPUT;
        const tail = codesAtTail();
        if (tail != 0) return tail;
      }
      stream.phase = stream.lastBlock ? AFTER_LAST : BLOCK_HEAD;
    } else if (stream.phase == BLOCK_HEAD) {
      if (stream.target >= CHUNK_END) return OUTPUT_FULL;
      const status = blockHead();
      if (status >= 0) return status;
    } else if (stream.phase == IN_STORED) {
      if (stream.target >= CHUNK_END) return OUTPUT_FULL;
      const piece = min(
        <usize>stream.storedLeft,
        min(stream.sourceEnd - stream.source, CHUNK_END - stream.target),
      );
      memory.copy(stream.target, stream.source, piece);
      stream.source += piece;
      stream.target += piece;
      stream.storedLeft -= <u32>piece;
      if (stream.storedLeft == 0) stream.phase = stream.lastBlock ? AFTER_LAST : BLOCK_HEAD;
      else if (stream.source >= stream.sourceEnd) return stream.lastInput ? TRUNCATED : MORE_INPUT;
    } else {
      if (stream.bit > 0) {
        stream.bit = 0;
        stream.source++;
      }
      return STREAM_END;
    }
  }
}
