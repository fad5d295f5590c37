import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerEngine } from '../../src/core/layer/decoders.ts';
import { IndexBuilder } from '../../src/core/layer/index-builder.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import type { ProblemOf } from '../../src/core/problem.ts';
import { createTwinEngine } from '../../src/core/layer/twin-engine.ts';
import { loadLayerEngine } from '../../src/wasm/layer-engine/layer-engine.ts';
import { TarBuilder, base256, checksumField } from '../fixtures/tar-builder.ts';

const wasm = await loadLayerEngine();
const twin = createTwinEngine();

const name = fc.oneof(
  fc.stringMatching(/^[a-z.]{1,12}(\/[a-z.]{1,12}){0,3}\/?$/),
  fc.constantFrom('..', 'a/../b', '/etc', './x', '', 'x'.repeat(100), `${'d/'.repeat(49)}ff`),
  fc.uint8Array({ minLength: 1, maxLength: 100 }).map((bytes) => bytes.map((byte) => byte || 1)),
);
const content = fc.uint8Array({ maxLength: 1500 });
const number = fc.oneof(
  fc.nat({ max: 0o777777 }),
  fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }).map((value) => base256(value, 8)),
  fc.uint8Array({ minLength: 8, maxLength: 8 }),
  fc.constantFrom(
    ...['    644 ', '0000644 ', '644\0\0\0\0\0', '\0\0\0\0\0\0\0\0'].map((x) => Buffer.from(x)),
  ),
);
const format = fc.constantFrom('ustar' as const, 'gnu' as const, 'star' as const, 'v7' as const);

type Part = (tar: TarBuilder) => unknown;
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.tuple(name, content, format).map(
    ([n, c, f]): Part =>
      (tar) =>
        tar.file(n, c, { format: f }),
  ),
  fc.tuple(name, number, number, number).map(
    ([n, mode, uid, gid]): Part =>
      (tar) =>
        tar.file(n, 'x', { mode, uid, gid }),
  ),
  fc.tuple(name, name).map(
    ([n, prefix]): Part =>
      (tar) =>
        tar.file(n, 'prefixed', { prefix }),
  ),
  fc.tuple(name, fc.nat({ max: 3 })).map(
    ([n, times]): Part =>
      (tar) =>
        tar.dir(n, { size: times * 512 }),
  ),
  fc.tuple(name, name).map(
    ([n, link]): Part =>
      (tar) =>
        tar.symlink(n, link),
  ),
  fc.tuple(name, name).map(
    ([n, link]): Part =>
      (tar) =>
        tar.hardlink(n, link),
  ),
  fc.tuple(name, fc.stringMatching(/^[0-9A-Za-z]$/), content).map(
    ([n, typeflag, c]): Part =>
      (tar) =>
        tar.entry({ name: n, typeflag }, c),
  ),
  fc.tuple(name, content).map(
    ([n, c]): Part =>
      (tar) =>
        tar.entry({ name: n, typeflag: '' }, c),
  ),
  fc.tuple(name, name, content).map(
    ([n, long, c]): Part =>
      (tar) =>
        tar.pax({ path: long, mtime: '1.5', 'SCHILY.xattr.user.a': 'b' }).file(n, c),
  ),
  fc.tuple(name, content).map(
    ([n, c]): Part =>
      (tar) =>
        tar.gnuLong('L', 'long/'.repeat(50)).file(n, c),
  ),
  name.map(
    (n): Part =>
      (tar) =>
        tar.gnuSparse(
          n,
          9000,
          [
            [0, 100],
            [5000, 100],
          ],
          'y'.repeat(200),
        ),
  ),
  name.map(
    (n): Part =>
      (tar) =>
        tar.paxSparse10(
          n,
          90_000,
          [
            [700, 512],
            [5000, 88],
          ],
          'z'.repeat(600),
        ),
  ),
  fc.tuple(name, fc.nat({ max: 200 })).map(([n, count]): Part => {
    const map = Array.from({ length: count }, (_, i) => [i * 1000, 7] as const);
    return (tar) => tar.gnuSparse(n, count * 1000, map, 'm'.repeat(count * 7));
  }),
  fc.tuple(fc.stringMatching(/^[a-z]+$/), fc.nat({ max: 200 })).map(([n, count]): Part => {
    const map = Array.from({ length: count }, (_, i) => [i * 1000, 7] as const);
    return (tar) => tar.paxSparse10(n, count * 1000, map, 'm'.repeat(count * 7));
  }),
  fc.nat({ max: 2 }).map(
    (blocks): Part =>
      (tar) =>
        tar.zeroBlocks(blocks),
  ),
  fc.uint8Array({ minLength: 512, maxLength: 512 }).map(
    (bytes): Part =>
      (tar) =>
        tar.raw(bytes),
  ),
);
const tars = fc
  .record({
    parts: fc.array(part, { maxLength: 12 }),
    ended: fc.boolean(),
    cut: fc.option(fc.nat()),
  })
  .map(({ parts, ended, cut }) => {
    const tar = new TarBuilder();
    for (const add of parts) add(tar);
    if (ended) tar.end();
    const bytes = tar.bytes();
    return cut === null ? bytes : bytes.slice(0, cut % (bytes.length + 1));
  });

