/**
 * What a driver of the tar grammar has to do next. The grammar (`tar-grammar.ts`) knows what blocks mean and nothing of where bytes
 * come from; drivers (the TypeScript pass and the WebAssembly pass) know how to move bytes and nothing of tar.
 */
export type Step =
  /** The next 512 bytes are a header: call `header`. */
  | { kind: 'header' }
  /** Gather `bytes` and give them to `captured`; then drop `pad` bytes. */
  | { kind: 'capture'; bytes: number; pad: number }
  /** Drop `bytes`, then go on with a header. */
  | { kind: 'skip'; bytes: number }
  /** A stretch of a file's stored bytes, with zeros to be hashed around it: then call `bodyRead`. */
  | {
      kind: 'body';
      /** Start a new fingerprint before it. */
      first: boolean;
      /** Finish the fingerprint after it, into the newest row. */
      last: boolean;
      /** Whether a fingerprint is taken at all. */
      hash: boolean;
      holeBefore: number;
      bytes: number;
      holeAfter: number;
      /** Bytes to drop after it, up to the block boundary. */
      pad: number;
    }
  /** The end-of-archive blocks were read; whatever follows is not part of the tar. */
  | { kind: 'end' }
  /** Nothing here is a tar: give up. */
  | { kind: 'stop' };
