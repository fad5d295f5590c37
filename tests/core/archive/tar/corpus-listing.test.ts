/**
 * Every tar of the corpus against what other readers say of it: the test data of other projects against Go's archive/tar, and the damaged
 * and hostile layers against Python's tarfile. Where they gave up and we went on, or disagree, what we give is written down here.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LayerEngine } from '../../../../src/core/layer/decoders.ts';
import type { LayerIndex } from '../../../../src/core/layer/layer-index.ts';
import { entryKind, entryLink, entryName } from '../../../../src/core/layer/layer-index.ts';
import { corpusFolder } from '../../../fixtures/corpus-folder.ts';
import { engines } from './engines.ts';
import { contentOf, entryAt, indexTar, recordsOf } from './index-tar.ts';

const KINDS = {
  file: 'f',
  hardlink: 'h',
  symlink: 'l',
  char: 'c',
  block: 'b',
  dir: 'd',
  fifo: 'p',
};
/** Bigger contents are not compared; Go's listing has no digest of them either. */
const MOST_HASHED = 2 ** 28;

/** A line of a listing: name type mode uid gid size mtime sha256 link rdev xattrs. */
type Line = string[];

/** The escapes of the corpus: everything but printable ASCII, and the backslash, as `\xHH`. */
function escape(bytes: Uint8Array): string {
  const plain = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e && byte !== 0x5c;
  return Array.from(bytes, (byte) =>
    plain(byte) ? String.fromCharCode(byte) : '\\x' + byte.toString(16).padStart(2, '0'),
  ).join('');
}

function lineOf(index: LayerIndex, tar: Uint8Array, i: number, nanosSign: string): Line {
  const entry = entryAt(index, i);
  const kind = entryKind(index, i);
  const isLink = kind === 'hardlink' || kind === 'symlink';
  const nanos = entry.mtimeNanos === 0 ? '' : nanosSign + String(entry.mtimeNanos).padStart(9, '0');
  return [
    escape(entryName(index, i)),
    kind === 'other' ? `?${escape(Buffer.from(entry.typeflag, 'latin1'))}` : KINDS[kind],
    entry.mode.toString(8).padStart(4, '0'),
    String(entry.uid),
    String(entry.gid),
    kind === 'file' ? String(entry.size) : '-',
    `${entry.mtime}${nanos}`,
    kind === 'file' && entry.size <= MOST_HASHED ? sha256(contentOf(index, tar, i)) : '-',
    isLink ? escape(entryLink(index, i)) : '-',
    deviceOf(index, i),
    recordsOf(index, i)
      .filter(([key]) => key.includes('.xattr.'))
      .map(
        ([key, value]) =>
          `${escape(Buffer.from(key, 'latin1'))}=${escape(Buffer.from(value, 'latin1'))}`,
      )
      .sort()
      .join(';') || '-',
  ];
}

