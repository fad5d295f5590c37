/** Writes ustar archives of made-up files, fast enough for a million entries. */
import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';

const BLOCK = 512;
const BUFFER_BYTES = 4 << 20;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
const SOME_DAY = 1_700_000_000;
/** What eleven octal digits can say. */
const MOST_OCTAL = 8 ** 11 - 1;

export class TarWriter {
  /** Entries so far. */
  entries = 0;
  /** Bytes so far. */
  bytes = 0;
  #fd;
  #start;
  #buffer = Buffer.alloc(BUFFER_BYTES);
  #used = 0;
  #folders = new Set(['']);

  /**
   * With a start, it writes into a file that is there, from that byte on.
   * @param {string} path
   * @param {number} [start]
   */
  constructor(path, start) {
    this.#fd = openSync(path, start === undefined ? 'w' : 'r+');
    this.#start = start ?? 0;
  }

  /**
   * Adds a file, and before it the folders above it that have no entry yet.
   * @param {string} name
   * @param {Buffer} content
   * @param {number} [mode]
   */
  file(name, content, mode = 0o644) {
    this.#foldersOf(name);
    this.#header(name, '0', content.length, mode);
    this.#write(content);
    this.#pad(content.length);
  }

  /**
   * Adds a file with the content of one on disk, and before it the folders above it.
   * @param {string} name
   * @param {string} path
   */
  copy(name, path) {
    const { size } = statSync(path);
    this.#foldersOf(name);
    this.#header(name, '0', size, 0o644);
    const source = openSync(path, 'r');
    const piece = Buffer.alloc(BUFFER_BYTES);
    for (let left = size; left > 0;) {
      const got = readSync(source, piece, 0, Math.min(left, piece.length), null);
      if (got === 0) throw new RangeError(`${path} became shorter`);
      this.#write(piece.subarray(0, got));
      left -= got;
    }
    closeSync(source);
    this.#pad(size);
  }

  /**
   * Adds a file of zeros that takes no room on disk where the file system knows holes. Gives where its content starts.
   * @param {string} name
   * @param {number} size
   */
  hole(name, size) {
    this.#header(name, '0', size, 0o644);
    this.#flush();
    const start = this.bytes;
    this.bytes += Math.ceil(size / BLOCK) * BLOCK;
    return start;
  }

  /** Writes the end of the archive. */
  end() {
    this.#write(Buffer.alloc(2 * BLOCK));
    this.#flush();
    closeSync(this.#fd);
  }

  /** @param {string} name */
  #foldersOf(name) {
    const folder = name.slice(0, Math.max(name.lastIndexOf('/'), 0));
    if (this.#folders.has(folder)) return;
    this.#foldersOf(folder);
    this.#folders.add(folder);
    this.#header(`${folder}/`, '5', 0, 0o755);
  }

  /** @param {string} name @param {string} typeflag @param {number} size @param {number} mode */
  #header(name, typeflag, size, mode) {
    if (BUFFER_BYTES - this.#used < BLOCK) this.#flush();
    const header = this.#buffer.subarray(this.#used, this.#used + BLOCK).fill(0);
    writeName(header, name);
    header.write(`${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100, 'latin1');
    writeSize(header, size);
    header.write(`${octal(SOME_DAY, 11)}\0        ${typeflag}`, 136, 'latin1');
    header.write('ustar\x0000', 257, 'latin1');
    let sum = 0;
    for (let i = 0; i < BLOCK; i++) sum += header[i] ?? 0;
    header.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
    this.#used += BLOCK;
    this.bytes += BLOCK;
    this.entries++;
  }

  /** @param {number} size */
  #pad(size) {
    this.#write(Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK));
  }

  /** @param {Buffer} bytes */
  #write(bytes) {
    if (bytes.length > BUFFER_BYTES - this.#used) this.#flush();
    if (bytes.length > BUFFER_BYTES) {
      writeFully(this.#fd, bytes, this.#start + this.bytes);
    } else {
      bytes.copy(this.#buffer, this.#used);
      this.#used += bytes.length;
    }
    this.bytes += bytes.length;
  }

  #flush() {
    const start = this.#start + this.bytes - this.#used;
    writeFully(this.#fd, this.#buffer.subarray(0, this.#used), start);
    this.#used = 0;
  }
}

/**
 * Whether ustar can hold the name at all.
 * @param {string} name
 */
export function fitsUstar(name) {
  return Buffer.byteLength(name) <= NAME_BYTES || findSplit(name) > 0;
}

/** @param {Buffer} header @param {string} name */
function writeName(header, name) {
  if (Buffer.byteLength(name) <= NAME_BYTES) {
    header.write(name, 0);
    return;
  }
  const split = findSplit(name);
  if (split <= 0) throw new Error(`${name} is too long for ustar`);
  header.write(name.slice(split + 1), 0);
  header.write(name.slice(0, split), 345);
}

/** @param {string} name */
function findSplit(name) {
  const bytes = Buffer.from(name);
  const split = bytes.indexOf('/', Math.max(bytes.length - NAME_BYTES - 1, 0));
  return split <= PREFIX_BYTES && split < bytes.length - 1 && bytes.length === name.length
    ? split
    : -1;
}

/** From 8 GiB on as a big-endian number with the topmost bit set. @param {Buffer} header @param {number} size */
function writeSize(header, size) {
  if (size <= MOST_OCTAL) {
    header.write(`${octal(size, 11)}\0`, 124, 'latin1');
    return;
  }
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(size), 128);
}

/** @param {number} value @param {number} digits */
function octal(value, digits) {
  return value.toString(8).padStart(digits, '0');
}

/** @param {number} fd @param {Buffer} bytes @param {number} position */
function writeFully(fd, bytes, position) {
  for (let at = 0; at < bytes.length;)
    at += writeSync(fd, bytes, at, bytes.length - at, position + at);
}
