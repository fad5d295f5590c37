/** The corpus' damaged, hostile and merely odd inputs, with what is expected of each (`cases.tsv`). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusRoots } from './corpus-roots.ts';

export interface BadCase {
  name: string;
  /** reject: refuse with a reason. warn: open what can be opened and say what is wrong. open: open without complaint. */
  expect: 'reject' | 'warn' | 'open';
  why: string;
  bytes: Uint8Array;
  /** Of the layer with that number. */
  truthPath: (layer: number) => string;
}

/** Each case once, though it may be in several roots. */
export function readBadCases(kind: 'archive' | 'layer'): BadCase[] {
  const cases = new Map<string, BadCase>();
  for (const { folder } of corpusRoots) {
    const list = join(folder, 'bad', kind, 'cases.tsv');
    if (!existsSync(list)) continue;
    for (const line of readFileSync(list, 'latin1').trimEnd().split('\n').slice(1)) {
      const [file = '', expected = '', why = ''] = line.split('\t');
      const path = join(folder, 'bad', kind, file);
      if (cases.has(file) || !existsSync(path)) continue;
      const truth = join(folder, 'truth', 'bad-layer', file.replace(/\.tar$/, ''));
      cases.set(file, {
        name: file,
        expect: expected as BadCase['expect'],
        why,
        bytes: readFileSync(path),
        truthPath: (layer) => join(truth, `layer-${String(layer).padStart(2, '0')}.tsv`),
      });
    }
  }
  return [...cases.values()];
}
