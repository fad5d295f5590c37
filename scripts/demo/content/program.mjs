/** Stands for a compiled program: a true ELF header, so that tools know it for one, and nothing behind it that could run. */
import { Seeded } from '../seeded.mjs';

/** @typedef {'amd64' | 'arm64'} Architecture */

/** ELF's number of the processor. */
const MACHINES = { amd64: 62, arm64: 183 };
const HEADER = 64;
const PROGRAM_HEADER = 56;
const BASE = 0x400000n;

/**
 * @param {Architecture} architecture
 * @param {string} name
 * @param {number} size
 */
export function program(architecture, name, size) {
  const bytes = Buffer.alloc(size);
  writeHeader(bytes, MACHINES[architecture]);
  writeSegment(bytes, size);
  const note = `${name} of Tidewater Linux, ${architecture}. It is part of a demo and does not run.\n`;
  let at = HEADER + PROGRAM_HEADER;
  at += bytes.write(note, at);
  fill(bytes.subarray(at), new Seeded(`${name} ${architecture}`));
  return bytes;
}

/**
 * @param {Buffer} bytes
 * @param {number} machine
 */
function writeHeader(bytes, machine) {
  bytes.write('\x7fELF', 0, 'latin1');
  // 64 bits, little-endian, version 1.
  bytes.set([2, 1, 1], 4);
  // ET_EXEC
  bytes.writeUInt16LE(2, 16);
  bytes.writeUInt16LE(machine, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(HEADER), 32);
  bytes.writeUInt16LE(HEADER, 52);
  bytes.writeUInt16LE(PROGRAM_HEADER, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt16LE(64, 58);
}

/**
 * One PT_LOAD, readable, of the whole file. There is no entry point.
 * @param {Buffer} bytes
 * @param {number} size
 */
function writeSegment(bytes, size) {
  bytes.writeUInt32LE(1, HEADER);
  bytes.writeUInt32LE(4, HEADER + 4);
  bytes.writeBigUInt64LE(BASE, HEADER + 16);
  bytes.writeBigUInt64LE(BASE, HEADER + 24);
  bytes.writeBigUInt64LE(BigInt(size), HEADER + 32);
  bytes.writeBigUInt64LE(BigInt(size), HEADER + 40);
  bytes.writeBigUInt64LE(0x1000n, HEADER + 48);
}

/**
 * Looks like code in a hex view and still compresses to almost nothing.
 * @param {Buffer} bytes
 * @param {Seeded} seeded
 */
function fill(bytes, seeded) {
  const pattern = seeded.bytes(192);
  for (let at = 0; at < bytes.length; at += pattern.length) pattern.copy(bytes, at);
}
