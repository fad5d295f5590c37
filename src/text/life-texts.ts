/** What happened to a path, layer by layer, and which instruction did it. */
import type { Image } from '../core/image/image.ts';
import type { TreeView } from '../core/tree/tree-view.ts';
import { escapeLabel } from './escape-text.ts';
import { formatNumber } from './format-number.ts';

export interface LifeText {
  layer: number;
  title: string;
  /** Empty where the image does not say. */
  instruction: string;
}

const MOST_LIVES = 200;
const LONGEST_INSTRUCTION = 1000;

export function lifeTexts({ tree }: TreeView, path: number, image: Image): LifeText[] {
  let there = false;
  return tree
    .livesOf(path)
    .slice(0, MOST_LIVES)
    .map(({ layer, kind }) => {
      const verb =
        kind === 'removed'
          ? 'removed it'
          : kind === 'implied'
            ? 'implies it'
            : there
              ? 'changed it'
              : 'added it';
      there = kind !== 'removed';
      return {
        layer,
        title: `Layer ${formatNumber(layer)} ${verb}`,
        instruction: instructionOf(image, layer),
      };
    });
}

function instructionOf({ layers, history }: Image, layer: number): string {
  const step = layers[layer]?.step;
  const made = step === undefined ? undefined : history[step];
  if (made === undefined) return '';
  const { keyword, rest } = made.instruction;
  return escapeLabel(`${keyword} ${rest}`.trim().slice(0, LONGEST_INSTRUCTION));
}
