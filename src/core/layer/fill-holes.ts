/** Puts the holes back between the stored bytes of a sparse file; they may be terabytes, so they are one block of zeros, given again and again. */
import type { Segments } from './segments.ts';

const ZEROS = new Uint8Array(64 << 10);

export async function* fillHoles(
  stored: AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>,
  segments: Segments,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const take = taker(stored);
  let at = 0;
  try {
    for (let i = 0; i < segments.offset.length; i++) {
      const start = segments.offset[i] ?? at;
      const end = start + (segments.length[i] ?? 0);
      yield* zeros(start - at);
      for (at = start; at < end;) {
        const bytes = await take(end - at);
        if (bytes === undefined) return;
        at += bytes.length;
        yield bytes;
      }
    }
    yield* zeros(size - at);
  } finally {
    await stored.return();
  }
}

/** Gives a function that takes up to `most` bytes off the front of the chunks. */
function taker(chunks: AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>) {
  let rest = new Uint8Array(0);
  return async (most: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    while (rest.length === 0) {
      const next = await chunks.next();
      if (next.done === true) return undefined;
      rest = next.value;
    }
    const bytes = rest.subarray(0, most);
    rest = rest.subarray(bytes.length);
    return bytes;
  };
}

function* zeros(count: number): Generator<Uint8Array<ArrayBuffer>, void, void> {
  for (let left = count; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, left);
}
