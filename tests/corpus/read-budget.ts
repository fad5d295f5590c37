/** Chooses which files of a layer are read back: all where that is cheap, else as many as a budget of decoded bytes allows. */
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import { locateEntry } from '../../src/core/layer/read-entry.ts';

/** Always this many, whatever it costs. */
const LEAST_FILES = 3;

/** Entries to read, spread over the layer. `wanted` are those with known content. */
export function chooseEntries(
  index: LayerIndex,
  wanted: readonly number[],
  budgetBytes: number,
): number[] {
  const chosen: number[] = [];
  let bytes = 0;
  for (const entry of spread(wanted)) {
    const { tarOffset, storedBytes, from } = locateEntry(index, entry);
    bytes += tarOffset + storedBytes - from.tarOffset;
    if (bytes > budgetBytes && chosen.length >= LEAST_FILES) break;
    chosen.push(entry);
  }
  return chosen;
}

/** The last, the first, then the ones halfway between, and so on: any beginning of the list is spread evenly. */
function spread(entries: readonly number[]): number[] {
  const order = new Set<number | undefined>([entries.at(-1)]);
  for (let step = entries.length; step >= 1; step /= 2) {
    for (let at = 0; at < entries.length; at += step) order.add(entries[Math.floor(at)]);
  }
  return [...order].filter((entry) => entry !== undefined);
}
