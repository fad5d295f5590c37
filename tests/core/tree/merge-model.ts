/**
 * Layers applied the slow and simple way, from the words of the image specification (layer.md) and of overlayfs: a file system is a
 * map from full names to what is there. Says nothing of problems, and knows no limits.
 */
export interface ModelEntry {
  type: 'dir' | 'file' | 'symlink' | 'hardlink';
  name: string;
  link: string;
}

export interface ModelNode {
  type: 'dir' | 'file' | 'symlink' | 'nothing';
  /** Of the entry; the row is -1 for a directory that nobody lists. */
  layer: number;
  row: number;
  /** Where metadata and content are. */
  inode: string;
  link: string;
}

export type ModelRoot = ReadonlyMap<string, ModelNode>;

/** The file system after each layer. */
export function applyLayers(layers: readonly (readonly ModelEntry[])[]): ModelRoot[] {
  const roots: ModelRoot[] = [];
  let root: ModelRoot = new Map();
  layers.forEach((entries, layer) => {
    root = new Unpacked(entries, layer, root).over();
    roots.push(root);
  });
  return roots;
}

/** One layer, unpacked into a directory of its own. */
class Unpacked {
  readonly #upper = new Map<string, ModelNode>();
  /** Names that lower layers lose, and directories that they lose everything below of. */
  readonly #removed = new Set<string>();
  readonly #opaque = new Set<string>();
  readonly #layer: number;
  readonly #lower: ModelRoot;

  constructor(entries: readonly ModelEntry[], layer: number, lower: ModelRoot) {
    this.#layer = layer;
    this.#lower = lower;
    entries.forEach((entry, row) => {
      this.#unpack(entry, row);
    });
  }

  over(): ModelRoot {
    const root = new Map(this.#lower);
    for (const name of this.#removed) {
      root.delete(name);
      removeBelow(root, name);
    }
    for (const name of this.#opaque) if (name !== '') removeBelow(root, name);
    for (const [name, node] of this.#upper) {
      if (node.type !== 'dir') removeBelow(root, name);
      const keeps = node.row === -1 && root.get(name)?.type === 'dir';
      if (!keeps) root.set(name, node);
    }
    return root;
  }

  #unpack({ type, name, link }: ModelEntry, row: number): void {
    const parts = clean(name);
    const base = parts.pop();
    if (base === undefined) return;
    const parent = this.#enter(parts);
    if (parent === undefined) return;
    if (base === '.wh..wh..opq') this.#opaque.add(parent);
    else if (base.startsWith('.wh.')) this.#removed.add(`${parent}/${base.slice(4)}`);
    else this.#put(`${parent}/${base}`, this.#node(type, link, row));
  }

  #node(type: ModelEntry['type'], link: string, row: number): ModelNode {
    const layer = this.#layer;
    if (type !== 'hardlink') return { type, layer, row, inode: `${layer}:${row}`, link };
    const target = this.#target(link, this.#upper) ?? this.#target(link, this.#now());
    if (target === undefined) return { type: 'nothing', layer, row, inode: '', link };
    return { ...target, layer, row };
  }

  #put(name: string, node: ModelNode): void {
    if (node.type !== 'dir') this.#forgetBelow(name);
    this.#upper.set(name, node);
  }

  /** A directory of the layer's own is gone, with the whiteouts that were in it. */
  #forgetBelow(name: string): void {
    removeBelow(this.#upper, name);
    this.#opaque.delete(name);
    for (const marks of [this.#removed, this.#opaque]) {
      for (const other of [...marks]) if (other.startsWith(`${name}/`)) marks.delete(other);
    }
  }

  /** Makes directories; the name of the last, with links of this layer followed. */
  #enter(parts: readonly string[]): string | undefined {
    const rest = [...parts];
    let at = '';
    for (let links = 0; ;) {
      const part = rest.shift();
      if (part === undefined) return at;
      if (part === '..') {
        at = at.slice(0, Math.max(at.lastIndexOf('/'), 0));
        continue;
      }
      const name = `${at}/${part}`;
      const node = this.#upper.get(name);
      // A hard link to a lower layer's link is none that a runtime could follow here.
      if (node?.type === 'symlink' && node.inode.startsWith(`${this.#layer}:`)) {
        if (++links > 40) return undefined;
        rest.unshift(...split(node.link));
        if (node.link.startsWith('/')) at = '';
        continue;
      }
      if (node !== undefined && node.type !== 'dir') return undefined;
      if (node === undefined) {
        this.#upper.set(name, { type: 'dir', layer: this.#layer, row: -1, inode: '', link: '' });
      }
      at = name;
    }
  }

  /** What a hard link's target is, looked up in `root`. */
  #target(link: string, root: ModelRoot): ModelNode | undefined {
    const rest = split(link);
    let at = '';
    for (let links = 0; ;) {
      const part = rest.shift();
      if (part === undefined) return undefined;
      if (part === '..') {
        at = at.slice(0, Math.max(at.lastIndexOf('/'), 0));
        continue;
      }
      const name = `${at}/${part}`;
      const node = root.get(name);
      if (node === undefined) return undefined;
      if (rest.length === 0)
        return node.type === 'dir' || node.type === 'nothing' ? undefined : node;
      if (node.type === 'symlink') {
        if (++links > 40) return undefined;
        rest.unshift(...split(node.link));
        if (node.link.startsWith('/')) at = '';
      } else if (node.type === 'dir') at = name;
      else return undefined;
    }
  }

  /** As if the layer ended here. What it has whited out is not to be linked to. */
  #now(): ModelRoot {
    return this.over();
  }
}

function split(name: string): string[] {
  return name.split('/').filter((part) => part !== '' && part !== '.');
}

/** Without `.` and `..`, as a path inside of the root. */
function clean(name: string): string[] {
  const parts: string[] = [];
  for (const part of split(name)) {
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts;
}

function removeBelow(root: Map<string, ModelNode>, name: string): void {
  for (const other of [...root.keys()]) if (other.startsWith(`${name}/`)) root.delete(other);
}
