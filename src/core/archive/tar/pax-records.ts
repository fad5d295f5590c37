/**
 * The payload of a PAX extended header (POSIX.1-2001 `pax`): records `length key=value\n`, where the length in decimal counts the
 * whole record, itself included. Values are bytes and may hold `=`, newlines and, in xattrs, NULs; so no text here.
 */
import type { PaxFault } from '../../problem.ts';

export interface PaxRecord {
  /** Where the record starts in the payload. */
  at: number;
  key: Uint8Array;
  /** The key, a byte a character. */
  keyText: string;
  value: Uint8Array;
}

export type OnPaxFault = (fault: PaxFault, at: number) => void;

/** `end` is where the next record starts. */
interface Frame {
  bodyAt: number;
  end: number;
}

/** Leading zeros are allowed, but not without end. */
const MOST_DIGITS = 20;
const NUL_FORBIDDEN = new Set(['path', 'linkpath', 'uname', 'gname']);

/**
 * Gives the sound records, as views of the payload. A record with a sound frame but bad content is left out; a broken frame ends
 * the list, because nobody knows where the next record starts.
 */
export function readPaxRecords(payload: Uint8Array, onFault: OnPaxFault): PaxRecord[] {
  const records: PaxRecord[] = [];
  for (let at = 0; at < payload.length;) {
    const frame = readFrame(payload, at);
    if (typeof frame === 'string') {
      onFault(frame, at);
      break;
    }
    const record = readRecord(payload, at, frame);
    if (typeof record === 'string') onFault(record, at);
    else records.push(record);
    at = frame.end;
  }
  return records;
}

function readFrame(payload: Uint8Array, at: number): Frame | PaxFault {
  let length = 0;
  let here = at;
  for (; payload[here] !== 0x20; here++) {
    const digit = (payload[here] ?? 0) - 0x30;
    if (digit < 0 || digit > 9 || here - at >= MOST_DIGITS) return 'length';
    length = length * 10 + digit;
  }
  const bodyAt = here + 1;
  const end = at + length;
  if (end <= bodyAt || end > payload.length) return 'length';
  return payload[end - 1] === 0x0a ? { bodyAt, end } : 'no-newline';
}

function readRecord(payload: Uint8Array, at: number, frame: Frame): PaxRecord | PaxFault {
  const body = payload.subarray(frame.bodyAt, frame.end - 1);
  const equals = body.indexOf(0x3d);
  if (equals < 0) return 'no-equals';
  if (equals === 0) return 'empty-key';
  const key = body.subarray(0, equals);
  const value = body.subarray(equals + 1);
  const keyText = byteText(key);
  if (key.includes(0) || (NUL_FORBIDDEN.has(keyText) && value.includes(0))) return 'nul';
  return { at, key, keyText, value };
}

/** A character for each byte. */
export function byteText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
