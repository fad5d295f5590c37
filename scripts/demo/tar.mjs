/**
 * Writes tars as Docker and BuildKit do: ustar headers without names of owners, and a PAX header before an entry whose
 * name, link or attributes ustar cannot hold.
 */

/**
 * @typedef {object} TarEntry
 * @property {Buffer} name without a leading slash; that of a directory ends in one
 * @property {'0' | '1' | '2' | '5'} type file, hard link, symlink, directory
 * @property {number} mode
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {number} mtime seconds since 1970
 * @property {Buffer} [link]
 * @property {Buffer} [body]
 * @property {ReadonlyMap<string, Buffer>} [attributes] extended ones, by name
 */

const BLOCK = 512;

/**
 * @param {readonly TarEntry[]} entries
 * @returns {Buffer} with its two blocks of zeros at the end
 */
export function writeTar(entries) {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

/** @returns {Buffer[]} */
function blocksOf(/** @type {TarEntry} */ entry) {
  const body = entry.body ?? Buffer.alloc(0);
  const records = paxRecords(entry);
  const blocks = [headerOf(entry, entry.type, body.length), padded(body)];
  if (records.length === 0) return blocks;
  const name = paxName(entry.name);
  const pax = headerOf({ name, type: '0', mode: 0, mtime: 0 }, 'x', records.length);
  return [pax, padded(records), ...blocks];
}

/** @returns {Buffer} empty where ustar is enough */
function paxRecords(/** @type {TarEntry} */ entry) {
  /** @type {[string, Buffer][]} */
  const records = [];
  if (!fits(entry.name)) records.push(['path', entry.name]);
  if (entry.link !== undefined && !fits(entry.link)) records.push(['linkpath', entry.link]);
  for (const [name, value] of entry.attributes ?? []) {
    records.push([`SCHILY.xattr.${name}`, value]);
  }
  return Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
}

/**
 * `30 path=…\n`: the length counts itself, so it is tried until it is right.
 * @param {string} key
 * @param {Buffer} value
 */
function paxRecord(key, value) {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  let length = rest.length;
  while (String(length).length + rest.length !== length) {
    length = String(length).length + rest.length;
  }
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function paxName(/** @type {Buffer} */ name) {
  const parts = asciiOf(name).split('/').filter(Boolean);
  const last = parts.pop() ?? '';
  return Buffer.from([...parts, 'PaxHeaders.0', last].join('/').slice(0, 100));
}

/**
 * @param {TarEntry} entry
 * @param {string} type
 * @param {number} size
 */
function headerOf(entry, type, size) {
  const block = Buffer.alloc(BLOCK);
  block.write(asciiOf(entry.name).slice(0, 100), 0, 'latin1');
  block.write(octal(entry.mode, 7), 100);
  block.write(octal(entry.uid ?? 0, 7), 108);
  block.write(octal(entry.gid ?? 0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(entry.mtime, 11), 136);
  block.write(type, 156);
  block.write(asciiOf(entry.link ?? Buffer.alloc(0)).slice(0, 100), 157, 'latin1');
  block.write('ustar\x0000', 257);
  block.write(octal(0, 7), 329);
  block.write(octal(0, 7), 337);
  // The sum is taken as if its own field were spaces.
  const sum = 8 * 0x20 + block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)} `, 148);
  return block;
}

/**
 * @param {number} value
 * @param {number} digits followed by a NUL
 */
function octal(value, digits) {
  const text = value.toString(8).padStart(digits, '0');
  if (text.length > digits) throw new Error(`${value} does not fit into a field of ustar.`);
  return `${text}\0`;
}

const isAscii = (/** @type {number} */ byte) => byte > 0 && byte < 0x80;

function fits(/** @type {Buffer} */ text) {
  return text.length <= 100 && text.every(isAscii);
}

/** What a reader without PAX sees. */
function asciiOf(/** @type {Buffer} */ text) {
  return Buffer.from(text.filter(isAscii)).toString('latin1');
}

function padded(/** @type {Buffer} */ body) {
  return Buffer.concat([body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]);
}
