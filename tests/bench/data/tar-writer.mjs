/** Writes ustar archives of made-up files, fast enough for a million entries. */
import { closeSync, openSync, writeSync } from 'node:fs';

const BLOCK = 512;
const BUFFER_BYTES = 4 << 20;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
const SOME_DAY = 1_700_000_000;

export class TarWriter {
  /** Entries so far. */
  entries = 0;
  /** Bytes so far. */
  bytes = 0;
  #fd;
  #buffer = Buffer.alloc(BUFFER_BYTES);
  #used = 0;
  #folders = new Set(['']);

  /** @param {string} path */
  constructor(path) {
    this.#fd = openSync(path, 'w');
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
    header.write(`${octal(size, 11)}\0${octal(SOME_DAY, 11)}\0        ${typeflag}`, 124, 'latin1');
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
      writeFully(this.#fd, bytes, this.bytes);
    } else {
      bytes.copy(this.#buffer, this.#used);
      this.#used += bytes.length;
    }
    this.bytes += bytes.length;
  }

  #flush() {
    writeFully(this.#fd, this.#buffer.subarray(0, this.#used), this.bytes - this.#used);
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

/** @param {number} value @param {number} digits */
function octal(value, digits) {
  return value.toString(8).padStart(digits, '0');
}

/** @param {number} fd @param {Buffer} bytes @param {number} position */
function writeFully(fd, bytes, position) {
  for (let at = 0; at < bytes.length;)
    at += writeSync(fd, bytes, at, bytes.length - at, position + at);
}
