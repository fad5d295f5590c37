/** SHA-2 in WebAssembly, by the npm package `hash-wasm`, loaded when first asked for. */
import type { DigestAlgorithm, Digester, Hasher } from '../core/bytes/digester.ts';
import type { IHasher } from './sha2/sha2.ts';

/** Instances that have given their hash serve again: a layer has a hundred thousand files. */
const spare: Record<DigestAlgorithm, IHasher[]> = { sha256: [], sha512: [] };
const MOST_SPARE = 4;

export const digester: Digester = {
  async start(algorithm) {
    const instance = spare[algorithm].pop()?.init() ?? (await createHasher(algorithm));
    return new WasmHasher(instance, algorithm);
  },
};

async function createHasher(algorithm: DigestAlgorithm): Promise<IHasher> {
  const { createSHA256, createSHA512 } = await import('./sha2/sha2.ts');
  return algorithm === 'sha256' ? createSHA256() : createSHA512();
}

class WasmHasher implements Hasher {
  readonly #algorithm: DigestAlgorithm;
  #instance: IHasher | undefined;

  constructor(instance: IHasher, algorithm: DigestAlgorithm) {
    this.#instance = instance;
    this.#algorithm = algorithm;
  }

  update(bytes: Uint8Array): void {
    this.#open().update(bytes);
  }

  hex(): string {
    const instance = this.#open();
    const hash = instance.digest();
    this.#instance = undefined;
    const others = spare[this.#algorithm];
    if (others.length < MOST_SPARE) others.push(instance);
    return hash;
  }

  #open(): IHasher {
    if (this.#instance === undefined) throw new Error('this hash is already given');
    return this.#instance;
  }
}