function deviceOf({ devices }: LayerIndex, i: number): string {
  const row = devices.entry.indexOf(i);
  return row < 0 ? '-' : `${devices.major[row] ?? 0},${devices.minor[row] ?? 0}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function listing(index: LayerIndex, tar: Uint8Array, nanosSign: string): Line[] {
  return Array.from({ length: index.entryCount }, (_, i) => lineOf(index, tar, i, nanosSign));
}

const sha = (text: string): string => sha256(Buffer.from(text));
const EMPTY = sha('');

interface Difference {
  why: string;
  /** Our listing, where it is not theirs. */
  lines?: string[];
  problems: string[];
}

const GO_STOPS = 'damaged; Go gives up, we tell and go on';
const NO_END = 'the same listing; there is no end-of-archive, which all readers accept';
const REFUSED_TYPE = 'the same listing; container runtimes refuse the type, so it is told';
/** Files of 512 random bytes whose checksum happens to be right. */
const FUZZED = 'found by fuzzing: Go gives up at the first bad number';

/** Test data of other projects on which we and Go differ, or where there is something to tell. */
const thirdParty: Record<string, Difference> = {
  'golang-go__archive-tar/gnu-incremental.tar': {
    why: REFUSED_TYPE,
    problems: ['tar-type', 'tar-type', 'tar-no-end'],
  },
  'golang-go__archive-tar/gnu-multi-hdrs.tar': { why: NO_END, problems: ['tar-no-end'] },
  'golang-go__archive-tar/gnu-nil-sparse-data.tar': { why: REFUSED_TYPE, problems: ['tar-type'] },
  'golang-go__archive-tar/gnu-nil-sparse-hole.tar': { why: REFUSED_TYPE, problems: ['tar-type'] },
  'golang-go__archive-tar/gnu-sparse-big.tar': { why: REFUSED_TYPE, problems: ['tar-type'] },
  'golang-go__archive-tar/issue10968.tar': {
    why: FUZZED,
    lines: [
      String.raw`\x13\x0300\x13\x03-821950296t\x13\x13\x83s|\x83s\x1300qw\xe1f f 0000 0 17799169774451 0 0 ${EMPTY} - - -`,
    ],
    problems: [...Array<string>(4).fill('tar-number'), 'tar-type', 'sparse-map', 'tar-no-end'],
  },
  'golang-go__archive-tar/issue11169.tar': {
    why: 'found by fuzzing: a PAX header that is cut in the middle of a record, and nothing behind it',
    problems: ['pax-record', 'tar-orphan-extension', 'tar-no-end'],
  },
  'golang-go__archive-tar/issue12435.tar': {
    why: `${FUZZED}; to us it is a long link target for nothing`,
    problems: [...Array<string>(4).fill('tar-number'), 'tar-orphan-extension', 'tar-no-end'],
  },
  'golang-go__archive-tar/neg-size.tar': {
    why: FUZZED,
    lines: [
      String.raw`\x13\x0300\x13\x03-821950296t\x13\x13\x83s|\x83s\x1300qw\xe1f\xbb\x03000 f 0000 0 17799169774451 0 0 ${EMPTY} - - -`,
    ],
    problems: [...Array<string>(4).fill('tar-number'), 'tar-no-end'],
  },
  'golang-go__archive-tar/nil-uid.tar': { why: NO_END, problems: ['tar-no-end'] },
  'golang-go__archive-tar/pax-bad-hdr-file.tar': {
    why: `${GO_STOPS}: a PAX path without its newline, so the header's name counts`,
    lines: [
      'foo f 0640 319973 5000 684 1442282516 f263f5b85a373536019a08f6857dd29e8961d0a6e2ac480d5005a7ef2d57e036 - - -',
    ],
    problems: ['pax-record', 'tar-no-end'],
  },
  'golang-go__archive-tar/pax-bad-hdr-large.tar.bz2': {
    why: `${GO_STOPS}: a PAX header of more than 1 MiB is passed over`,
    lines: [`${'X'.repeat(100)} f 0000 0 0 0 0 ${EMPTY} - - -`],
    problems: ['tar-extension-size'],
  },
  'golang-go__archive-tar/pax-bad-mtime-file.tar': {
    why: `${GO_STOPS}: a PAX time that is none, so the header's counts`,
    lines: [
      'foo f 0640 319973 5000 684 1442282516 f263f5b85a373536019a08f6857dd29e8961d0a6e2ac480d5005a7ef2d57e036 - - -',
    ],
    problems: ['pax-record', 'tar-no-end'],
  },
  'golang-go__archive-tar/pax-multi-hdrs.tar': { why: NO_END, problems: ['tar-no-end'] },
  'golang-go__archive-tar/pax-nul-path.tar': {
    why: `${GO_STOPS}: a PAX path with a NUL, so the header's name counts`,
    lines: [`${'0123456789'.repeat(10)} f 0000 0 0 0 0 ${EMPTY} - - -`],
    problems: ['pax-record'],
  },
  'golang-go__archive-tar/pax-nul-xattrs.tar': {
    why: `${GO_STOPS}: a PAX key with a NUL is left out`,
    lines: [`bad-null.txt f 0000 0 0 0 0 ${EMPTY} - - -`],
    problems: ['pax-record'],
  },
  'golang-go__archive-tar/pax-path-hdr.tar': {
    why: 'the same listing, which is empty: a PAX header and nothing behind it',
    problems: ['tar-orphan-extension', 'tar-no-end'],
  },
  'golang-go__archive-tar/pax-pos-size-file.tar': { why: NO_END, problems: ['tar-no-end'] },
  'golang-go__archive-tar/sparse-formats.tar': { why: REFUSED_TYPE, problems: ['tar-type'] },
  'golang-go__archive-tar/ustar-file-reg.tar': { why: NO_END, problems: ['tar-no-end'] },
  'golang-go__archive-tar/writer-big-long.tar': {
    why: 'the same listing: a header of 16 GiB that are not there',
    problems: ['tar-truncated'],
  },
  'golang-go__archive-tar/writer-big.tar': {
    why: 'the same listing: a header of 16 GiB that are not there',
    problems: ['tar-truncated'],
  },
  'mafintosh__tar-stream/gnu-long-path.tar': { why: NO_END, problems: ['tar-no-end'] },
  'mafintosh__tar-stream/incomplete.tar': {
    why: 'the same listing: it ends in the padding of the last file',
    problems: ['tar-no-end'],
  },
  'mafintosh__tar-stream/index.js': { why: 'a script', problems: ['not-a-tar'] },
};

