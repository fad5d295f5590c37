/** The first names of a tar that is compressed as a whole, without reading much of it. */
import { strFromU8 } from 'fflate';
import type { ByteSource } from '../bytes/byte-source.ts';
import type { Decoders } from '../layer/decoders.ts';
import { IndexBuilder } from '../layer/index-builder.ts';
import { entryName } from '../layer/layer-index.ts';
import { type Compression, InputError } from '../problem.ts';
import { decodeWhole } from './unpack-archive.ts';

const ENOUGH_NAMES = 16;
const ENOUGH_BYTES = 16 << 20;

export async function peekNames(
  source: ByteSource,
  compression: Compression,
  decoders: Decoders,
): Promise<string[]> {
  const builder = new IndexBuilder();
  const pass = decoders.engine.startPass('tar', builder);
  try {
    for await (const chunk of decodeWhole(source, compression, decoders)) {
      pass.push(chunk);
      if (pass.done || pass.entries >= ENOUGH_NAMES || pass.tarBytes >= ENOUGH_BYTES) break;
    }
  } catch (error) {
    // Whoever reads on will meet the damage again.
    if (!(error instanceof InputError)) throw error;
  }
  pass.finish();
  const { tarBytes } = pass;
  const index = builder.seal({ compression, sourceBytes: source.size, tarBytes });
  return Array.from({ length: index.entryCount }, (_, entry) => strFromU8(entryName(index, entry)));
}
