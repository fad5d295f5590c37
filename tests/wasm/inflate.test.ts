import { readFileSync } from 'node:fs';
import { constants, deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { gunzipSync as fflateGunzip } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { LayerEngine } from '../../src/core/layer/decoders.ts';
import { InputError } from '../../src/core/problem.ts';
import { loadLayerEngine } from '../../src/wasm/layer-engine/layer-engine.ts';
import { cutsEvery, inflateAll } from './inflate-all.ts';

const engine = await loadLayerEngine();
const PIECES = [1, 37, 999, 1000, 65536];
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
const STRATEGIES = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FILTERED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

/** Text that repeats itself at many distances, as real files do. */
const structured = fc
  .array(
    fc.record({
      word: fc.uint8Array({ minLength: 1, maxLength: 40 }),
      times: fc.integer({ min: 1, max: 300 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((parts) =>
    Buffer.concat(parts.flatMap(({ word, times }) => Array<Uint8Array>(times).fill(word))),
  );
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 5000 }).map((bytes) => Buffer.from(bytes)),
  structured,
);

describe('inflate', () => {
  it('gives what Node packed, for any content, level, strategy and cut', () => {
    fc.assert(
      fc.property(
        contents,
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(...STRATEGIES),
        fc.array(fc.nat()),
        (content, level, strategy, places) => {
          const gzip = gzipSync(content, { level, strategy });
          const cuts = places.map((place) => place % (gzip.length + 1)).sort((a, b) => a - b);
          expect(inflateAll(engine, gzip, cuts).equals(content)).toBe(true);
          expect(Buffer.from(fflateGunzip(gzip)).equals(content)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('resumes at every possible cut of small streams', () => {
    const text = Buffer.from('the quick brown fox jumps over the lazy dog. '.repeat(30));
    const noise = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * i * 31) & 255));
    for (const content of [Buffer.alloc(0), text, noise, Buffer.alloc(5000, 'x')]) {
      for (const level of [0, 1, 9]) {
        const gzip = gzipSync(content, { level });
        for (let cut = 0; cut <= gzip.length; cut++) {
          expect(inflateAll(engine, gzip, [cut]).equals(content), `cut at ${cut}`).toBe(true);
        }
      }
    }
  });

  it.each(PIECES)('reads real files in pieces of %i bytes', (piece) => {
    const lock = readFileSync('package-lock.json');
    const binary = readFileSync(process.execPath).subarray(0, piece < 999 ? 300_000 : 4_000_000);
    for (const content of [lock, binary]) {
      for (const level of [1, 6]) {
        const gzip = gzipSync(content, { level });
        const got = inflateAll(engine, gzip, cutsEvery(piece, gzip.length));
        expect(got.equals(content)).toBe(true);
      }
    }
  });

  it('accepts and rejects mutated streams as zlib does, with the same bytes', () => {
    fc.assert(
      fc.property(
        structured,
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        (content, level, flips) => {
          const deflated = deflateRawSync(content, { level });
          for (const [place, mask] of flips) {
            const at = place % deflated.length;
            deflated[at] = (deflated[at] ?? 0) ^ mask;
          }
          expectSameVerdict(engine, Buffer.concat([deflated, Buffer.alloc(8)]));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('accepts and rejects random bytes as zlib does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (bytes) => {
        expectSameVerdict(engine, Buffer.concat([bytes, Buffer.alloc(8)]));
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps distances inside their member', () => {
    const first = gzipSync(Buffer.alloc(1000, 'abc'));
    const reachesBack = Buffer.concat([
      HEADER,
      Buffer.from([0x4b, 0x04, 0x62, 0x00]),
      Buffer.alloc(8),
    ]);
    const bad = Buffer.concat([first, reachesBack]);
    expectSameVerdict(engine, bad.subarray(first.length + HEADER.length));
    expect(inflateAll(engine, Buffer.concat([first, first]), [])).toHaveLength(2000);
  });
});

/** `deflated` is a raw stream with some bytes behind it. Where zlib takes part of it for a stream, a trailer is put behind that part. */
function expectSameVerdict(under: LayerEngine, deflated: Buffer): void {
  const want = attempt(() => inflateRawSync(deflated));
  const used = want === undefined ? deflated.length : bytesUsed(deflated);
  const stream = [HEADER, deflated.subarray(0, used), Buffer.alloc(want === undefined ? 0 : 8)];
  const got = attempt(() => inflateAll(under, Buffer.concat(stream), []));
  expect(got === undefined).toBe(want === undefined);
  if (want !== undefined && got !== undefined) expect(got.equals(want)).toBe(true);
}

function bytesUsed(deflated: Buffer): number {
  const { engine: zlib } = inflateRawSync(deflated, { info: true }) as unknown as {
    engine: { bytesWritten: number };
  };
  return zlib.bytesWritten;
}

function attempt(read: () => Buffer): Buffer | undefined {
  try {
    return read();
  } catch (error) {
    if (
      error instanceof InputError ||
      (error as { code?: string }).code?.startsWith('Z_') === true
    ) {
      return undefined;
    }
    throw error;
  }
}
