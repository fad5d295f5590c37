/**
 * A numeric header field: octal digits between spaces and NULs, or (high bit of the first byte set) a big-endian two's
 * complement number, the GNU way to say more than fits in octal.
 */

/** The number, or undefined where the field holds none or one beyond 2^53, which no count in a real archive reaches. */
export function readTarNumber(field: Uint8Array): number | undefined {
  return ((field[0] ?? 0) & 0x80) === 0 ? readOctal(field) : readBase256(field);
}

function readOctal(field: Uint8Array): number | undefined {
  let at = 0;
  let end = field.length;
  while (at < end && isPadding(field[at])) at++;
  while (end > at && isPadding(field[end - 1])) end--;
  let value = 0;
  for (; at < end; at++) {
    const byte = field[at] ?? 0;
    // What stands behind a NUL is left over from an earlier use of the buffer.
    if (byte === 0) break;
    if (byte < 0x30 || byte > 0x37) return undefined;
    value = value * 8 + byte - 0x30;
  }
  return Number.isSafeInteger(value) ? value : undefined;
}

function readBase256(field: Uint8Array): number | undefined {
  const negative = ((field[0] ?? 0) & 0x40) !== 0;
  const flip = negative ? 0xff : 0;
  let value = ((field[0] ?? 0) ^ flip) & 0x7f;
  for (const byte of field.subarray(1)) {
    value = value * 256 + (byte ^ flip);
    if (!Number.isSafeInteger(value)) return undefined;
  }
  return negative ? -value - 1 : value;
}

function isPadding(byte: number | undefined): boolean {
  return byte === 0 || byte === 0x20;
}
