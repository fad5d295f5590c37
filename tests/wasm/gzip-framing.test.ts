import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../src/core/layer/index-builder.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import { loadLayerEngine } from '../../src/wasm/layer-engine/layer-engine.ts';
import { cutsEvery, inflateAll } from './inflate-all.ts';

const engine = await loadLayerEngine();
const EMPTY_TAR = Buffer.alloc(1024);
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;

describe('gzip framing', () => {
  it.each([0, FEXTRA, FNAME, FCOMMENT, FHCRC, FEXTRA | FNAME | FCOMMENT | FHCRC])(
    'reads a header with flags %i at every cut',
    (flags) => {
      const gzip = member(EMPTY_TAR, { flags });
      for (let cut = 0; cut <= gzip.length; cut++) {
        expect(indexGzip(gzip, [cut]).problems, `cut at ${cut}`).toEqual([]);
      }
    },
  );

  it('reads a file name longer than its input buffer', () => {
    const gzip = member(EMPTY_TAR, { flags: FNAME, name: 'n'.repeat(700_000) });
    expect(indexGzip(gzip, cutsEvery(100_000, gzip.length)).tarBytes).toBe(1024);
  });

  it('reads many members, empty ones too, as one stream', () => {
    const parts = [EMPTY_TAR.subarray(0, 100), Buffer.alloc(0), EMPTY_TAR.subarray(100)];
    const gzip = Buffer.concat([...parts.map((part) => gzipSync(part)), Buffer.alloc(777)]);
    for (const piece of [1, 37, 999, 65536]) {
      const index = indexGzip(gzip, cutsEvery(piece, gzip.length));
      expect(index.problems).toEqual([]);
      expect(index.tarBytes).toBe(1024);
    }
  });

  it('gives what its members hold, however they are made', () => {
    const members = fc.array(
      fc.record({
        content: fc.uint8Array({ maxLength: 300 }),
        flags: fc.nat({ max: 31 }).map((flags) => flags & ~1),
        level: fc.nat({ max: 9 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(members, fc.nat({ max: 60 }), (list, piece) => {
        const made = list.map(({ content, flags, level }) => member(content, { flags, level }));
        const gzip = Buffer.concat(made);
        const got = inflateAll(engine, gzip, cutsEvery(piece + 1, gzip.length));
        expect(got.equals(Buffer.concat(list.map(({ content }) => content)))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('tells a wrong checksum with both numbers and where they stand, and goes on', () => {
    const good = member(EMPTY_TAR.subarray(0, 512), {});
    const bad = member(EMPTY_TAR.subarray(512), {});
    const want = (bad.readUInt32LE(bad.length - 8) ^ 0xff) >>> 0;
    bad.writeUInt32LE(want, bad.length - 8);
    const [problem, ...others] = indexGzip(Buffer.concat([bad, good]), []).problems;
    expect(problem).toEqual({
      kind: 'gzip-checksum',
      sourceOffset: bad.length - 8,
      tarOffset: 512,
      want,
      got: (want ^ 0xff) >>> 0,
    });
    expect(others).toEqual([]);
  });

  it('tells a wrong length', () => {
    const gzip = member(EMPTY_TAR, {});
    gzip.writeUInt32LE(7, gzip.length - 4);
    expect(indexGzip(gzip, []).problems).toEqual([
      { kind: 'gzip-length', sourceOffset: gzip.length - 8, tarOffset: 1024, want: 7, got: 1024 },
    ]);
  });

  it('tells a wrong checksum of the header and reads on', () => {
    const gzip = member(EMPTY_TAR, { flags: FHCRC });
    gzip.writeUInt16LE(gzip.readUInt16LE(10) ^ 1, 10);
    const index = indexGzip(gzip, []);
    expect(index.problems.map(({ kind }) => kind)).toEqual(['gzip-header-checksum']);
    expect(index.tarBytes).toBe(1024);
  });

  it('tells bytes behind the last member, and how many', () => {
    const gzip = member(EMPTY_TAR, {});
    for (const garbage of ['x', 'garbage', '\0\0\0x'.repeat(9)]) {
      const bytes = Buffer.from(garbage);
      const zeros = bytes.findIndex((byte) => byte !== 0);
      for (const piece of [1, 5, 1000]) {
        const both = Buffer.concat([gzip, bytes]);
        expect(indexGzip(both, cutsEvery(piece, both.length)).problems).toEqual([
          {
            kind: 'trailing-bytes',
            compression: 'gzip',
            sourceOffset: gzip.length + zeros,
            bytes: bytes.length - zeros,
          },
        ]);
      }
    }
  });

  it('tells where the input ends too early, for every length', () => {
    const gzip = member(EMPTY_TAR, { flags: FEXTRA | FNAME });
    for (let length = 1; length < gzip.length; length++) {
      const index = indexGzip(gzip.subarray(0, length), []);
      expect(index.problems[0]?.kind, `${length} bytes`).toBe('compression-truncated');
    }
  });

  it.each([
    ['no gzip at all', 0, 'no gzip header where one should be'],
    ['another method', 2, 'a compression method other than deflate'],
    ['reserved flags', 3, 'reserved gzip flags are set'],
  ])('refuses %s by name', (_, at, reason) => {
    const gzip = member(EMPTY_TAR, {});
    gzip[at] = 0xf0;
    expect(indexGzip(gzip, []).problems).toContainEqual({
      kind: 'compression-corrupt',
      compression: 'gzip',
      sourceOffset: at + 1,
      tarOffset: 0,
      reason,
    });
  });
});

interface MemberOptions {
  flags?: number;
  level?: number;
  name?: string;
}

/** A gzip member with the header fields that `flags` name. */
function member(content: Uint8Array, { flags = 0, level = 6, name = 'a name' }: MemberOptions) {
  const fields = [Buffer.from([0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 255])];
  if (flags & FEXTRA) fields.push(Buffer.from([5, 0]), Buffer.from('SG\0\0\0'));
  if (flags & FNAME) fields.push(Buffer.from(`${name}\0`));
  if (flags & FCOMMENT) fields.push(Buffer.from('a comment\0'));
  const head = Buffer.concat(fields);
  const check = Buffer.alloc(flags & FHCRC ? 2 : 0);
  if (flags & FHCRC) check.writeUInt16LE(gzipChecksum(head) & 0xffff);
  const trailer = gzipSync(content).subarray(-8);
  return Buffer.concat([head, check, deflateRawSync(content, { level }), trailer]);
}

/** CRC-32 by way of what Node writes behind a member. */
function gzipChecksum(bytes: Uint8Array): number {
  return gzipSync(bytes).readUInt32LE(gzipSync(bytes).length - 8);
}

function indexGzip(gzip: Uint8Array, cuts: readonly number[]): LayerIndex {
  const builder = new IndexBuilder();
  const pass = engine.startPass('gzip', builder);
  [...cuts, gzip.length].forEach((end, i, ends) => {
    pass.push(gzip.subarray(ends[i - 1] ?? 0, end));
  });
  pass.finish();
  return builder.seal({
    compression: 'gzip',
    sourceBytes: gzip.length,
    tarBytes: pass.tarBytes,
  });
}
