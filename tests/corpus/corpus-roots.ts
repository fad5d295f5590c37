/**
 * Where images with known truth are: the big corpus (ONIONSKIN_CORPUS, or `../shared/corpus` beside the repository) and
 * the few that are kept in `tests/fixtures/images`. Both are laid out alike.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { corpusFolder } from '../fixtures/corpus-folder.ts';

export interface CorpusRoot {
  name: 'corpus' | 'fixtures';
  folder: string;
}

const fixtures = fileURLToPath(new URL('../fixtures/images', import.meta.url));

/** The roots that exist. */
export const corpusRoots: readonly CorpusRoot[] = [
  ...(corpusFolder === undefined ? [] : [{ name: 'corpus' as const, folder: corpusFolder }]),
  { name: 'fixtures', folder: fixtures },
];

export const hasCorpus = corpusFolder !== undefined;

/** Paths of all files below a folder of a root, sorted; none where the folder is missing. */
export function filesBelow(root: CorpusRoot, folder: string): string[] {
  const start = join(root.folder, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
