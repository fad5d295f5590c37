/** Measures contestants in turn (A B A B …), so that a machine that is busy for a while is busy for all of them. */

/**
 * Runs each contestant once to warm up, then `runs` rounds of all of them in turn; gives the milliseconds of the rounds.
 * @template {string} Name
 * @param {Record<Name, () => Promise<number>>} contestants
 * @param {number} runs
 * @returns {Promise<Record<Name, number[]>>}
 */
export async function interleave(contestants, runs) {
  const names = /** @type {Name[]} */ (Object.keys(contestants));
  const times = /** @type {Record<Name, number[]>} */ ({});
  for (const name of names) times[name] = [];
  for (let round = 0; round <= runs; round++) {
    for (const name of names) {
      const ms = await contestants[name]();
      if (round > 0) times[name].push(ms);
    }
  }
  return times;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[sorted.length - 1 - middle];
  if (upper === undefined || lower === undefined) throw new Error('the median of nothing');
  return (upper + lower) / 2;
}
