import type { ViewOf } from '../core/tree/tree-view.ts';
import { formatNumber } from './format-number.ts';

/** A view of the tree as a button says it. Layers are counted from 0, as the export does. */
export function viewName(of: ViewOf, layers: number): string {
  if (of.kind === 'layer') return `Only layer ${formatNumber(of.layer)}`;
  return of.upTo >= layers - 1 ? 'Merged' : `Up to layer ${formatNumber(of.upTo)}`;
}

export function sameView(a: ViewOf, b: ViewOf): boolean {
  if (a.kind === 'layer') return b.kind === 'layer' && a.layer === b.layer;
  return b.kind === 'merged' && a.upTo === b.upTo;
}
