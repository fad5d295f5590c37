/** The row a key leads to from `row`; undefined for a key that is no movement. Without a row, movement starts at `firstSeen`. */
export function rowAfterKey(
  key: string,
  row: number | undefined,
  list: { rowCount: number; rowsPerPage: number; firstSeen: number },
): number | undefined {
  const step = STEPS[key]?.(list.rowsPerPage);
  if (step === undefined || list.rowCount === 0) return undefined;
  const from = row ?? (Math.abs(step) === 1 ? list.firstSeen - step : list.firstSeen);
  return Math.min(Math.max(0, from + step), list.rowCount - 1);
}

const STEPS: Readonly<Record<string, (rowsPerPage: number) => number>> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (rows) => Math.max(1, rows - 1),
  PageUp: (rows) => -Math.max(1, rows - 1),
  Home: () => -Infinity,
  End: () => Infinity,
};
