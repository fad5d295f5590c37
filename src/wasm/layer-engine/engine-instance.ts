/** The engine's exports, typed, and its memory as views. One instance serves one pass or one inflate at a time. */
import wasm from './assembly/index.ts?asc';

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly inputAt: WebAssembly.Global<'i32'>;
  readonly inputBytes: WebAssembly.Global<'i32'>;
  readonly chunkAt: WebAssembly.Global<'i32'>;
  readonly chunkBytes: WebAssembly.Global<'i32'>;
  readonly rowsAt: WebAssembly.Global<'i32'>;
  readonly lengthsAt: WebAssembly.Global<'i32'>;
  readonly stateAt: WebAssembly.Global<'i32'>;
  readonly packedAt: WebAssembly.Global<'i32'>;

  start(): void;
  resume(
    usedBits: number,
    windowBytes: number,
    where: number,
    last: number,
    stored: number,
    litlens: number,
    dists: number,
  ): number;
  setSource(at: number, end: number, last: number): void;
  gunzip(): number;
  room(): number;
  grown(bytes: number): void;
  slide(): void;
  source(): number;
  sourceEnd(): number;
  bit(): number;
  target(): number;
  reach(): number;
  phase(): number;
  lastBlock(): number;
  storedLeft(): number;
  litlenCount(): number;
  distCount(): number;
  readonly checked: WebAssembly.Global<'i32'>;
  readonly memberCrc: WebAssembly.Global<'i32'>;
  readonly memberBytes: WebAssembly.Global<'i32'>;
  readonly wantCrc: WebAssembly.Global<'i32'>;
  readonly wantBytes: WebAssembly.Global<'i32'>;
  readonly headCrc: WebAssembly.Global<'i32'>;
  readonly wantHeadCrc: WebAssembly.Global<'i32'>;

  scan(end: number): number;
  setScanned(at: number): void;
  setPlain(plain: number): void;
  setBody(bytes: number, pad: number, hash: number, tell: number): void;
  setFingerprint(): void;
  skipBody(bytes: number): void;
  drain(): void;
  readonly scanned: WebAssembly.Global<'i32'>;
  readonly base: WebAssembly.Global<'f64'>;
  readonly bodyLeft: WebAssembly.Global<'i64'>;
  readonly padLeft: WebAssembly.Global<'i64'>;

  deflateState(at: number, bytes: number): number;
  crc32(crc: number, at: number, bytes: number): number;
  hashStart(): void;
  hashUpdate(at: number, bytes: number): void;
  hashZeros(bytes: bigint): void;
  hashFinish(): bigint;
}

export interface EngineInstance {
  readonly exports: Exports;
  readonly memory: Uint8Array<ArrayBuffer>;
  readonly inputAt: number;
  readonly inputBytes: number;
  readonly chunkAt: number;
  readonly chunkBytes: number;
  readonly rowsAt: number;
  readonly lengthsAt: number;
  readonly stateAt: number;
  readonly packedAt: number;
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiles the module, once. */
export function compileEngine(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(wasm), (char) => char.charCodeAt(0)));
  return compiled;
}

export function instantiateEngine(module: WebAssembly.Module): EngineInstance {
  const exports = new WebAssembly.Instance(module).exports as unknown as Exports;
  return {
    exports,
    memory: new Uint8Array(exports.memory.buffer),
    inputAt: exports.inputAt.value,
    inputBytes: exports.inputBytes.value,
    chunkAt: exports.chunkAt.value,
    chunkBytes: exports.chunkBytes.value,
    rowsAt: exports.rowsAt.value,
    lengthsAt: exports.lengthsAt.value,
    stateAt: exports.stateAt.value,
    packedAt: exports.packedAt.value,
  };
}
