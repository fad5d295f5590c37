/** What an entry is called, and what it points at, as text for a problem. */
import { problemText } from '../archive/tar/problem-text.ts';
import { entryLink, entryName, type LayerIndex } from './layer-index.ts';

export function entryLabel(index: LayerIndex, entry: number): string {
  return problemText(entryName(index, entry));
}

export function linkLabel(index: LayerIndex, entry: number): string {
  return problemText(entryLink(index, entry));
}

export function bytesLabel(name: Uint8Array): string {
  return problemText(name);
}
