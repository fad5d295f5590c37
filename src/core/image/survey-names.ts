/** One look at all names of an archive: what marks an image, and what it is if it is none. Works on bytes: there may be millions. */
import { strFromU8 } from 'fflate';
import { entryKind, type LayerIndex } from '../layer/layer-index.ts';
import { LONGEST_MARKER_PATH, type Top, TopFinder } from './find-tops.ts';

export interface NameSurvey {
  readonly tops: readonly Top[];
  /** Whether names look like those of a root file system. */
  readonly rootLike: boolean;
  readonly hasWhiteouts: boolean;
  /** Whether other names than those of a list of images look like an image's: web sites have a manifest.json, too. */
  readonly imageLike: boolean;
  /** The first files; all of them, if there are no more than `MOST_FILES`. */
  readonly files: readonly number[];
}

export const MOST_FILES = 100;

const ROOT_NAMES = new Set([
  '.dockerenv',
  'bin',
  'boot',
  'dev',
  'etc',
  'home',
  'lib',
  'lib64',
  'media',
  'mnt',
  'opt',
  'proc',
  'root',
  'run',
  'sbin',
  'srv',
  'sys',
  'tmp',
  'usr',
  'var',
]);
const IMAGE_NAME =
  /^(?:\.?\/)*(?:[^/]+\/){0,2}?(?:blobs(?:\/|$)|(?:sha256:)?[0-9a-f]{64}(?:\.json|\.tar(?:\.\w+)?)?(?:\/(?:layer\.tar|json|VERSION)?)?$|(?:index|manifest)\.json$|oci-layout$|repositories$)/;
const LONGEST_ROOT_NAME = '.dockerenv'.length;
const SLASH = 0x2f;
const DOT = 0x2e;
/** Two folders, `blobs/sha256/` in them, and a `./` before. */
const MOST_SLASHES = 5;
const HASH_LENGTH = 64;
/** Of the last components that the names of an image have, as in `IMAGE_NAME`. */
const LAST_LENGTHS = new Set(
  [
    'index.json',
    'manifest.json',
    'oci-layout',
    'repositories',
    'layer.tar',
    'json',
    'VERSION',
    'blobs',
    'sha256',
  ].map(({ length }) => length),
);

export function surveyNames(index: LayerIndex): NameSurvey {
  const surveying = new Surveying(index);
  for (let entry = 0; entry < index.entryCount; entry++) surveying.add(entry);
  return surveying.finish();
}

class Surveying {
  readonly #index: LayerIndex;
  readonly #finder = new TopFinder();
  readonly #roots = new Set<string>();
  /** The first component of the newest name: the next one mostly has the same. */
  #newestRoot = { start: 0, end: 0 };
  readonly #files: number[] = [];
  #hasWhiteouts = false;
  #imageLike = false;

  constructor(index: LayerIndex) {
    this.#index = index;
  }

  add(entry: number): void {
    const { pool, nameEnd, linkEnd } = this.#index;
    const start = entry === 0 ? 0 : (linkEnd[entry - 1] ?? 0);
    const end = nameEnd[entry] ?? 0;
    if (this.#files.length <= MOST_FILES && entryKind(this.#index, entry) === 'file') {
      this.#files.push(entry);
    }
    const last = lastComponent(pool, start, end);
    if (pool[last.start] === DOT) this.#hasWhiteouts ||= isWhiteout(pool, last.start);
    this.#addRoot(start, end);
    if (end - start > LONGEST_MARKER_PATH || !mayMark(pool, start, last)) return;
    const text = strFromU8(pool.subarray(start, end));
    this.#finder.add(text);
    this.#imageLike ||= isImageName(text) && !/(?:^|\/)(?:index|manifest)\.json$/.test(text);
  }

  finish(): NameSurvey {
    const rootLike = this.#roots.has('.dockerenv') || this.#roots.size >= 2;
    return {
      tops: this.#finder.tops(),
      rootLike,
      hasWhiteouts: this.#hasWhiteouts,
      imageLike: this.#imageLike,
      files: this.#files,
    };
  }

  /** Notes the name's first component, if it is one that root file systems have. */
  #addRoot(from: number, end: number): void {
    const { pool } = this.#index;
    let start = from;
    while (pool[start] === SLASH || (pool[start] === DOT && pool[start + 1] === SLASH)) start++;
    let at = start;
    const most = Math.min(end, start + LONGEST_ROOT_NAME + 1);
    while (at < most && pool[at] !== SLASH) at++;
    if (at - start > LONGEST_ROOT_NAME || this.#isNewestRoot(start, at)) return;
    this.#newestRoot = { start, end: at };
    const first = strFromU8(pool.subarray(start, at));
    if (ROOT_NAMES.has(first)) this.#roots.add(first);
  }

  #isNewestRoot(start: number, end: number): boolean {
    const { pool } = this.#index;
    const newest = this.#newestRoot;
    if (newest.end - newest.start !== end - start) return false;
    for (let i = 0; i < end - start; i++) {
      if (pool[newest.start + i] !== pool[start + i]) return false;
    }
    return true;
  }
}

export function isImageName(name: string): boolean {
  return name.length <= LONGEST_MARKER_PATH && IMAGE_NAME.test(name);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Without the slash that names of directories end with. */
function lastComponent(pool: Uint8Array, start: number, nameEnd: number): Range {
  const end = nameEnd > start && pool[nameEnd - 1] === SLASH ? nameEnd - 1 : nameEnd;
  let at = end;
  while (at > start && pool[at - 1] !== SLASH) at--;
  return { start: at, end };
}

/** Whether `.wh.` stands there. */
function isWhiteout(pool: Uint8Array, at: number): boolean {
  return pool[at + 1] === 0x77 && pool[at + 2] === 0x68 && pool[at + 3] === DOT;
}

/** A quick no for nearly all names of a root file system: an image's are not deep, and either of a few lengths or long hashes. */
function mayMark(pool: Uint8Array, start: number, last: Range): boolean {
  const length = last.end - last.start;
  if (length < HASH_LENGTH && !LAST_LENGTHS.has(length)) return false;
  let slashes = 0;
  for (let at = start; at < last.start; at++) if (pool[at] === SLASH) slashes++;
  return slashes <= MOST_SLASHES;
}
