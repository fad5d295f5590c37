import type { TruthRow } from './truth-row.ts';

/**
 * Python hands the records of a global header on to every entry behind it. Go does not, and nor do we: the truth without them. Takes the
 * global header to be the first of the tar, with a comment in it, as `git archive` writes it.
 */
export function withoutGlobalRecords(rows: TruthRow[], tar: Uint8Array): TruthRow[] {
  if (tar[156] !== 'g'.charCodeAt(0)) return rows;
  return rows.map((row) => {
    const rest = row.pax.split(';').filter((record) => !record.startsWith('comment='));
    return { ...row, pax: rest.length === 0 ? '-' : rest.join(';') };
  });
}
