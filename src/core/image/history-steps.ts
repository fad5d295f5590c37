/** The history of an image: the steps that made it, oldest first, and which of them made which layer. */
import { readInstruction } from './history-instruction.ts';
import type { HistoryStep } from './image.ts';
import { fieldOf, isObject, textOf, wordsOf } from './json-value.ts';

const MOST_STEPS = 8192;

/** `shell`: of the config, its words joined, where it is not the usual one. The newest steps, if there are too many. */
export function readHistory(list: readonly unknown[], shell = ''): HistoryStep[] {
  return list
    .slice(-MOST_STEPS)
    .filter(isObject)
    .map((step) => {
      const createdBy = textOf(fieldOf(step, 'created_by')) ?? '';
      const comment = wordsOf(fieldOf(step, 'comment'));
      return {
        createdBy,
        created: wordsOf(fieldOf(step, 'created')),
        comment,
        author: wordsOf(fieldOf(step, 'author')),
        emptyLayer: fieldOf(step, 'empty_layer') === true,
        instruction: readInstruction(createdBy, comment, shell),
      };
    });
}

/**
 * For each layer, bottom first, the step that made it. Where there are more or fewer steps than layers, they are counted from the
 * newest: what is missing or too many is at the bottom, where images were squashed or their base left its history out.
 */
export function stepsOfLayers(
  history: readonly HistoryStep[],
  layers: number,
): (number | undefined)[] {
  const making = makingSteps(history);
  const shift = making.length - layers;
  return Array.from({ length: layers }, (_, layer) => making[layer + shift]);
}

/** The steps that made a layer. */
export function makingSteps(history: readonly HistoryStep[]): number[] {
  return history.flatMap(({ emptyLayer }, step) => (emptyLayer ? [] : [step]));
}
