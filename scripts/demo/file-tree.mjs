/**
 * A small file system in memory that is changed step by step, as the instructions of a Dockerfile do, and says after each
 * step what its layer holds: what was touched, the directories it is in, and whiteouts for what is gone.
 */

/** @typedef {import('./tar.mjs').TarEntry} TarEntry */
/** @typedef {string | Buffer} Path absolute; a Buffer where it is not UTF-8 */
/** @typedef {{ mode?: number, uid?: number, gid?: number, time?: number, attributes?: ReadonlyMap<string, Buffer> }} Metadata */
/** @typedef {Required<Omit<Metadata, 'time'>> & { type: '0' | '2' | '5', mtime: number, body: Buffer }} Inode */

const NO_ATTRIBUTES = /** @type {ReadonlyMap<string, Buffer>} */ (new Map());

export class FileTree {
  /**
   * By path as one character a byte, without the leading slash.
   * @type {Map<string, Inode>}
   */
  #inodes = new Map();
  /**
   * What there was before the layer.
   * @type {Map<string, Inode['type']>}
   */
  #below = new Map();
  /** @type {Set<string>} */
  #touched = new Set();
  /** @type {Set<string>} */
  #removed = new Set();
  #time = 0;

  /** @param {number} time of everything that happens in it, in seconds */
  startLayer(time) {
    this.#time = time;
    this.#below = new Map([...this.#inodes].map(([key, inode]) => [key, inode.type]));
    this.#touched.clear();
    this.#removed.clear();
  }