/** Bytes changed here and there; half of the headers they fall into get a checksum that is right again. */
const damaged = fc
  .tuple(tars, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.boolean()), { maxLength: 6 }))
  .map(([tar, changes]) => {
    for (const [place, byte, repair] of changes) {
      if (tar.length === 0) break;
      const at = place % tar.length;
      tar[at] = byte;
      const start = at - (at % 512);
      if (!repair || start + 512 > tar.length) continue;
      const block = tar.subarray(start, start + 512);
      block.set(checksumField(block), 148);
    }
    return tar;
  });

describe('the WebAssembly engine and its twin', () => {
  it('make the same index of any tar, sound or damaged, however it is cut', () => {
    fc.assert(
      fc.property(damaged, fc.array(fc.nat(), { maxLength: 5 }), (tar, places) => {
        const cuts = places.map((place) => place % (tar.length + 1)).sort((a, b) => a - b);
        expectSame(passOver(wasm, 'tar', tar, cuts), passOver(twin, 'tar', tar, []));
      }),
      { numRuns: 600 },
    );
  });

  it('make the same index of any gzip, but for seek points', () => {
    fc.assert(
      fc.property(damaged, (tar) => {
        const gzip = gzipSync(tar);
        expectSame(passOver(wasm, 'gzip', gzip, []), passOver(twin, 'gzip', gzip, []));
      }),
      { numRuns: 200 },
    );
  });

  it('see where gzip ends too early; the faster one reads no less of it', () => {
    fc.assert(
      fc.property(damaged, fc.nat(), (tar, place) => {
        const gzip = gzipSync(tar);
        const cut = gzip.subarray(0, 1 + (place % (gzip.length - 1)));
        const got = truncation(passOver(wasm, 'gzip', cut, []));
        const want = truncation(passOver(twin, 'gzip', cut, []));
        expect(got.sourceOffset).toBe(cut.length);
        expect(want.sourceOffset).toBe(cut.length);
        expect(got.tarOffset).toBeGreaterThanOrEqual(want.tarOffset);
      }),
      { numRuns: 200 },
    );
  });

  it('agree on what they leave out when bodies are skipped', () => {
    fc.assert(
      fc.property(tars, fc.nat(), (tar, seed) => {
        const [got, want] = passesWithSkips(tar, seed);
        expectSame(got, want);
      }),
      { numRuns: 300 },
    );
  });
});

/** All but the seek points: the twin has none inside a member. */
function expectSame(got: LayerIndex, want: LayerIndex): void {
  const { buffer, seekPoints } = want;
  expect({ ...got, buffer, seekPoints }).toEqual(want);
}

function truncation({ problems }: LayerIndex): ProblemOf<'compression-truncated'> {
  const problem = problems.find(({ kind }) => kind === 'compression-truncated');
  if (problem?.kind !== 'compression-truncated') throw new Error('no truncation was told');
  return problem;
}

function passOver(
  engine: LayerEngine,
  input: 'gzip' | 'tar',
  bytes: Uint8Array,
  cuts: readonly number[],
): LayerIndex {
  const builder = new IndexBuilder();
  const pass = engine.startPass(input, builder);
  [...cuts, bytes.length].forEach((end, i, ends) => {
    pass.push(bytes.subarray(ends[i - 1] ?? 0, end));
  });
  pass.finish();
  return sealed(builder, bytes.length);
}

/** Both side by side, skipping wherever both may. */
function passesWithSkips(tar: Uint8Array, seed: number): [LayerIndex, LayerIndex] {
  const builders = [new IndexBuilder(), new IndexBuilder()] as const;
  const passes = [wasm.startPass('tar', builders[0]), twin.startPass('tar', builders[1])] as const;
  for (let at = 0, i = seed; at < tar.length; i++) {
    const piece = Math.min(1 + ((i * 7919) % 700), tar.length - at);
    for (const pass of passes) pass.push(tar.subarray(at, at + piece));
    at += piece;
    const jump = Math.min(passes[0].skippable, passes[1].skippable, tar.length - at);
    if (jump === 0 || i % 3 === 0) continue;
    for (const pass of passes) pass.skip(jump);
    at += jump;
  }
  for (const pass of passes) pass.finish();
  return [sealed(builders[0], tar.length), sealed(builders[1], tar.length)];
}

/** A pass may stop at different places once nothing can change any more, so the length is given. */
function sealed(builder: IndexBuilder, tarBytes: number): LayerIndex {
  return builder.seal({ compression: 'none', sourceBytes: tarBytes, tarBytes });
}
