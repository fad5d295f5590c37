import { type EntryKind, entryKind } from '../layer/layer-index.ts';
import type { LayerInWork } from './layer-in-work.ts';
import { isPresent, rowOf } from './life-code.ts';

/** What the layers so far have at a path; undefined where they have nothing. */
export function lowerKind({ lives, layers }: LayerInWork, path: number): EntryKind | undefined {
  const code = lives.newestCode(path);
  if (!isPresent(code)) return undefined;
  const row = rowOf(code);
  const index = layers[lives.newestLayer(path)];
  return row === undefined || index === undefined ? 'dir' : entryKind(index, row);
}
