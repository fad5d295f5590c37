/**
 * The layer engine in plain TypeScript, over fflate: slow, but short and by other means than the WebAssembly engine, whose twin it is in
 * tests. Its seek points are the starts of gzip members alone, and fflate takes some damaged streams that zlib refuses.
 */
import type { InflateStart, Inflate, LayerEngine, LayerPass } from './decoders.ts';
import type { Problem } from '../problem.ts';
import type { IndexBuilder } from './index-builder.ts';
import { TwinGzipPass } from './twin-gzip-pass.ts';
import { TwinInflate } from './twin-inflate.ts';
import { TwinTarPass } from './twin-tar-pass.ts';

export function createTwinEngine(): LayerEngine {
  return {
    startPass: (input: 'gzip' | 'tar', builder: IndexBuilder): LayerPass =>
      input === 'gzip' ? new TwinGzipPass(builder) : new TwinTarPass(builder),
    startInflate: (from: InflateStart, onProblem?: (problem: Problem) => void): Inflate =>
      new TwinInflate(from, onProblem),
  };
}
