import { formatNumber } from './format-number.ts';

// Powers of 1000, as docker prints them.
const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** Bytes for a narrow column: "512 B", "1.5 kB", "23.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatNumber(bytes)} B`;
  let value = bytes / 1000;
  let unit = 0;
  // Not 1000: 999.96 would be rounded to "1000.0".
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 999.95 ? formatNumber(value) : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** Bytes to the last one: "1,234,567 bytes". */
export function formatExactBytes(bytes: number): string {
  return `${formatNumber(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
}
