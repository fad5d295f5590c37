/** What is needed of `hash-wasm`, named here so that nothing else of it gets into the chunk. */
export { createSHA256, createSHA512, type IHasher } from 'hash-wasm';
