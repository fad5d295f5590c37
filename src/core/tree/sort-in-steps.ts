/** Sorts numbers in place, stable, in steps: the sort of the language cannot pause, and a directory may hold a hundred thousand names. */
const RUN = 16;
const MOVES_BETWEEN_PAUSES = 4096;

export type Compare = (a: number, b: number) => number;

export function* sortInSteps(
  numbers: Uint32Array<ArrayBuffer>,
  compare: Compare,
): Generator<undefined, void> {
  for (let start = 0; start < numbers.length; start += RUN) {
    sortRun(numbers, start, Math.min(start + RUN, numbers.length), compare);
    if (start % MOVES_BETWEEN_PAUSES === MOVES_BETWEEN_PAUSES - RUN) yield;
  }
  if (numbers.length <= RUN) return;
  let from = numbers;
  let to = new Uint32Array(numbers.length);
  for (let width = RUN; width < numbers.length; width *= 2) {
    yield* mergeRuns(from, to, width, compare);
    [from, to] = [to, from];
  }
  if (from !== numbers) numbers.set(from);
}

function sortRun(numbers: Uint32Array, start: number, end: number, compare: Compare): void {
  for (let i = start + 1; i < end; i++) {
    const number = numbers[i] ?? 0;
    let at = i;
    for (; at > start && compare(numbers[at - 1] ?? 0, number) > 0; at--) {
      numbers[at] = numbers[at - 1] ?? 0;
    }
    numbers[at] = number;
  }
}

/** Merges neighbours of `width` numbers, each sorted, into twice as wide ones. */
function* mergeRuns(
  from: Uint32Array,
  to: Uint32Array,
  width: number,
  compare: Compare,
): Generator<undefined, void> {
  let left = 0;
  let right = 0;
  let leftEnd = 0;
  let rightEnd = 0;
  for (let at = 0; at < from.length; at++) {
    if (left === leftEnd && right === rightEnd) {
      left = at;
      right = leftEnd = Math.min(at + width, from.length);
      rightEnd = Math.min(right + width, from.length);
    }
    const fromLeft =
      right === rightEnd || (left < leftEnd && compare(from[left] ?? 0, from[right] ?? 0) <= 0);
    to[at] = from[fromLeft ? left++ : right++] ?? 0;
    if (at % MOVES_BETWEEN_PAUSES === MOVES_BETWEEN_PAUSES - 1) yield;
  }
}
