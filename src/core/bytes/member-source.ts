import type { ByteSource } from './byte-source.ts';
import { checkRange } from './check-range.ts';

/** A source over `[start, end)` of another one: a member of an archive, say. */
export function memberSource(parent: ByteSource, start: number, end: number): ByteSource {
  checkRange(start, end, parent.size);
  const size = end - start;
  const openStream = parent.stream?.bind(parent);
  const discard = parent.discard?.bind(parent);
  return {
    size,
    ...(discard !== undefined && { discard }),
    async read(from, to) {
      checkRange(from, to, size);
      return parent.read(start + from, start + to);
    },
    ...(openStream !== undefined && {
      stream(from: number, to: number) {
        checkRange(from, to, size);
        return openStream(start + from, start + to);
      },
    }),
  };
}
