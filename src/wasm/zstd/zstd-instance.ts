/**
 * libzstd as the npm package `zstddec` carries it, driven through its exports: the package's own streaming ignores error codes, so
 * that damaged input keeps it busy for ever. The package instantiates the module once; we take the module from there and make
 * instances of our own, one for each stream under way, so that streams cannot get at each other's memory and the
 * memory of a large window is given back.
 */
import { ZSTDDecoder } from 'zstddec/stream';

export interface ZstdExports {
  memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  free(at: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  /** 0 at the end of a frame; from 0xffffff88 on (as unsigned) an error; else a hint of how much input comes next. */
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

/** Instances beyond this many bytes of memory are not kept: a window of 128 MiB would never be given back. */
const MOST_KEPT_BYTES = 32 << 20;
const MOST_SPARE = 2;

let compiled: Promise<WebAssembly.Module> | undefined;
const spare: ZstdExports[] = [];

/** An instance that nobody else uses. */
export async function takeZstd(): Promise<ZstdExports> {
  const instance = spare.pop();
  if (instance !== undefined) return instance;
  compiled ??= compileZstd();
  return instantiateZstd(await compiled);
}

/** Hands an instance back in which everything was freed. */
export function returnZstd(instance: ZstdExports): void {
  const small = instance.memory.buffer.byteLength <= MOST_KEPT_BYTES;
  if (small && spare.length < MOST_SPARE) spare.push(instance);
}

async function compileZstd(): Promise<WebAssembly.Module> {
  let module: WebAssembly.Module | undefined;
  const decoder = new ZSTDDecoder();
  const init = decoder._init.bind(decoder);
  decoder._init = (source) => {
    module = source.module;
    init(source);
  };
  await decoder.init();
  if (module === undefined) throw new Error('zstddec was started before');
  return module;
}

async function instantiateZstd(module: WebAssembly.Module): Promise<ZstdExports> {
  const imports = {
    env: {
      emscripten_notify_memory_growth: () => {
        // Views of the memory are made anew after every call.
      },
    },
  };
  const instance = await WebAssembly.instantiate(module, imports);
  return instance.exports as unknown as ZstdExports;
}
