/** Reads back what `tar.mjs` writes, and nothing else. */

const BLOCK = 512;

/**
 * @typedef {{ name: string, type: string, body: Buffer }} TarMember names of PAX headers are not taken: `x` is a member
 * @param {Buffer} tar
 * @returns {TarMember[]}
 */
export function readTar(tar) {
  const members = [];
  for (let at = 0; at < tar.length && tar[at] !== 0;) {
    const text = (/** @type {number} */ from, /** @type {number} */ to) =>
      tar.toString('latin1', at + from, at + to).replace(/\0.*$/s, '');
    const start = at + BLOCK;
    const end = start + Number.parseInt(text(124, 136), 8);
    members.push({ name: text(0, 100), type: text(156, 157), body: tar.subarray(start, end) });
    at = end + ((BLOCK - (end % BLOCK)) % BLOCK);
  }
  return members;
}
