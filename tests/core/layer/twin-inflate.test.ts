import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTwinEngine } from '../../../src/core/layer/twin-engine.ts';
import { InputError } from '../../../src/core/problem.ts';
import { gzipMember } from './gzip-member.ts';

const START = { tarOffset: 0, sourceOffset: 0, bit: 0, state: new Uint8Array(0) };

/** What it inflates to in pieces, and the problem it ends with. */
function inflate(bytes: Uint8Array, piece = bytes.length, start = START) {
  const inflating = createTwinEngine().startInflate(start);
  const chunks: Buffer[] = [];
  try {
    for (let at = 0; at === 0 || at < bytes.length; at += Math.max(piece, 1)) {
      const last = at + piece >= bytes.length;
      for (const chunk of inflating.push(bytes.subarray(at, at + piece), last)) {
        chunks.push(Buffer.from(chunk));
      }
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { output: Buffer.concat(chunks), problem: error.problem };
  } finally {
    inflating.close();
  }
  return { output: Buffer.concat(chunks), problem: undefined };
}

describe('the twin’s inflate', () => {
  it('gives what Node’s zlib gives, for any members and any cut', () => {
    const member = fc
      .record({
        content: fc.uint8Array({ maxLength: 2000 }),
        level: fc.integer({ min: 0, max: 9 }),
        extra: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
        name: fc.option(fc.stringMatching(/^[a-z]{0,300}$/), { nil: undefined }),
        comment: fc.option(fc.stringMatching(/^[a-z]{0,20}$/), { nil: undefined }),
        headerChecksum: fc.option(fc.constant('good' as const), { nil: undefined }),
      })
      .map(({ content, level, ...others }) => {
        const fields = Object.fromEntries(
          Object.entries(others).filter(([, value]) => value !== undefined),
        );
        return gzipMember(content, { level, ...fields });
      });
    fc.assert(
      fc.property(
        fc.array(member, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.nat(600),
        (members, piece, zeros) => {
          const gzip = Buffer.concat([...members, Buffer.alloc(zeros)]);
          const got = inflate(gzip, piece);
          expect(got.problem).toBeUndefined();
          expect(got.output.equals(gunzipSync(gzip))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([1, 37, 999, 1000, 65_536])('reads a big stream in pieces of %i bytes', (piece) => {
    const length = piece === 1 ? 30_000 : 1_000_000;
    const content = Buffer.from(
      Array.from({ length: length / 10 }, (_, i) => String(i * i).padStart(10)).join(''),
    );
    const got = inflate(Buffer.concat([gzipSync(content), gzipSync('and more')]), piece);
    expect(got.output.equals(Buffer.concat([content, Buffer.from('and more')]))).toBe(true);
  });

  it('goes on at every possible cut of a small stream', () => {
    const gzip = Buffer.concat([
      gzipMember(Buffer.from('first '), {
        extra: Buffer.from('xx'),
        name: 'n',
        comment: 'c',
        headerChecksum: 'good',
      }),
      gzipMember(Buffer.alloc(0)),
      gzipMember(Buffer.from('second'), { level: 0 }),
    ]);
    for (let piece = 1; piece <= gzip.length; piece++) {
      expect(inflate(gzip, piece)).toEqual({
        output: Buffer.from('first second'),
        problem: undefined,
      });
    }
  });

  it('starts at a member in the middle, and counts from there', () => {
    const gzip = Buffer.concat([gzipSync('first'), gzipSync('second')]);
    const sourceOffset = gzipSync('first').length;
    const start = { tarOffset: 5, sourceOffset, bit: 0, state: new Uint8Array(0) };
    expect(inflate(gzip.subarray(sourceOffset), 10, start).output.toString()).toBe('second');
    expect(inflate(gzip.subarray(sourceOffset, -9), 10, start).problem).toMatchObject({
      kind: 'compression-truncated',
      sourceOffset: gzip.length - 9,
    });
  });

  it('says where a stream is cut short, after all that could be read', () => {
    for (const level of [0, 6]) {
      const gzip = gzipSync(Buffer.alloc(3000, 'abcdefgh'), { level });
      for (let length = 1; length < gzip.length; length += 7) {
        const { output, problem } = inflate(gzip.subarray(0, length), 64);
        expect(problem).toEqual({
          kind: 'compression-truncated',
          compression: 'gzip',
          sourceOffset: length,
          tarOffset: output.length,
        });
        expect(output.equals(Buffer.alloc(output.length, 'abcdefgh'))).toBe(true);
        if (level === 0) expect(output).toHaveLength(Math.min(3000, Math.max(0, length - 15)));
      }
    }
  });

  it.each([
    ['no gzip header where one should be', [0x1f, 0x8c]],
    ['no gzip header where one should be', [0x50]],
    ['a compression method other than deflate', [0x1f, 0x8b, 7]],
    ['reserved gzip flags are set', [0x1f, 0x8b, 8, 0x20]],
    ['invalid block type', [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 7]],
  ])('says that there is %s', (reason, bytes) => {
    const { problem } = inflate(Buffer.from([...bytes, 0, 0, 0, 0]));
    expect(problem).toMatchObject({ kind: 'compression-corrupt', compression: 'gzip', reason });
    expect(problem).toMatchObject({ sourceOffset: bytes.length - 1, tarOffset: 0 });
  });

  it('stops at what is no member, and before it at nothing', () => {
    for (const behind of ['x', '\x1f', '\x1fx', '\0\0x', '\0\x1f\x8b']) {
      const gzip = Buffer.concat([gzipSync('all'), Buffer.from(behind, 'latin1')]);
      for (const piece of [1, gzip.length]) {
        expect(inflate(gzip, piece)).toEqual({ output: Buffer.from('all'), problem: undefined });
      }
    }
  });

  it('reads thousands of small members in the time it takes to read them', () => {
    const members = Buffer.concat(Array<Buffer>(5000).fill(gzipMember(Buffer.from('small '))));
    expect(inflate(members).output.toString()).toBe('small '.repeat(5000));
  });

  it('keeps no bytes of its caller', () => {
    const gzip = Buffer.concat([gzipSync('first '), gzipSync('second')]);
    const inflating = createTwinEngine().startInflate(START);
    const shared = Buffer.alloc(1);
    let text = '';
    gzip.forEach((byte, i) => {
      shared[0] = byte;
      for (const chunk of inflating.push(shared, i === gzip.length - 1))
        text += Buffer.from(chunk).toString();
    });
    expect(text).toBe('first second');
  });

  it('ends for any bytes behind a gzip header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const stream = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]), bytes]);
        expect(inflate(stream).output.equals(inflate(stream, 3).output)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses to start in the middle of a member', () => {
    const start = { ...START, state: new Uint8Array(8) };
    expect(() => createTwinEngine().startInflate(start)).toThrow('members alone');
  });
});
