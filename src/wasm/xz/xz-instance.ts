/**
 * xz-embedded as the npm package `xz-decompress` carries it, driven through its exports: the package's own stream waits for ever on
 * truncated input and lets only one stream be under way. It keeps its instance in a static field; we have it make one for
 * each stream and take it from there, so that streams cannot get at each other's memory.
 */
import * as xzDecompress from 'xz-decompress';

export interface XzExports {
  memory: WebAssembly.Memory;
  create_context(): number;
  destroy_context(context: number): void;
  /** `bytes` of input lie in the input buffer; none means that no more come. */
  supply_input(context: number, bytes: number): void;
  get_next_output(context: number): number;
}

interface XzModule {
  _getModuleInstance(): Promise<void>;
  _moduleInstance: WebAssembly.Instance;
}

/** Instances beyond this many bytes of memory are not kept: a dictionary of 64 MiB would never be given back. */
const MOST_KEPT_BYTES = 16 << 20;

let spare: XzExports | undefined;
/** The instance being made passes through a static field, so they are made one after the other. */
let making: Promise<unknown> = Promise.resolve();

/** An instance that nobody else uses. */
export async function takeXz(): Promise<XzExports> {
  if (spare !== undefined) {
    const instance = spare;
    spare = undefined;
    return instance;
  }
  const made = making.then(makeInstance);
  making = made.catch(() => undefined);
  return made;
}

/** Hands an instance back whose context was destroyed. */
export function returnXz(instance: XzExports): void {
  if (instance.memory.buffer.byteLength <= MOST_KEPT_BYTES) spare = instance;
}

async function makeInstance(): Promise<XzExports> {
  const module = findModule(xzDecompress);
  await module._getModuleInstance();
  return module._moduleInstance.exports as unknown as XzExports;
}

/** The package is CommonJS: bundlers and Node put what it exports in different places. */
function findModule(exported: object): XzModule {
  const found = 'XzReadableStream' in exported ? exported.XzReadableStream : undefined;
  if (found !== undefined) return found as XzModule;
  if ('default' in exported && typeof exported.default === 'object' && exported.default !== null) {
    return findModule(exported.default);
  }
  throw new Error('xz-decompress exports no XzReadableStream');
}
