/** The steps that made an image, oldest first, and which of them made a layer; layers nobody says anything of stand at their place. */
import type { Image } from '../core/image/image.ts';
import { escapeLabel } from './escape-text.ts';

export interface StepRow {
  /** Number of the layer; undefined for a step that made none. */
  layer: number | undefined;
  instruction: { keyword: string; rest: string };
}

const LONGEST = 400;

export function stepRows({ layers, history }: Image): StepRow[] {
  const rows: StepRow[] = [];
  let nextStep = 0;
  const addEmptySteps = (upTo: number) => {
    for (; nextStep < upTo; nextStep++) {
      const step = history[nextStep];
      if (step?.emptyLayer === true) rows.push({ layer: undefined, instruction: inert(step) });
    }
  };
  for (const [layer, { step }] of layers.entries()) {
    if (step !== undefined) addEmptySteps(step);
    const made = step === undefined ? undefined : history[step];
    rows.push({
      layer,
      instruction: made === undefined ? { keyword: '', rest: '' } : inert(made),
    });
  }
  addEmptySteps(history.length);
  return rows;
}

function inert({ instruction }: Image['history'][number]): StepRow['instruction'] {
  const { keyword, rest } = instruction;
  return {
    keyword: escapeLabel(keyword),
    rest: escapeLabel(rest.slice(0, LONGEST).replace(/\s+/g, ' ')),
  };
}
