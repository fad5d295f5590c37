/** What is wrong with a name. Absolute names, `./` and doubled slashes are common and mean what they say. */
import type { NameFault } from '../../problem.ts';

/** The longest path Linux takes in one call. */
const MOST_NAME_BYTES = 4096;

export function findNameFaults(name: Uint8Array): NameFault[] {
  const faults: NameFault[] = [];
  if (name.length === 0) faults.push('empty');
  if (name.length > MOST_NAME_BYTES) faults.push('too-long');
  if (name.includes(0)) faults.push('nul');
  if (hasDotDot(name)) faults.push('dot-dot');
  return faults;
}

/** Whether a component of the name is `..`. */
function hasDotDot(name: Uint8Array): boolean {
  let start = 0;
  for (let i = 0; i <= name.length; i++) {
    if (i < name.length && name[i] !== 0x2f) continue;
    if (i - start === 2 && name[start] === 0x2e && name[start + 1] === 0x2e) return true;
    start = i + 1;
  }
  return false;
}
