/**
 * What an archive holds, whatever compressed it: another version of zlib gives other bytes, and with them other digests in
 * manifests and attestations. So each blob is named by its uncompressed content, and documents by what they name.
 */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { readTar } from './read-tar.mjs';

/**
 * @param {Buffer} archive
 * @returns {string[]} one line for each file of the archive, sorted
 */
export function insideOf(archive) {
  const members = readTar(archive);
  const blobs = new Map(
    members.map(({ name, body }) => [name.replace(/^blobs\/sha256\//, ''), body]),
  );
  /** @type {Map<string, string>} */
  const names = new Map();

  /** @returns {string} */
  const nameOf = (/** @type {string} */ hex) => {
    const body = blobs.get(hex);
    if (body === undefined) return hex;
    const name = names.get(hex) ?? contentName(body, nameOf);
    names.set(hex, name);
    return name;
  };
  return [...blobs.keys()]
    .map((key) => (/^[0-9a-f]{64}$/.test(key) ? nameOf(key) : `${key} ${nameOf(key)}`))
    .sort();
}

/**
 * @param {Buffer} body
 * @param {(hex: string) => string} nameOf
 */
function contentName(body, nameOf) {
  if (body[0] === 0x1f && body[1] === 0x8b) return `layer ${hashOf(gunzipSync(body))}`;
  if (body[0] !== 0x7b && body[0] !== 0x5b) return `bytes ${hashOf(body)}`;
  const text = body
    .toString()
    .replace(/[0-9a-f]{64}/g, nameOf)
    .replace(/"size":\d+/g, '"size":0');
  return `document ${hashOf(Buffer.from(text))}`;
}

function hashOf(/** @type {Buffer} */ bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
