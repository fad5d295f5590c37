/** What can be said against an entry by looking at its header and extensions alone. */
import type { Problem } from '../../problem.ts';
import { problemText } from './problem-text.ts';
import type { TarEntry } from './tar-entry.ts';
import { findNameFaults } from './tar-name.ts';
import { hasBody, isUsual } from './typeflag.ts';

export function reportEntryProblems(entry: TarEntry, report: (problem: Problem) => void): void {
  const { tarOffset } = entry.header;
  // Only made where it is told: most entries have nothing against them.
  const name = () => problemText(entry.name);
  for (const fault of findNameFaults(entry.name)) {
    report({ kind: 'tar-name', tarOffset, name: name(), fault });
  }
  if (!isUsual(entry.typeflag)) {
    const typeflag = problemText(Uint8Array.of(entry.typeflag));
    report({ kind: 'tar-type', tarOffset, name: name(), typeflag });
  }
  if (hasBody(entry.typeflag) && entry.claimed < 0) {
    report({ kind: 'tar-size', tarOffset, name: name(), size: entry.claimed });
  }
}
