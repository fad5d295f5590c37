import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeflateStream } from '../../../src/core/layer/twin-deflate-stream.ts';

/** Pushes everything in pieces; what came out, and what was left when the stream was complete. */
function inflate(bytes: Uint8Array, piece: number) {
  const stream = new DeflateStream();
  const output: Uint8Array[] = [];
  let taken = 0;
  for (
    let at = 0;
    at < bytes.length && !stream.complete && stream.fault === undefined;
    at += piece
  ) {
    for (const step of stream.push(bytes.subarray(at, at + piece))) {
      output.push(step.output);
      taken += step.taken;
    }
  }
  const used = stream.complete ? taken - stream.unused.length : taken;
  return { output: Buffer.concat(output), used, complete: stream.complete, fault: stream.fault };
}

const content = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc
    .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 30 }), fc.nat(200)), { maxLength: 20 })
    .map((parts) =>
      Buffer.concat(parts.flatMap(([word, times]) => Array<Uint8Array>(times).fill(word))),
    ),
);
const STRATEGIES = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

describe('DeflateStream', () => {
  it('knows where a stream ends, whatever follows and wherever it is cut', () => {
    fc.assert(
      fc.property(
        content,
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(...STRATEGIES),
        fc.constantFrom(1, 2, 7, 100, 4096),
        fc.uint8Array({ maxLength: 50 }),
        (bytes, level, strategy, piece, behind) => {
          const deflated = deflateRawSync(bytes, { level, strategy });
          const got = inflate(Buffer.concat([deflated, behind]), piece);
          expect(got.output.equals(bytes)).toBe(true);
          expect(got).toMatchObject({ complete: true, used: deflated.length, fault: undefined });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is not complete before its last byte', () => {
    for (const level of [0, 1, 9]) {
      const deflated = deflateRawSync(Buffer.from('some text, some text, some more text'), {
        level,
      });
      for (let length = 1; length < deflated.length; length++) {
        const got = inflate(deflated.subarray(0, length), 4096);
        expect(got).toMatchObject({ complete: false, used: length, fault: undefined });
      }
    }
  });

  it('gives everything before damage, and says at which byte it is', () => {
    const good = deflateRawSync(Buffer.alloc(100_000, 'abcdefg'), {
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    // Block type 3 does not exist.
    const bad = Buffer.concat([good, Buffer.from([0x07, 0, 0, 0, 0, 0])]);
    for (const piece of [1, 10, 4096]) {
      const got = inflate(bad, piece);
      expect(got.output.equals(Buffer.alloc(100_000, 'abcdefg'))).toBe(true);
      expect(got).toMatchObject({
        complete: false,
        used: good.length,
        fault: 'invalid block type',
      });
    }
  });

  it('takes no distance that reaches back before the start', () => {
    // One fixed block: literal a, then a copy of 3 bytes from 2 back.
    const got = inflate(Buffer.from([0x4b, 0x04, 0x22, 0x00]), 1);
    expect(got).toMatchObject({ complete: false, fault: 'invalid distance' });
  });

  it('gives up the part of a stored block that came, once asked', () => {
    const stored = deflateRawSync(Buffer.alloc(1000, 'x'), { level: 0 });
    for (const length of [1, 4, 5, 6, 500, 1004]) {
      const stream = new DeflateStream();
      Array.from(stream.push(stored.subarray(0, length)));
      expect(stream.stranded).toHaveLength(Math.max(0, length - 5));
    }
    const packed = new DeflateStream();
    Array.from(packed.push(deflateRawSync(Buffer.alloc(1000, 'xyz')).subarray(0, 5)));
    expect(packed.stranded).toHaveLength(0);
  });

  it('holds what a block of stored bytes needs and no more', () => {
    const stored = deflateRawSync(Buffer.alloc(200_000, 'x'), { level: 0 });
    expect(inflate(stored, 1000).output).toHaveLength(200_000);
  });

  it('reads the state of fflate that it relies on', () => {
    // If an update renames these fields, nothing is ever complete.
    const stream = new DeflateStream();
    expect(stream.complete).toBe(false);
    Array.from(stream.push(deflateRawSync(Buffer.from('x'))));
    expect(stream.complete).toBe(true);
    expect(stream.unused).toHaveLength(0);
  });
});
