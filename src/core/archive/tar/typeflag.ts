/** What a tar's type byte says of an entry. What has no line here is a vendor's or an old one, with stored bytes like a file. */
export const TYPEFLAG = {
  oldFile: 0,
  file: 0x30,
  hardlink: 0x31,
  symlink: 0x32,
  char: 0x33,
  block: 0x34,
  dir: 0x35,
  fifo: 0x36,
  contiguous: 0x37,
  gnuSparse: 0x53,
} as const;

export function isFile(typeflag: number): boolean {
  return (
    typeflag === TYPEFLAG.file ||
    typeflag === TYPEFLAG.contiguous ||
    typeflag === TYPEFLAG.gnuSparse
  );
}

export function isLink(typeflag: number): boolean {
  return typeflag === TYPEFLAG.hardlink || typeflag === TYPEFLAG.symlink;
}

export function isDevice(typeflag: number): boolean {
  return typeflag === TYPEFLAG.char || typeflag === TYPEFLAG.block;
}

/** Whether stored bytes follow the header: of links, devices, directories and fifos none do, whatever the size says. */
export function hasBody(typeflag: number): boolean {
  return typeflag < TYPEFLAG.hardlink || typeflag > TYPEFLAG.fifo;
}

/** The types that every container runtime takes. */
export function isUsual(typeflag: number): boolean {
  return typeflag >= TYPEFLAG.file && typeflag <= TYPEFLAG.fifo;
}