const ONE = `one f 0644 0 0 2 1700000000 ${sha('1\n')} - - -`;
const TWO = `two f 0644 0 0 2 1700000000 ${sha('2\n')} - - -`;
const THREE = `three f 0644 0 0 2 1700000000 ${sha('3\n')} - - -`;
const AFTER = `after f 0644 0 0 2 1700000000 ${sha('x\n')} - - -`;
const PYTHON_STOPS = 'Python stops there; we tell and go on';

/** The same for the damaged layers, by file and number of the layer. */
const badLayers: Record<string, Difference> = {
  'bad-checksum.tar 1': {
    why: `a bad checksum: ${PYTHON_STOPS}`,
    lines: [ONE, THREE],
    problems: ['tar-checksum', 'tar-skipped'],
  },
  'end-then-more.tar 1': { why: 'entries behind the end', problems: ['tar-trailing-data'] },
  'garbage-after-end.tar 1': { why: 'bytes behind the end', problems: ['tar-trailing-data'] },
  'gnu-sparse.tar 1': { why: REFUSED_TYPE, problems: ['tar-type'] },
  'longname-300k.tar 1': { why: 'a name that Linux cannot take', problems: ['tar-name'] },
  'longname-orphan.tar 1': { why: 'a name for nothing', problems: ['tar-orphan-extension'] },
  'name-empty.tar 1': { why: 'an empty name and a ..', problems: ['tar-name', 'tar-name'] },
  'not-a-tar.tar 1': { why: 'text', problems: ['not-a-tar'] },
  'path-dotdot.tar 2': { why: '.. in names', problems: ['tar-name', 'tar-name', 'tar-name'] },
  'pax-bad-length.tar 1': {
    why: 'Python takes the broken record up to the end of the block for a name; to us the header counts',
    lines: [ONE, TWO],
    problems: ['pax-record'],
  },
  'pax-huge-value.tar 1': { why: 'a PAX header beyond 1 MiB', problems: ['tar-extension-size'] },
  'pax-no-equals.tar 1': { why: 'a broken PAX record', problems: ['pax-record'] },
  'pax-path-nul.tar 1': {
    why: 'a PAX path with a NUL: Python takes it, runtimes refuse it, to us the header counts',
    lines: [`short f 0644 0 0 2 1700000000 ${sha('x\n')} - - -`, AFTER],
    problems: ['pax-record'],
  },
  'pax-path-traversal.tar 1': { why: '.. in a name', problems: ['tar-name'] },
  'size-garbage.tar 1': {
    why: `a size that is no number: ${PYTHON_STOPS}`,
    lines: [ONE, `g f 0644 0 0 0 1700000000 ${EMPTY} - - -`, AFTER],
    problems: ['tar-number'],
  },
  'size-huge.tar 1': {
    why: `a size of 2^62, which nothing can be: ${PYTHON_STOPS}, looking for a header in what follows`,
    lines: [ONE, `huge f 0644 0 0 0 1700000000 ${EMPTY} - - -`],
    problems: ['tar-number', 'tar-checksum', 'tar-skipped'],
  },
  'size-negative.tar 1': {
    why: `a negative size: ${PYTHON_STOPS}`,
    lines: [ONE, `neg f 0644 0 0 0 1700000000 ${EMPTY} - - -`],
    problems: ['tar-size'],
  },
  'size-past-end.tar 1': {
    why: `the last file is cut short: ${PYTHON_STOPS}; the digest is that of what there is`,
    lines: [ONE, `cut f 0644 0 0 5000 1700000000 ${sha('x' + '\0'.repeat(511))} - - -`],
    problems: ['tar-truncated'],
  },
  'type-contiguous.tar 1': { why: REFUSED_TYPE, problems: ['tar-type'] },
  'type-unknown.tar 1': { why: REFUSED_TYPE, problems: ['tar-type', 'tar-type', 'tar-type'] },
  'zero-block-inside.tar 1': {
    why: 'a zero block between entries: Python and runtimes stop, GNU tar and we go on',
    lines: [ONE, TWO],
    problems: ['tar-lone-zero-block'],
  },
};

const kindsOf = ({ problems }: LayerIndex): string[] => problems.map(({ kind }) => kind);

function expectListing(
  got: { lines: Line[]; index: LayerIndex },
  theirs: Line[],
  difference: Difference | undefined,
) {
  const lines = got.lines.map((line) => line.join(' '));
  const want = difference?.lines ?? theirs.map((line) => line.join(' '));
  expect(lines).toEqual(want);
  expect(kindsOf(got.index)).toEqual(difference?.problems ?? []);
}

