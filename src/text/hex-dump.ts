const PER_LINE = 16;

export interface HexLine {
  offset: string;
  /** Padded, so that the next column stands straight. */
  hex: string;
  ascii: string;
}

/** The classic three columns; what is not printable ASCII is a dot in the last. */
export function hexDump(bytes: Uint8Array): HexLine[] {
  const lines: HexLine[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const line = bytes.subarray(at, at + PER_LINE);
    lines.push({
      offset: at.toString(16).padStart(8, '0'),
      hex: Array.from(line, (byte) => byte.toString(16).padStart(2, '0'))
        .join(' ')
        .padEnd(3 * PER_LINE - 1),
      ascii: Array.from(line, (byte) =>
        byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
      ).join(''),
    });
  }
  return lines;
}
