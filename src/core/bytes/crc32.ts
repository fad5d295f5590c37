/** CRC-32 as gzip uses it (ISO 3309, reflected polynomial 0xEDB88320), a piece at a time. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** The checksum of what `crc` covers (0: nothing) followed by `bytes`, as an unsigned number. */
export function crc32(bytes: Uint8Array, crc = 0): number {
  let state = ~crc;
  for (const byte of bytes) state = (state >>> 8) ^ (TABLE[(state ^ byte) & 0xff] ?? 0);
  return ~state >>> 0;
}