/** Go's listing of a file, cut where it is very long. */
interface Truth {
  file: string;
  compression: 'none' | 'gzip' | 'bzip2' | 'xz' | 'zstd';
  entries: Line[];
}

const cutLong = (line: Line): Line =>
  line.map((field) =>
    field.length <= 6000 ? field : `${field.slice(0, 6000)}...(${field.length} characters)`,
  );

describe.skipIf(corpusFolder === undefined)('the corpus', () => {
  const corpus = corpusFolder ?? '';
  const truths = jsonFilesBelow(join(corpus, 'truth/third-party'));
  const layers = existsSync(join(corpus, 'bad/layer'))
    ? readdirSync(join(corpus, 'bad/layer'))
    : [];
  const bad = layers.filter((file) => file.endsWith('.tar'));

  it('is all there', () => {
    expect(truths.length).toBeGreaterThan(80);
    expect(bad.length).toBeGreaterThan(60);
    const files = new Set(truths.map((path) => path.replace(/\.json$/, '')));
    expect(Object.keys(thirdParty).filter((file) => !files.has(file))).toEqual([]);
    const layerNames = new Set(bad.flatMap((file) => [1, 2, 3].map((n) => `${file} ${n}`)));
    expect(Object.keys(badLayers).filter((file) => !layerNames.has(file))).toEqual([]);
  });

  describe.each(engines)('read by the $engineName', ({ engine }) => {
    it.each(truths)('lists as Go does: %s', { timeout: 60_000 }, (path) => {
      const truth = JSON.parse(
        readFileSync(join(corpus, 'truth/third-party', path), 'utf8'),
      ) as Truth;
      const file = path.replace(/\.json$/, '');
      const tar = plainTar(join(corpus, 'third-party', file), truth.compression);
      const index = indexTar(tar, { engine });
      // Go gives global headers as entries; they are none.
      const theirs = truth.entries.filter(([, type]) => type !== '?g');
      expectListing(
        { lines: listing(index, tar, '+').map(cutLong), index },
        theirs,
        thirdParty[file],
      );
    });

    it.each(bad)('lists the damaged layers as Python does: %s', (file) => {
      const image = readFileSync(join(corpus, 'bad/layer', file));
      layersOf(image, engine).forEach((layer, i) => {
        const index = indexTar(layer, { engine });
        const lines = listing(index, layer, '.').map(withDirectorySlash);
        const theirs = pythonListing(corpus, file, i + 1);
        expectListing({ lines, index }, theirs ?? lines, badLayers[`${file} ${i + 1}`]);
      });
    });
  });
});

function jsonFilesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true }).map(String);
  return paths.filter((path) => /^[^/]+\/[^/]+\.json$/.test(path)).sort();
}

function plainTar(path: string, compression: Truth['compression']): Uint8Array {
  if (compression === 'none') return readFileSync(path);
  const { stdout, status } = spawnSync(compression, ['-dc', path], { maxBuffer: 2 ** 30 });
  expect(status, `${compression} -dc ${path}`).toBe(0);
  return stdout;
}

/** The layers of a `docker save` archive, which is itself read by the engine. */
function layersOf(image: Uint8Array, engine: LayerEngine): Uint8Array[] {
  const index = indexTar(image, { engine });
  expect(index.problems).toEqual([]);
  const contents = new Map(
    Array.from({ length: index.entryCount }, (_, i) => [
      entryAt(index, i).name,
      contentOf(index, image, i),
    ]),
  );
  const manifest = Buffer.from(contents.get('manifest.json') ?? '').toString();
  const [{ Layers }] = JSON.parse(manifest) as [{ Layers: string[] }];
  return Layers.map((name) => contents.get(name) ?? new Uint8Array(0));
}

/** Python shows directories with a slash at the end. */
function withDirectorySlash(line: Line): Line {
  const [name = '', type = '', ...others] = line;
  return [type === 'd' && !name.endsWith('/') ? `${name}/` : name, type, ...others];
}

function pythonListing(corpus: string, file: string, layer: number): Line[] | undefined {
  const folder = join(corpus, 'truth/bad-layer', file.replace(/\.tar$/, ''));
  const path = join(folder, `layer-${String(layer).padStart(2, '0')}.tsv`);
  if (!existsSync(path)) return undefined;
  const rows = readFileSync(path, 'ascii')
    .split('\n')
    .filter((row) => row !== '' && !row.startsWith('#'));
  return rows.map((row) => {
    const fields = row.split('\t');
    // n name type mode uid gid size mtime sha256 link rdev pax offset: of the PAX records only the attributes are asked for.
    const attributes = (fields[11] ?? '').split(';').filter((record) => record.includes('.xattr.'));
    return [...fields.slice(1, 11), attributes.join(';') || '-'];
  });
}
