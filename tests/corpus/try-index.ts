/** Indexing where anything may be wrong: the index or the reason why there is none. Any other kind of failure is thrown on. */
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import { indexLayer } from '../../src/core/layer/index-layer.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import { InputError, type Problem } from '../../src/core/problem.ts';
import type { Engine } from './engines.ts';

export interface Tried {
  index: LayerIndex | undefined;
  problems: readonly Problem[];
}

export async function tryIndex(blob: Uint8Array, { decoders }: Engine): Promise<Tried> {
  try {
    const index = await indexLayer(memorySource(blob), { decoders });
    return { index, problems: index.problems };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { index: undefined, problems: [error.problem] };
  }
}
