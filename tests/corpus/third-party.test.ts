/**
 * The test data of other projects' tar readers: where Go, Python, GNU tar and bsdtar agree, so do we, file by file; where they do not,
 * we give what Go gives (container runtimes read layers with it); and what Go refuses is refused or complained of.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sniffCompression } from '../../src/core/archive/compression.ts';
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import { locateEntry, streamEntry } from '../../src/core/layer/read-entry.ts';
import type { Problem } from '../../src/core/problem.ts';
import { describeProblem } from '../../src/text/problem-texts.ts';
import { corpusRoots, filesBelow } from './corpus-roots.ts';
import { engines, type Engine } from './engines.ts';
import { hasNativeTool, pipeThrough } from './native-tool.ts';
import { truthRows } from './truth-row.ts';
import { tryIndex } from './try-index.ts';

/** name type mode uid gid size mtime sha256 link rdev xattrs */
type Entry = readonly string[];

interface Verdict {
  agree: boolean;
  readers: { go: { ok: boolean; error: string | null } };
  entries: Entry[];
}

const NAME = 0;

/** Global headers are entries of their own in Go; to runtimes, and to us, they are none. */
const GLOBAL_TYPE = '?g';

const cases = corpusRoots
  .flatMap((root) => filesBelow(root, 'truth/third-party').map((path) => ({ root, path })))
  .filter(({ path }) => path.endsWith('.json') && /third-party\/[^/]+\/[^/]+$/.test(path))
  .map(({ root, path }) => ({
    name: path
      .split('/')
      .slice(-2)
      .join('/')
      .replace(/\.json$/, ''),
    verdict: JSON.parse(readFileSync(path, 'utf8')) as Verdict,
    file: path.replace(`${root.folder}/truth/`, `${root.folder}/`).replace(/\.json$/, ''),
  }));

describe.skipIf(cases.length === 0)('test data of other projects', () => {
  describe.each(cases)('$name', ({ verdict, file }) => {
    const blob = readBlob(file);
    test.skipIf(blob === undefined).each(engines)('$name engine', async (engine) => {
      if (blob === undefined) return;
      const { index, problems } = await tryIndex(blob, engine);
      const ours = index === undefined ? [] : await entriesOf(index, blob, engine);
      const expected = verdict.entries.filter(([, type]) => type !== GLOBAL_TYPE).map(plainName);
      if (verdict.readers.go.ok) expect(ours).toEqual(expected);
      else expect(ours.slice(0, expected.length)).toEqual(expected);
      if (verdict.agree) expect(problems.filter(isError)).toEqual([]);
      if (!verdict.readers.go.ok) expect(problems).not.toEqual([]);
    });
  });
});

function isError(problem: Problem): boolean {
  return describeProblem(problem).severity === 'error';
}

/** Bzip2, which we refuse by name, is undone by the machine's tool; undefined where it has none. */
function readBlob(file: string): Uint8Array | undefined {
  const bytes = readFileSync(file);
  if (sniffCompression(bytes) !== 'bzip2') return bytes;
  return hasNativeTool('bzip2') ? pipeThrough('bzip2', ['-dc'], bytes) : undefined;
}

async function entriesOf(index: LayerIndex, blob: Uint8Array, engine: Engine): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const [i, row] of truthRows(index).entries()) {
    const { name, type, mode, uid, gid, size, link, rdev } = row;
    const content =
      type === 'f' && Number(size) <= 1 << 28 ? await digest(index, i, blob, engine) : '-';
    entries.push(
      plainName([
        name,
        type,
        mode,
        uid,
        gid,
        size,
        goTime(row.mtime),
        content,
        link,
        rdev,
        xattrs(row.pax),
      ]),
    );
  }
  return entries;
}

async function digest(
  index: LayerIndex,
  i: number,
  blob: Uint8Array,
  { decoders }: Engine,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of streamEntry(memorySource(blob), locateEntry(index, i), decoders))
    hash.update(chunk);
  return hash.digest('hex');
}

/** Whether a folder's name ends with a slash is the writer's habit. */
function plainName(entry: Entry): Entry {
  const [name = '', type] = entry;
  return entry.with(NAME, type === 'd' ? name.replace(/\/*$/, '') : name);
}

/** Seconds, a plus sign, nanoseconds. */
function goTime(mtime: string): string {
  return mtime.replace('.', '+');
}

function xattrs(pax: string): string {
  const records = pax.split(';').filter((record) => /^\w+\.xattr\./.test(record));
  return records.length === 0 ? '-' : records.join(';');
}