  /** What has changed since `startLayer`, in the order in which Docker walks a tree. */
  endLayer() {
    /** @type {Map<string, TarEntry>} */
    const entries = new Map();
    for (const key of this.#markers()) {
      entries.set(key, { name: bytesOf(key), type: '0', mode: 0, mtime: this.#time });
    }
    const keys = new Set(this.#touched);
    for (const key of [...keys, ...entries.keys()]) {
      for (const parent of parentsOf(key)) keys.add(parent);
    }
    this.#addEntries([...keys].sort(byComponent), entries);
    return [...entries].sort(([a], [b]) => byComponent(a, b)).map(([, entry]) => entry);
  }

  /**
   * Makes a directory, and those it is in; where it is there, gives it these attributes.
   * @param {Path} path
   * @param {Metadata} [metadata]
   */
  dir(path, metadata = {}) {
    const key = keyOf(path);
    const there = this.#inodes.get(key);
    if (there?.type === '5') this.#change(key, metadata);
    else this.#put(key, this.#inode('5', Buffer.alloc(0), { mode: 0o755, ...metadata }));
  }

  /**
   * @param {Path} path
   * @param {string | Buffer} content
   * @param {Metadata} [metadata]
   */
  file(path, content, metadata = {}) {
    this.#put(keyOf(path), this.#inode('0', Buffer.from(content), { mode: 0o644, ...metadata }));
  }

  /**
   * @param {Path} path
   * @param {string} target
   * @param {Metadata} [metadata]
   */
  symlink(path, target, metadata = {}) {
    this.#put(keyOf(path), this.#inode('2', Buffer.from(target), { mode: 0o777, ...metadata }));
  }

  /**
   * @param {Path} path
   * @param {Path} target
   */
  hardLink(path, target) {
    this.#put(keyOf(path), this.#get(keyOf(target)));
  }

  read(/** @type {Path} */ path) {
    return this.#get(keyOf(path)).body.toString();
  }

  /** With everything below. */
  remove(/** @type {Path} */ path) {
    const key = keyOf(path);
    this.#get(key);
    for (const each of this.#keysFrom(key)) {
      this.#inodes.delete(each);
      this.#touched.delete(each);
      this.#removed.add(each);
    }
    this.#stampParent(key);
  }

  /**
   * Gives a path other attributes, and everything below the same.
   * @param {Path} path
   * @param {Metadata} metadata
   */
  changeAll(path, metadata) {
    for (const key of this.#keysFrom(keyOf(path))) this.#change(key, metadata);
  }

  /**
   * @param {Path} path
   * @param {Metadata} metadata
   */
  change(path, metadata) {
    this.#change(keyOf(path), metadata);
  }

  /** Whiteouts, and opaque markers in directories that were removed and made again. */
  #markers() {
    const removed = [...this.#removed].filter((key) => !this.#removed.has(parentOf(key)));
    const wasDir = (/** @type {string} */ key) => this.#below.get(key) === '5';
    const isDir = (/** @type {string} */ key) => this.#inodes.get(key)?.type === '5';
    const opaque = removed
      .filter((key) => wasDir(key) && isDir(key))
      .map((key) => `${key}/.wh..wh..opq`);
    const gone = removed.filter((key) => this.#below.has(key) && !this.#inodes.has(key));
    return [...opaque, ...gone.map((key) => key.replace(/[^/]*$/, '.wh.$&'))];
  }

  /**
   * @param {readonly string[]} keys sorted: the first path of an inode is the file, the others are links to it
   * @param {Map<string, TarEntry>} entries
   */
  #addEntries(keys, entries) {
    /** @type {Map<Inode, string>} */
    const first = new Map();
    for (const key of keys) {
      const { type, body, ...rest } = this.#get(key);
      const name = bytesOf(type === '5' ? `${key}/` : key);
      const earlier = first.get(this.#get(key));
      if (earlier !== undefined) {
        entries.set(key, { ...rest, name, type: '1', link: bytesOf(earlier) });
        continue;
      }
      first.set(this.#get(key), key);
      entries.set(key, { ...rest, name, type, [type === '2' ? 'link' : 'body']: body });
    }
  }

  /**
   * @param {Inode['type']} type
   * @param {Buffer} body
   * @param {Metadata & { mode: number }} metadata
   * @returns {Inode}
   */
  #inode(type, body, { mode, uid = 0, gid = 0, time, attributes = NO_ATTRIBUTES }) {
    return { type, body, mode, uid, gid, mtime: time ?? this.#time, attributes };
  }

  /**
   * @param {string} key
   * @param {Inode} inode
   */
  #put(key, inode) {
    const parent = parentOf(key);
    // What is made on the way belongs to the owner of what it is made for.
    const { uid, gid } = inode;
    if (parent !== '' && !this.#inodes.has(parent)) this.dir(bytesOf(`/${parent}`), { uid, gid });
    if (this.#inodes.has(key)) this.remove(bytesOf(`/${key}`));
    this.#inodes.set(key, inode);
    this.#touched.add(key);
    this.#stampParent(key);
  }

  /**
   * @param {string} key
   * @param {Metadata} metadata
   */
  #change(key, { time, ...rest }) {
    const inode = this.#get(key);
    // Links keep their mode, whatever is asked.
    if (inode.type === '2') delete rest.mode;
    Object.assign(inode, rest, time === undefined ? {} : { mtime: time });
    this.#touched.add(key);
  }

  #get(/** @type {string} */ key) {
    const inode = this.#inodes.get(key);
    if (inode === undefined) throw new Error(`/${key} is not there.`);
    return inode;
  }

  #keysFrom(/** @type {string} */ key) {
    return [...this.#inodes.keys()].filter((each) => each === key || each.startsWith(`${key}/`));
  }

  #stampParent(/** @type {string} */ key) {
    const parent = this.#inodes.get(parentOf(key));
    if (parent !== undefined) parent.mtime = this.#time;
  }
}

/** One character a byte, so that any name can be a key and sorts by its bytes. */
function keyOf(/** @type {Path} */ path) {
  return Buffer.from(path).toString('latin1').replace(/^\//, '');
}

function bytesOf(/** @type {string} */ key) {
  return Buffer.from(key, 'latin1');
}

function parentOf(/** @type {string} */ key) {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')));
}

/** @returns {string[]} */
function parentsOf(/** @type {string} */ key) {
  const parent = parentOf(key);
  return parent === '' ? [] : [...parentsOf(parent), parent];
}

/**
 * What is in a directory follows it at once: `a`, `a/b`, `a-b`.
 * @param {string} a
 * @param {string} b
 */
function byComponent(a, b) {
  const [left, right] = [a.replaceAll('/', '\0'), b.replaceAll('/', '\0')];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
