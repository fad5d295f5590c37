/** The layer that is being added, as the steps of adding it share it. */
import type { LayerIndex } from '../layer/layer-index.ts';
import type { LayerProblems } from './layer-problems.ts';
import type { LifeTable } from './life-table.ts';
import type { LinkBudget } from './link-budget.ts';
import type { LinkTable } from './link-table.ts';
import type { PathTable } from './path-table.ts';
import type { UpperTree } from './upper-tree.ts';

export interface LayerInWork {
  readonly layer: number;
  readonly index: LayerIndex;
  /** All of them so far, and their hard links: this one included. */
  readonly layers: readonly (LayerIndex | undefined)[];
  readonly links: readonly (LinkTable | undefined)[];
  readonly paths: PathTable;
  readonly lives: LifeTable;
  readonly upper: UpperTree;
  readonly linkBudget: LinkBudget;
  readonly problems: LayerProblems;
}
