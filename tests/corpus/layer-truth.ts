/** What the corpus says of a layer: its entries (Python's tarfile) and GNU tar's listing. Found by diff ID, not by file name. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { corpusRoots, filesBelow } from './corpus-roots.ts';
import type { TruthRow } from './truth-row.ts';

export interface LayerTruth {
  rows: TruthRow[];
  /** In hex, of each regular file; undefined for the rest. */
  sha256: (string | undefined)[];
  /** The reader gave up after these rows. */
  broken: boolean;
}

interface ImageJson {
  layers: { diff_id: string; computed_diff_id?: string }[];
}

/** Paths of `layer-NN.tsv` by diff ID. */
export function findLayerTruths(): Map<string, string> {
  const paths = new Map<string, string>();
  const images = corpusRoots
    .flatMap((root) => filesBelow(root, 'truth'))
    .filter((path) => path.endsWith('/image.json'));
  for (const path of images) {
    const { layers } = JSON.parse(readFileSync(path, 'utf8')) as ImageJson;
    layers.forEach(({ diff_id, computed_diff_id }, i) => {
      const tsv = join(dirname(path), `layer-${String(i + 1).padStart(2, '0')}.tsv`);
      if (existsSync(tsv)) paths.set(computed_diff_id ?? diff_id, tsv);
    });
  }
  return paths;
}

export function readLayerTruth(tsv: string): LayerTruth {
  const [header = '', ...lines] = readFileSync(tsv, 'latin1').split('\n').slice(0, -1);
  const columns = header.slice(1).split('\t');
  const records = lines
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const cells = line.split('\t');
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
    });
  return {
    rows: records.map(readRow),
    sha256: records.map(({ sha256 }) => (sha256 === '-' ? undefined : sha256)),
    broken: lines.some((line) => line.startsWith('#')),
  };
}

/** Lines of `tar -tv --full-time --numeric-owner --quoting-style=escape`, with the escapes undone: a character for each byte. */
export function readGnuListing(tsv: string): string[] | undefined {
  const path = tsv.replace(/tsv$/, 'gnutar.txt');
  const text = existsSync(path)
    ? readFileSync(path, 'latin1')
    : existsSync(`${path}.gz`)
      ? gunzipSync(readFileSync(`${path}.gz`)).toString('latin1')
      : undefined;
  return text
    ?.split('\n')
    .slice(0, -1)
    .filter((line) => !line.startsWith('tar: '))
    .map(undoEscapes);
}

function readRow(record: Record<string, string>): TruthRow {
  const cell = (column: string): string => record[column] ?? '';
  return {
    name: cell('name'),
    type: cell('type'),
    mode: cell('mode'),
    uid: cell('uid'),
    gid: cell('gid'),
    size: cell('size'),
    mtime: cell('mtime'),
    link: cell('link'),
    rdev: cell('rdev'),
    pax: withoutSparse(cell('pax')),
  };
}

/** Sparse records became the entry's size, name and map. */
function withoutSparse(pax: string): string {
  const rest = pax.split(';').filter((record) => !record.startsWith('GNU.sparse.'));
  return rest.length === 0 ? '-' : rest.join(';');
}

const LETTERS: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

function undoEscapes(line: string): string {
  return line.replace(/\\([0-7]{3}|[abfnrtv\\])/g, (_, code: string) =>
    code in LETTERS ? (LETTERS[code] ?? '') : String.fromCharCode(Number.parseInt(code, 8)),
  );
}
