/** dive's efficiency over trees of objects: slow, and as its code reads, to hold the fast one against. Names are ASCII here. */
import { posix } from 'node:path';

export interface NaiveEntry {
  name: string;
  typeflag: number;
  size?: number;
}

class Node {
  readonly children = new Map<string, Node>();
  readonly name: string;
  readonly parent: Node | undefined;
  size = 0;
  isDir = false;

  constructor(name: string, parent?: Node) {
    this.name = name;
    this.parent = parent;
  }

  get isWhiteout(): boolean {
    return this.name.startsWith('.wh.');
  }

  /** Of what a whiteout removes, for a whiteout. */
  get path(): string {
    const name = this.isWhiteout ? this.name.slice(4) : this.name;
    return `${this.parent?.fullName ?? ''}/${name}`;
  }

  get fullName(): string {
    return this.parent === undefined ? '' : `${this.parent.fullName}/${this.name}`;
  }

  /** Children first, by name. */
  *walk(): Generator<Node> {
    for (const name of [...this.children.keys()].sort())
      yield* this.children.get(name)?.walk() ?? [];
    if (this.parent !== undefined) yield this;
  }

  put(path: string, size: number, isDir: boolean): void {
    const found = split(path).reduce<Node | undefined>((node, name) => {
      if (node === undefined) return undefined;
      const child = node.children.get(name);
      if (child !== undefined) return child;
      if (name.startsWith('.wh..wh..')) return undefined;
      const added = new Node(name, node);
      node.children.set(name, added);
      return added;
    }, this);
    if (found === undefined || found === this) return;
    found.size = size;
    found.isDir = isDir;
  }

  find(path: string): Node | undefined {
    return split(path).reduce<Node | undefined>((node, name) => node?.children.get(name), this);
  }
}

export function naiveEfficiency(layers: readonly (readonly NaiveEntry[])[]) {
  const trees = layers.map(treeOf);
  const sums = new Map<string, { sum: number; smallest: number; count: number }>();
  let unresolvedWhiteouts = 0;
  trees.forEach(({ root }, i) => {
    const below = stack(trees.slice(0, Math.max(i, 1)).map((tree) => tree.root));
    for (const node of root.walk()) {
      if (node.children.size > 0) continue;
      const size = node.isWhiteout ? sizeRemoved(below.find(node.path)) : node.size;
      const noted = sums.get(node.path) ?? { sum: 0, smallest: -1, count: 0 };
      sums.set(node.path, noted);
      if (size === undefined) {
        unresolvedWhiteouts++;
        break;
      }
      noted.sum += size;
      noted.count++;
      if (noted.smallest < 0 || size < noted.smallest) noted.smallest = size;
    }
  });
  const all = [...sums.values()];
  const bytes = total(all.map(({ sum }) => sum));
  const imageBytes = total(trees.map((tree) => tree.bytes));
  const inefficient = [...sums]
    .filter(([, { count }]) => count > 1)
    .map(([path, { sum, count }]): [string, number, number] => [path, count, sum])
    .sort(([a, , sumA], [b, , sumB]) => sumB - sumA || (a < b ? -1 : 1));
  return {
    score: bytes === 0 ? 1 : total(all.map(({ smallest }) => smallest)) / bytes,
    imageBytes,
    userBytes: imageBytes - (trees[0]?.bytes ?? 0),
    wastedBytes: total(inefficient.map(([, , sum]) => sum)),
    unresolvedWhiteouts,
    inefficient,
  };
}

function treeOf(entries: readonly NaiveEntry[]): { root: Node; bytes: number } {
  const root = new Node('');
  let bytes = 0;
  for (const { name, typeflag, size = 0 } of entries) {
    const cleaned = posix.normalize(name).replace(/(?<=.)\/$/, '');
    if (cleaned === '.') continue;
    bytes += size;
    root.put(cleaned, size, typeflag === 0x35);
  }
  return { root, bytes };
}

function stack(roots: readonly Node[]): Node {
  const stacked = new Node('');
  for (const root of roots) {
    for (const node of root.walk()) {
      if (!node.isWhiteout) stacked.put(node.fullName, node.size, node.isDir);
      else {
        const removed = stacked.find(node.path);
        removed?.parent?.children.delete(removed.name);
      }
    }
  }
  return stacked;
}

function sizeRemoved(node: Node | undefined): number | undefined {
  if (node === undefined) return undefined;
  return node.isDir ? total([...node.walk()].map(({ size }) => size)) : 0;
}

function split(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
