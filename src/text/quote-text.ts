import { escapeLabel } from './escape-text.ts';

const MOST_CHARACTERS = 300;

/** A name or other text out of the input, inside of a sentence. */
export function quoteText(text: string): string {
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return `“${escapeLabel(cut)}”`;
}
