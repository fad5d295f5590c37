/** Writes gzip members with every field the header can have, sound or not. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../../src/core/bytes/crc32.ts';

export interface MemberFields {
  extra?: Uint8Array;
  name?: string;
  comment?: string;
  /** 'bad' writes a wrong one. */
  headerChecksum?: 'good' | 'bad';
  level?: number;
  /** Added to the CRC and to the length in the trailer. */
  crcOff?: number;
  lengthOff?: number;
}

export function gzipMember(content: Uint8Array, fields: MemberFields = {}): Buffer {
  const { extra, name, comment, headerChecksum } = fields;
  const flags =
    (headerChecksum === undefined ? 0 : 2) |
    (extra === undefined ? 0 : 4) |
    (name === undefined ? 0 : 8) |
    (comment === undefined ? 0 : 16);
  const parts: Uint8Array[] = [Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255])];
  if (extra !== undefined) parts.push(number(extra.length, 2), Buffer.from(extra));
  if (name !== undefined) parts.push(Buffer.from(`${name}\0`));
  if (comment !== undefined) parts.push(Buffer.from(`${comment}\0`));
  if (headerChecksum !== undefined) {
    const sum = crc32(Buffer.concat(parts)) & 0xffff;
    parts.push(number(headerChecksum === 'good' ? sum : sum ^ 1, 2));
  }
  return Buffer.concat([
    ...parts,
    deflateRawSync(content, { level: fields.level ?? 6 }),
    number((crc32(content) + (fields.crcOff ?? 0)) >>> 0, 4),
    number((content.length + (fields.lengthOff ?? 0)) >>> 0, 4),
  ]);
}

function number(value: number, bytes: 2 | 4): Buffer<ArrayBuffer> {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
