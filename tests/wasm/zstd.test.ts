import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openZstd } from '../../src/wasm/zstd/decode-zstd.ts';
import { returnZstd, takeZstd } from '../../src/wasm/zstd/zstd-instance.ts';
import { decodeAll, NUMBERS, piecesOf } from '../fixtures/decode-all.ts';
import { skippableFrame, zstdBomb, zstdFrame } from '../fixtures/zstd-frames.ts';

const decodeZstd = await openZstd();
const decode = (input: Uint8Array, piece?: number) => decodeAll(decodeZstd, input, piece);
const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/zstd/${name}`, import.meta.url));

const TEXT = Buffer.from('the quick brown fox\n'.repeat(1000));
const PIECES = [1, 37, 999, 1000, 65_536];

function hasZstd(): boolean {
  try {
    execFileSync('zstd', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

describe('what the zstd program made', () => {
  it.each(['level-19.zst', 'no-checksum.zst', 'two-frames.zst', 'window-128-mib.zst'])(
    'decodes %s in pieces of any size',
    async (name) => {
      const file = fixture(name);
      for (const piece of [...PIECES, file.length]) {
        const { bytes, problem } = await decode(file, piece);
        expect(problem).toBeUndefined();
        expect(bytes.equals(NUMBERS)).toBe(true);
      }
    },
  );

  it('refuses a window of 256 MiB by name', async () => {
    const { bytes, problem } = await decode(fixture('window-256-mib.zst'));
    expect(bytes).toHaveLength(0);
    expect(problem).toMatchObject({
      kind: 'compression-corrupt',
      compression: 'zstd',
      reason: 'window larger than 128 MiB',
    });
  });

  it.skipIf(!hasZstd())('decodes random data at random levels', async () => {
    const unit = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 });
    const input = fc.record({
      unit,
      times: fc.integer({ min: 1, max: 400 }),
      level: fc.integer({ min: 1, max: 19 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ unit, times, level }) => {
        const content = Buffer.concat(Array<Buffer>(times).fill(Buffer.concat(unit)));
        const compressed = execFileSync('zstd', ['-q', '-c', `-${level}`], { input: content });
        const { bytes, problem } = await decode(compressed, 1 + (times % 5000));
        expect(problem).toBeUndefined();
        expect(bytes.equals(content)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

describe('frames', () => {
  const blob = Buffer.concat([
    skippableFrame(Buffer.from('skip me'), 3),
    zstdFrame(TEXT),
    skippableFrame(Buffer.alloc(70_000), 15),
    zstdFrame(Buffer.alloc(0)),
    zstdFrame(NUMBERS, 5000),
  ]);

  it('follow one another, skippable and empty ones among them, whatever the pieces', async () => {
    for (const piece of [...PIECES, 3, 4, 5, blob.length]) {
      const { bytes, problem } = await decode(blob, piece);
      expect(problem).toBeUndefined();
      expect(bytes.equals(Buffer.concat([TEXT, NUMBERS]))).toBe(true);
    }
  });

  it('are told with their offsets in the blob and in what comes out', async () => {
    const first = 15;
    const empty = first + zstdFrame(TEXT).length + 70_008;
    const last = empty + zstdFrame(Buffer.alloc(0)).length;
    for (const piece of [1, 1000, blob.length]) {
      const { frames } = await decode(blob, piece);
      expect(frames).toEqual([
        [first, 0],
        [empty, TEXT.length],
        [last, TEXT.length],
      ]);
    }
  });

  it('can be read from any of the offsets told', async () => {
    const { bytes, frames } = await decode(blob);
    for (const [sourceOffset, tarOffset] of frames) {
      const rest = await decode(blob.subarray(sourceOffset));
      expect(rest.bytes.equals(bytes.subarray(tarOffset))).toBe(true);
    }
  });

  it('by the thousand take no longer than their bytes', async () => {
    const small = zstdFrame(TEXT.subarray(0, 100));
    const { bytes, frames } = await decode(Buffer.concat(Array<Uint8Array>(20_000).fill(small)));
    expect(frames).toHaveLength(20_000);
    expect(bytes).toHaveLength(2_000_000);
  });

  it('may be all skippable', async () => {
    expect(await decode(skippableFrame(TEXT))).toEqual({
      bytes: Buffer.alloc(0),
      frames: [],
      problem: undefined,
    });
  });
});

describe('the end', () => {
  const frame = zstdFrame(TEXT);

  it('may be padded with zeros', async () => {
    for (const zeros of [1, 3, 4, 5, 1000]) {
      const { bytes, problem } = await decode(Buffer.concat([frame, Buffer.alloc(zeros)]), 777);
      expect(problem).toBeUndefined();
      expect(bytes.equals(TEXT)).toBe(true);
    }
  });

  it.each([
    ['garbage', Buffer.from('garbage')],
    ['a single byte', Buffer.from('g')],
    ['a frame behind padding', Buffer.concat([Buffer.alloc(8), frame])],
    ['a gzip member', Buffer.of(0x1f, 0x8b, 8, 0, 0)],
  ])('may be followed by %s, which is reported', async (_, garbage) => {
    for (const piece of [1, 1000, 1 << 20]) {
      const { bytes, problem } = await decode(Buffer.concat([frame, garbage]), piece);
      expect(bytes.equals(TEXT)).toBe(true);
      expect(problem).toEqual({
        kind: 'trailing-bytes',
        compression: 'zstd',
        sourceOffset: frame.length,
        bytes: garbage.length,
      });
    }
  });

  it('is missed wherever the blob is cut, and what came before is there', async () => {
    const file = fixture('two-frames.zst');
    const { frames } = await decode(file);
    const boundary = frames[1]?.[0] ?? NaN;
    for (let cut = 1; cut < file.length; cut += 101) {
      if (cut === boundary) continue;
      const { bytes, problem } = await decode(file.subarray(0, cut), 4096);
      expect(NUMBERS.subarray(0, bytes.length).equals(bytes)).toBe(true);
      const started = cut - boundary;
      if (started > 0 && started < 4) expect(problem).toMatchObject({ kind: 'trailing-bytes' });
      else {
        expect(problem).toEqual({
          kind: 'compression-truncated',
          compression: 'zstd',
          sourceOffset: cut,
          tarOffset: bytes.length,
        });
      }
    }
  });

  it('of an input that is too short for a magic is missed as well', async () => {
    const { problem } = await decode(frame.subarray(0, 3));
    expect(problem).toMatchObject({ kind: 'compression-truncated', sourceOffset: 3, tarOffset: 0 });
  });
});

describe('damage', () => {
  it('gives a problem or other bytes, never a hang or a crash', async () => {
    const file = fixture('level-19.zst');
    const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.constantFrom(...PIECES.slice(1)), async (bytes, piece) => {
        const damaged = Buffer.from(file);
        for (const [at, value] of bytes) damaged[at] = value;
        const { bytes: decoded, problem } = await decode(damaged, piece);
        if (problem === undefined) expect(decoded.equals(NUMBERS)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('loses the damaged block alone: what was decoded before it is there', async () => {
    const damaged = Buffer.from(zstdFrame(NUMBERS, 10_000));
    // The header of the sixth block now has the type that is reserved.
    const sixth = 14 + 5 * 10_003;
    damaged[sixth] = (damaged[sixth] ?? 0) | 0b110;
    const { bytes, problem } = await decode(damaged);
    expect(bytes.equals(NUMBERS.subarray(0, 50_000))).toBe(true);
    expect(problem).toMatchObject({
      kind: 'compression-corrupt',
      tarOffset: 50_000,
      reason: 'damaged data',
    });
  });

  it('of content is found by the checksum', async () => {
    const file = Buffer.from(fixture('level-19.zst'));
    file.writeUInt8(file.readUInt8(file.length - 1) ^ 1, file.length - 1);
    const { problem } = await decode(file);
    expect(problem).toMatchObject({ kind: 'compression-corrupt', reason: 'wrong checksum' });
  });

  it('at the very start is no zstd', async () => {
    const { bytes, problem } = await decode(Buffer.from('plain text'), 3);
    expect(bytes).toHaveLength(0);
    expect(problem).toEqual({
      kind: 'compression-corrupt',
      compression: 'zstd',
      sourceOffset: 0,
      tarOffset: 0,
      reason: 'no frame',
    });
  });

  it('random bytes behind a magic never do harm', async () => {
    const magic = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        const { problem } = await decode(Buffer.concat([magic, bytes]), 100);
        if (problem !== undefined) expect(problem).toHaveProperty('compression', 'zstd');
      }),
      { numRuns: 300 },
    );
  });
});

describe('streams', () => {
  it('run side by side without getting in each other’s way', async () => {
    const names = ['level-19.zst', 'window-128-mib.zst', 'no-checksum.zst', 'two-frames.zst'];
    const all = names.map((name, i) => decode(fixture(name), 100 + 57 * i));
    for (const { bytes, problem } of await Promise.all(all)) {
      expect(problem).toBeUndefined();
      expect(bytes.equals(NUMBERS)).toBe(true);
    }
  });

  it('can be abandoned, and give a bomb out in small chunks', async () => {
    let given = 0;
    for await (const chunk of decodeZstd(piecesOf(zstdBomb(100_000), 1 << 20))) {
      expect(chunk.length).toBeLessThanOrEqual(128 << 10);
      given += chunk.length;
      if (given > 50e6) break;
    }
    expect(given).toBeGreaterThan(50e6);
  });

  it('leave no memory behind, finished or abandoned', async () => {
    const file = fixture('level-19.zst');
    await decode(file);
    const instance = await takeZstd();
    returnZstd(instance);
    const bytes = instance.memory.buffer.byteLength;
    // Five hundred contexts with their buffers would be some 300 MB.
    for (let i = 0; i < 500; i++) await decode(file.subarray(0, i % 2 === 0 ? file.length : 5000));
    const same = await takeZstd();
    returnZstd(same);
    expect(same).toBe(instance);
    expect(same.memory.buffer.byteLength).toBe(bytes);
  });

  it('with large windows do not keep their memory', async () => {
    await decode(fixture('window-128-mib.zst'));
    const instance = await takeZstd();
    returnZstd(instance);
    expect(instance.memory.buffer.byteLength).toBeLessThan(32 << 20);
  });
});
