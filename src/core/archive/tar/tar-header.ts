/**
 * The fields of one header block, POSIX.1-1988 (ustar), v7, star and GNU. What an extension before it says is not known here.
 * Follows Go's archive/tar, which container runtimes read layers with; a number that is none becomes 0 and is told.
 */
import { hasUstarMagic } from './tar-checksum.ts';
import { readTarNumber } from './tar-number.ts';
import { isDevice } from './typeflag.ts';

type TarFormat = 'v7' | 'ustar' | 'star' | 'gnu';

export interface TarHeader {
  tarOffset: number;
  format: TarFormat;
  typeflag: number;
  name: Uint8Array;
  link: Uint8Array;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  devMajor: number;
  devMinor: number;
}

const NUMBER_FIELDS = {
  mode: [100, 108],
  uid: [108, 116],
  gid: [116, 124],
  size: [124, 136],
  mtime: [136, 148],
  devmajor: [329, 337],
  devminor: [337, 345],
} as const;

export type NumberField = keyof typeof NUMBER_FIELDS;

/** Reads a header whose checksum is good. The block may be overwritten afterwards. */
export function readTarHeader(
  block: Uint8Array,
  tarOffset: number,
  onBadNumber: (field: NumberField, bytes: Uint8Array) => void,
): TarHeader {
  const number = (field: NumberField): number => {
    const bytes = block.subarray(...NUMBER_FIELDS[field]);
    const value = readTarNumber(bytes);
    if (value !== undefined && isPossible(field, value)) return value;
    onBadNumber(field, bytes);
    return 0;
  };
  const format = formatOf(block);
  const typeflag = block[156] ?? 0;
  // Go reads these of every entry; they mean something for char and block devices alone.
  const hasDevice = format !== 'v7' && isDevice(typeflag);
  return {
    tarOffset,
    format,
    typeflag,
    name: joinName(prefixOf(block, format), cString(block.subarray(0, 100))),
    link: new Uint8Array(cString(block.subarray(157, 257))),
    mode: number('mode'),
    uid: number('uid'),
    gid: number('gid'),
    size: number('size'),
    mtime: number('mtime'),
    devMajor: hasDevice ? number('devmajor') : 0,
    devMinor: hasDevice ? number('devminor') : 0,
  };
}

/** Bytes up to the first NUL. */
export function cString(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** No system has device numbers beyond 32 bits, nor negative ones. */
function isPossible(field: NumberField, value: number): boolean {
  return !field.startsWith('dev') || (value >= 0 && value < 2 ** 32);
}

function formatOf(block: Uint8Array): TarFormat {
  if (!hasUstarMagic(block)) return 'v7';
  const [a, b, c] = block.subarray(262, 265);
  if (a === 0x20 && b === 0x20 && c === 0) return 'gnu';
  if (a !== 0) return 'v7';
  const [t, e, r, end] = block.subarray(508, 512);
  return t === 0x74 && e === 0x61 && r === 0x72 && end === 0 ? 'star' : 'ustar';
}

function prefixOf(block: Uint8Array, format: TarFormat): Uint8Array {
  if (format === 'ustar') return cString(block.subarray(345, 500));
  if (format === 'star') return cString(block.subarray(345, 476));
  if (format === 'gnu') return gnuPrefix(block);
  return new Uint8Array(0);
}

/**
 * GNU has times where ustar has the prefix; but Go before 1.8 wrote a prefix there all the same. As Go does today: where the times
 * are no numbers and the place reads as ASCII, it is a prefix (golang.org/issue/12594).
 */
function gnuPrefix(block: Uint8Array): Uint8Array {
  const times = [block.subarray(345, 357), block.subarray(357, 369)];
  const good = times.every((time) => time[0] === 0 || readTarNumber(time) !== undefined);
  const prefix = cString(block.subarray(345, 500));
  return good || prefix.some((byte) => byte >= 0x80) ? new Uint8Array(0) : prefix;
}

function joinName(prefix: Uint8Array, name: Uint8Array): Uint8Array {
  if (prefix.length === 0) return new Uint8Array(name);
  const joined = new Uint8Array(prefix.length + 1 + name.length);
  joined.set(prefix);
  joined[prefix.length] = 0x2f;
  joined.set(name, prefix.length + 1);
  return joined;
}
