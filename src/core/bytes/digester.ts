/** SHA-2 as `core` needs it: WebAssembly does it in `src/wasm/digester`. */
export type DigestAlgorithm = 'sha256' | 'sha512';

export interface Hasher {
  update(bytes: Uint8Array): void;
  /** The hash as lower-case hex; nothing can be added afterwards. */
  hex(): string;
}

export interface Digester {
  start(algorithm: DigestAlgorithm): Promise<Hasher>;
}
