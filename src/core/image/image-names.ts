/** The names under which archives list images. */
import type { Problem } from '../problem.ts';

const CONTAINERD_NAME = 'io.containerd.image.name';
const REF_NAME = 'org.opencontainers.image.ref.name';

/** Of an entry of an index: its full name where there is one, else what stands for it, which may be a bare tag. */
export function namesOf(annotations: Readonly<Record<string, string>>): string[] {
  const name = annotations[CONTAINERD_NAME] ?? annotations[REF_NAME];
  return name === undefined || name === '' ? [] : [shortName(name)];
}

/** Nobody reads a name of megabytes; beyond what is valid it is cut, and told by what is left. */
export function shortName(name: string): string {
  return name.length > 2 * LONGEST_NAME ? `${name.slice(0, 2 * LONGEST_NAME)}…` : name;
}

// One pass over disjoint sets of characters, so that no name takes long.
const VALID_NAME = /^[A-Za-z0-9]+(?:[-._:@/+]+[A-Za-z0-9]+)*$/;
const LONGEST_NAME = 512;
/** Of an image. */
export const MOST_NAMES = 200;

/** Those that no registry and no runtime would take for a name: they may hold anything. */
export function nameProblems(names: readonly string[]): Problem[] {
  return names
    .filter((name) => name.length > LONGEST_NAME || !VALID_NAME.test(name))
    .map((name) => ({ kind: 'image-name', name }));
}

/** Some names and others, without those that say the same; bare tags go where there are full names. */
export function joinNames(some: readonly string[], others: readonly string[]): string[] {
  const all = [...some, ...others];
  const full = all.filter((name) => !isBareTag(name));
  const joined = new Map<string, string>();
  for (const name of full.length > 0 ? full : all) {
    const same = normalName(name);
    if (!joined.has(same)) joined.set(same, name);
  }
  return [...joined.values()];
}

function isBareTag(name: string): boolean {
  return !name.includes(':') && !name.includes('/');
}

function normalName(name: string): string {
  return name.replace(/^docker\.io\//, '').replace(/^library\//, '');
}
