/**
 * One entry: its header with what the extensions before it say. A GNU long name beats a PAX path, and the name of a PAX sparse file
 * beats both, as in Go.
 */
import type { Extension } from './pending-extension.ts';
import type { PaxRecord } from './pax-records.ts';
import type { PaxSparse } from './pax-sparse.ts';
import type { TarHeader } from './tar-header.ts';
import { TYPEFLAG, isLink } from './typeflag.ts';

export interface TarEntry {
  header: TarHeader;
  /** NUL made '0', or '5' where the name ends with a slash. */
  typeflag: number;
  name: Uint8Array;
  link: Uint8Array;
  uid: number;
  gid: number;
  mtime: number;
  mtimeNanos: number;
  /** The size that header or PAX record claim. */
  claimed: number;
  records: readonly PaxRecord[];
  sparse: PaxSparse | undefined;
}

export function makeTarEntry(header: TarHeader, extension: Extension): TarEntry {
  const { pax, longName, longLink } = extension;
  const name = pax?.sparse?.name ?? longName ?? pax?.path ?? header.name;
  const typeflag = plainTypeflag(header.typeflag, name);
  return {
    header,
    typeflag,
    name,
    link: isLink(typeflag) ? (longLink ?? pax?.linkpath ?? header.link) : new Uint8Array(0),
    uid: pax?.uid ?? header.uid,
    gid: pax?.gid ?? header.gid,
    mtime: pax?.mtime?.seconds ?? header.mtime,
    mtimeNanos: pax?.mtime?.nanos ?? 0,
    claimed: pax?.size ?? header.size,
    records: pax?.others ?? [],
    sparse: pax?.sparse,
  };
}

/** Old writers have no type for directories, only names that end with a slash. */
function plainTypeflag(typeflag: number, name: Uint8Array): number {
  if (typeflag !== TYPEFLAG.oldFile) return typeflag;
  return name.at(-1) === 0x2f ? TYPEFLAG.dir : TYPEFLAG.file;
}
