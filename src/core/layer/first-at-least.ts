/** The place of the first number in an ascending column that is `value` or more; the column's length if there is none. */
export function firstAtLeast(column: Uint32Array | Float64Array, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
