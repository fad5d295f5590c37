import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeXz } from '../../src/wasm/xz/decode-xz.ts';
import { returnXz, takeXz } from '../../src/wasm/xz/xz-instance.ts';
import { decodeAll, NUMBERS } from '../fixtures/decode-all.ts';

const decode = (input: Uint8Array, piece?: number) => decodeAll(decodeXz, input, piece);
const fixture = (name: string) => readFileSync(new URL(`../fixtures/xz/${name}`, import.meta.url));

const PIECES = [1, 37, 999, 1000, 65_536];

describe('what the xz program made', () => {
  it.each(['check-none.xz', 'check-crc32.xz', 'check-crc64.xz', 'blocks.xz', 'two-streams.xz'])(
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

  it.each([
    ['check-sha256.xz', 'filter or check that is not supported'],
    ['filter-x86.xz', 'filter or check that is not supported'],
    ['dictionary-128-mib.xz', 'dictionary larger than 64 MiB'],
  ])('refuses %s by name', async (name, reason) => {
    const { bytes, problem } = await decode(fixture(name));
    expect(bytes).toHaveLength(0);
    expect(problem).toMatchObject({ kind: 'compression-corrupt', compression: 'xz', reason });
  });
});

describe('the end', () => {
  it('is missed wherever the blob is cut, and what came before is there', async () => {
    const file = fixture('check-crc64.xz');
    for (let cut = 1; cut < file.length; cut += 41) {
      const { bytes, problem } = await decode(file.subarray(0, cut), 4096);
      expect(NUMBERS.subarray(0, bytes.length).equals(bytes)).toBe(true);
      expect(problem).toEqual({
        kind: 'compression-truncated',
        compression: 'xz',
        sourceOffset: cut,
        tarOffset: bytes.length,
      });
    }
  });

  it.each(PIECES)(
    'may be followed by garbage, which is reported, in pieces of %d',
    async (piece) => {
      const file = fixture('check-crc64.xz');
      const garbage = Buffer.from('this is no xz stream at all. '.repeat(50));
      const { bytes, problem } = await decode(Buffer.concat([file, garbage]), piece);
      expect(bytes.equals(NUMBERS)).toBe(true);
      expect(problem).toEqual({
        kind: 'trailing-bytes',
        compression: 'xz',
        sourceOffset: file.length,
        bytes: garbage.length,
      });
    },
  );

  it('followed by less than a header is taken for a stream that was cut', async () => {
    const { bytes, problem } = await decode(
      Buffer.concat([fixture('check-crc64.xz'), Buffer.from('x')]),
    );
    expect(bytes.equals(NUMBERS)).toBe(true);
    expect(problem).toMatchObject({ kind: 'compression-truncated' });
  });
});

describe('damage', () => {
  it('gives a problem or the same bytes, never a hang or a crash', async () => {
    const file = fixture('two-streams.xz');
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
        else expect(problem).toHaveProperty('compression', 'xz');
      }),
      { numRuns: 200 },
    );
  });

  it('keeps what was decoded before it', async () => {
    const damaged = Buffer.from(fixture('blocks.xz'));
    const middle = damaged.length >> 1;
    damaged.fill(0xff, middle, middle + 8);
    const { bytes, problem } = await decode(damaged);
    expect(bytes.length).toBeGreaterThanOrEqual(30_000);
    expect(NUMBERS.subarray(0, 30_000).equals(bytes.subarray(0, 30_000))).toBe(true);
    expect(problem).toMatchObject({ kind: 'compression-corrupt', reason: 'damaged data' });
  });

  it('at the very start is no xz', async () => {
    const { problem } = await decode(Buffer.from('plain text, and enough of it'), 3);
    expect(problem).toMatchObject({ kind: 'compression-corrupt', reason: 'no stream' });
  });

  it('of nothing at all is a cut', async () => {
    const { problem } = await decode(Buffer.alloc(0));
    expect(problem).toMatchObject({ kind: 'compression-truncated', sourceOffset: 0, tarOffset: 0 });
  });
});

describe('streams', () => {
  it('run side by side without getting in each other’s way', async () => {
    const names = ['check-crc64.xz', 'check-none.xz', 'blocks.xz', 'two-streams.xz'];
    const all = names.map((name, i) => decode(fixture(name), 50 + 57 * i));
    for (const { bytes, problem } of await Promise.all(all)) {
      expect(problem).toBeUndefined();
      expect(bytes.equals(NUMBERS)).toBe(true);
    }
  });

  it('leave no memory behind, finished or abandoned', async () => {
    const file = fixture('check-crc64.xz');
    await decode(file);
    const instance = await takeXz();
    returnXz(instance);
    const bytes = instance.memory.buffer.byteLength;
    for (let i = 0; i < 200; i++) await decode(file.subarray(0, i % 2 === 0 ? file.length : 3000));
    const same = await takeXz();
    returnXz(same);
    expect(same).toBe(instance);
    expect(same.memory.buffer.byteLength).toBe(bytes);
  });
});
