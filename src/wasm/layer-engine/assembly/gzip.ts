/**
 * Gzip framing (RFC 1952) around inflate: any number of members, every optional header field, CRC-32 and length of each,
 * zero padding behind the last. Header fields are read byte by byte, so input may be cut anywhere and a field be of any length.
 */
import { crc32 } from './crc32';
import { inflate, startStream } from './inflate';
import { CRC_TABLES } from './layout';
import { CORRUPT, MORE_INPUT, STREAM_END, TRUNCATED, stream } from './stream';

// What a call ended with, beside the statuses of inflate.
/** A header was read; the member's data begin. */
export const MEMBER: i32 = 4;
/** A trailer was read: compare memberCrc with wantCrc, memberBytes with wantBytes. */
export const MEMBER_END: i32 = 5;
/** Something that is neither a member nor zero padding follows. */
export const TRAILING: i32 = 6;
export const FINISHED: i32 = 7;
/** The header's own checksum is wrong: wantHeadCrc, headCrc. Go on by calling again. */
export const HEAD_CRC: i32 = 8;
const BAD_MAGIC: i32 = CORRUPT + 11;
const BAD_METHOD: i32 = CORRUPT + 12;
const BAD_FLAGS: i32 = CORRUPT + 13;

const HEAD: u32 = 0;
const BODY: u32 = 1;
const TRAILER: u32 = 2;
const BETWEEN: u32 = 3;
const PADDING: u32 = 4;
const HEAD_DONE: u32 = 5;

const FHCRC: u32 = 2;
const FEXTRA: u32 = 4;
const FNAME: u32 = 8;
const FCOMMENT: u32 = 16;
const RESERVED: u32 = 0xe0;

const FIXED_FIELDS: u32 = 0;
const EXTRA_LENGTH: u32 = 1;
const EXTRA: u32 = 2;
const NAME: u32 = 3;
const COMMENT: u32 = 4;
const HEAD_CHECK: u32 = 5;

let stage: u32 = HEAD;
let field: u32 = FIXED_FIELDS;
/** Bytes of the field read so far. */
let fieldAt: u32 = 0;
let fieldValue: u32 = 0;
let flags: u32 = 0;

export let headCrc: u32 = 0;
export let wantHeadCrc: u32 = 0;
export let memberCrc: u32 = 0;
export let memberBytes: u32 = 0;
export let wantCrc: u32 = 0;
export let wantBytes: u32 = 0;
/** False in the member in whose middle reading was taken up. */
export let checked: bool = true;
/** Up to where output is in memberCrc. */
let crcFrom: usize = 0;

export function startGzip(): void {
  stage = HEAD;
  startHead();
}

/** The stream under inflate was resumed; its checksums can't be known. */
export function resumeGzip(): void {
  stage = BODY;
  checked = false;
  crcFrom = stream.target;
}

/** Output was moved down by `shift` bytes. */
export function shiftGzip(shift: usize): void {
  crcFrom -= shift;
}

function startHead(): void {
  field = FIXED_FIELDS;
  fieldAt = 0;
  fieldValue = 0;
  flags = 0;
  headCrc = 0xffffffff;
}

/** Goes on until there is something to tell. */
export function gunzip(): i32 {
  while (true) {
    if (stage == BODY) {
      const status = inflate();
      if (checked) {
        memberCrc = crc32(memberCrc, crcFrom, stream.target - crcFrom);
        memberBytes += <u32>(stream.target - crcFrom);
      }
      crcFrom = stream.target;
      if (status != STREAM_END) return status;
      stage = TRAILER;
    } else if (stage == TRAILER) {
      if (stream.sourceEnd < stream.source + 8) return stream.lastInput ? TRUNCATED : MORE_INPUT;
      wantCrc = load<u32>(stream.source);
      wantBytes = load<u32>(stream.source, 4);
      skipSource(8);
      stage = BETWEEN;
      return MEMBER_END;
    } else if (stage == BETWEEN) {
      if (stream.source >= stream.sourceEnd) return stream.lastInput ? FINISHED : MORE_INPUT;
      if (load<u8>(stream.source) == 0) {
        stage = PADDING;
        continue;
      }
      if (stream.source + 1 >= stream.sourceEnd) return stream.lastInput ? TRAILING : MORE_INPUT;
      if (load<u16>(stream.source) != 0x8b1f) return TRAILING;
      stage = HEAD;
      startHead();
    } else if (stage == PADDING) {
      while (stream.source < stream.sourceEnd && load<u8>(stream.source) == 0) skipSource(1);
      if (stream.source < stream.sourceEnd) return TRAILING;
      return stream.lastInput ? FINISHED : MORE_INPUT;
    } else if (stage == HEAD) {
      const status = readHead();
      if (status != HEAD_READ) return status;
    } else {
      startStream();
      checked = true;
      memberCrc = 0;
      memberBytes = 0;
      crcFrom = stream.target;
      stage = BODY;
      return MEMBER;
    }
  }
}

@inline
function skipSource(bytes: usize): void {
  stream.source += bytes;
}

const HEAD_READ: i32 = -1;

function readHead(): i32 {
  while (true) {
    if (stream.source >= stream.sourceEnd) return stream.lastInput ? TRUNCATED : MORE_INPUT;
    const byte = <u32>load<u8>(stream.source);
    skipSource(1);
    if (field == HEAD_CHECK) {
      fieldValue |= byte << (8 * fieldAt);
      fieldAt++;
      if (fieldAt < 2) continue;
      stage = HEAD_DONE;
      headCrc = ~headCrc & 0xffff;
      wantHeadCrc = fieldValue;
      return headCrc == wantHeadCrc ? HEAD_READ : HEAD_CRC;
    }
    headCrc = (headCrc >> 8) ^ load<u32>(CRC_TABLES + (((<usize>(headCrc ^ byte)) & 0xff) << 2));
    if (field == FIXED_FIELDS) {
      const fault = fixedField(byte);
      if (fault != 0) return fault;
      fieldAt++;
      if (fieldAt == 10) nextField(FIXED_FIELDS);
    } else if (field == EXTRA_LENGTH) {
      fieldValue |= byte << (8 * fieldAt);
      fieldAt++;
      if (fieldAt == 2) {
        const length = fieldValue;
        field = EXTRA;
        fieldAt = 0;
        fieldValue = length;
        if (length == 0) nextField(EXTRA);
      }
    } else if (field == EXTRA) {
      fieldAt++;
      if (fieldAt == fieldValue) nextField(EXTRA);
    } else if (byte == 0) nextField(field);
    if (stage == HEAD_DONE) return HEAD_READ;
  }
}

function fixedField(byte: u32): i32 {
  if (fieldAt == 0 && byte != 0x1f) return BAD_MAGIC;
  if (fieldAt == 1 && byte != 0x8b) return BAD_MAGIC;
  if (fieldAt == 2 && byte != 8) return BAD_METHOD;
  if (fieldAt == 3) {
    if (byte & RESERVED) return BAD_FLAGS;
    flags = byte;
  }
  return 0;
}

/** Turns to the next field that the flags announce. */
function nextField(after: u32): void {
  fieldAt = 0;
  fieldValue = 0;
  if (after < EXTRA_LENGTH && flags & FEXTRA) field = EXTRA_LENGTH;
  else if (after < NAME && flags & FNAME) field = NAME;
  else if (after < COMMENT && flags & FCOMMENT) field = COMMENT;
  else if (flags & FHCRC) field = HEAD_CHECK;
  else stage = HEAD_DONE;
}
