/** Resident memory of processes, now and at their peak, as Linux counts it in /proc. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export function canMeasureMemory() {
  return existsSync('/proc/self/clear_refs');
}

/**
 * The biggest of the processes: with one tab open the other is a spare renderer without a page.
 * @param {readonly number[]} pids
 */
export function readMemory(pids) {
  const all = pids.map(memoryOf);
  return {
    now: Math.max(0, ...all.map(({ now }) => now)),
    peak: Math.max(0, ...all.map(({ peak }) => peak)),
  };
}

/**
 * Makes the peak start again from what is resident now (proc(5), clear_refs 5).
 * @param {number} pid
 */
export function resetPeak(pid) {
  if (canMeasureMemory()) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** @param {number} pid */
function memoryOf(pid) {
  const path = `/proc/${pid}/status`;
  const status = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const bytes = (/** @type {string} */ field) =>
    1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}
