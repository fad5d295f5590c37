/** Finds the gzip blobs in uncompressed OCI archives, with plain header reading: enough for archives we chose ourselves. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const BLOCK = 512;
const GZIP_MAGIC = 0x1f8b;

/** @typedef {{ archive: string, name: string, start: number, bytes: number, tarBytes: number }} GzipBlob */

/**
 * The gzip blobs of an archive, with the uncompressed size their last four bytes claim.
 * @param {string} archive
 * @returns {GzipBlob[]}
 */
export function gzipBlobs(archive) {
  const fd = openSync(archive, 'r');
  try {
    const end = fstatSync(fd).size;
    /** @type {GzipBlob[]} */
    const blobs = [];
    for (let at = 0; at + BLOCK <= end;) {
      const header = readAt(fd, at, BLOCK);
      const name = header.toString('latin1', 0, 100).replace(/\0.*$/s, '');
      if (name === '') break;
      const bytes = Number.parseInt(header.toString('latin1', 124, 136), 8) || 0;
      const start = at + BLOCK;
      if (bytes > 18 && readAt(fd, start, 2).readUInt16BE(0) === GZIP_MAGIC) {
        const tarBytes = readAt(fd, start + bytes - 4, 4).readUInt32LE(0);
        blobs.push({ archive, name, start, bytes, tarBytes });
      }
      at = start + Math.ceil(bytes / BLOCK) * BLOCK;
    }
    return blobs;
  } finally {
    closeSync(fd);
  }
}

/** @param {number} fd @param {number} position @param {number} length */
function readAt(fd, position, length) {
  const bytes = Buffer.alloc(length);
  const got = readSync(fd, bytes, 0, length, position);
  if (got < length) throw new RangeError(`only ${got} of ${length} bytes at ${position}`);
  return bytes;
}
