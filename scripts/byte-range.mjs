/**
 * Reads a Range header (RFC 9110 §14.2) for a file of `size` bytes: one range as `[start, end)`, 'unsatisfiable', or undefined where
 * the header is to be ignored (none, malformed, another unit, several ranges).
 * @param {string | undefined} header
 * @param {number} size
 * @returns {[number, number] | 'unsatisfiable' | undefined}
 */
export function parseByteRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') return suffix(Number(last), size);
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) return 'unsatisfiable';
  return [start, last === '' ? size : Math.min(Number(last) + 1, size)];
}

/**
 * @param {number} length
 * @param {number} size
 * @returns {[number, number] | 'unsatisfiable'}
 */
function suffix(length, size) {
  return length === 0 || size === 0 ? 'unsatisfiable' : [Math.max(0, size - length), size];
}
