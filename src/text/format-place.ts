import { formatNumber } from './format-number.ts';

/** A position in the uncompressed tar. */
export function inTar(offset: number): string {
  return `byte ${formatNumber(offset)} of the tar`;
}

/** A position in the file as it was dropped. */
export function inFile(offset: number): string {
  return `byte ${formatNumber(offset)} of the file`;
}

/** 32 bits as eight hex digits. */
export function formatChecksum(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
