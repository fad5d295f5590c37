import { createHash } from 'node:crypto';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../src/core/layer/index-builder.ts';
import type { LayerIndex } from '../../src/core/layer/layer-index.ts';
import { unpackState } from '../../src/core/layer/seek-point-state.ts';
import { loadLayerEngine } from '../../src/wasm/layer-engine/layer-engine.ts';

const engine = await loadLayerEngine();
const MiB = 1 << 20;

describe('seek points', () => {
  it.each([
    ['dynamic blocks', { level: 6 }],
    ['stored blocks', { level: 0 }],
    ['fixed blocks', { strategy: constants.Z_FIXED }],
    ['no matches', { strategy: constants.Z_HUFFMAN_ONLY }],
  ])('resume anywhere in %s', (_, options) => {
    const tar = tarOf(mixed(18 * MiB));
    expectToResume(gzipSync(tar, options), tar, 4);
  });

  it('are taken inside a block that never ends', () => {
    const { gzip, tar } = oneHugeBlock(40 * MiB);
    expect(gunzipSync(gzip).equals(tar)).toBe(true);
    expectToResume(gzip, tar, 3);
  });

  it('cost nothing at the start of a member', () => {
    const tar = tarOf(mixed(6 * MiB));
    const starts = [0, 1, 2, 3, 4, 5].map((i) => i * (MiB + 5));
    const members = starts.map((at, i) => gzipSync(tar.subarray(at, starts[i + 1])));
    const { seekPoints } = expectToResume(Buffer.concat(members), tar, 6);
    expect(seekPoints.states).toHaveLength(0);
  });
});

/** Inflating from each point on gives the same as inflating from the start. */
function expectToResume(gzip: Buffer, content: Buffer, least: number): LayerIndex {
  const index = indexContent(gzip);
  const { tarOffset, sourceOffset, bit, stateEnd, states } = index.seekPoints;
  expect(tarOffset.length).toBeGreaterThanOrEqual(least);
  expect(index.tarBytes).toBe(content.length);
  tarOffset.forEach((at, i) => {
    const end = Math.min(tarOffset[i + 1] ?? content.length, at + MiB);
    const inflate = engine.startInflate({
      tarOffset: at,
      sourceOffset: sourceOffset[i] ?? 0,
      bit: bit[i] ?? 0,
      state: unpackState(states.subarray(stateEnd[i - 1] ?? 0, stateEnd[i])),
    });
    const got: Buffer[] = [];
    let bytes = 0;
    for (const chunk of inflate.push(gzip.subarray(sourceOffset[i]), true)) {
      got.push(Buffer.from(chunk));
      bytes += chunk.length;
      if (bytes >= end - at) break;
    }
    inflate.close();
    const same = Buffer.concat(got)
      .subarray(0, end - at)
      .equals(content.subarray(at, end));
    expect(same, `point ${i} at ${at}`).toBe(true);
  });
  return index;
}

function indexContent(gzip: Buffer): LayerIndex {
  const builder = new IndexBuilder();
  const pass = engine.startPass('gzip', builder);
  for (let at = 0; at < gzip.length; at += 100_000) pass.push(gzip.subarray(at, at + 100_000));
  pass.finish();
  return builder.seal({ compression: 'gzip', sourceBytes: gzip.length, tarBytes: pass.tarBytes });
}

/** Content whose matches reach far back, with bytes in between that nothing can pack. */
function mixed(bytes: number): Buffer {
  const noise = createHash('shake256', { outputLength: 200_000 }).update('noise').digest();
  const parts: Buffer[] = [];
  for (let made = 0, i = 0; made < bytes; i++) {
    const from = (i * 7919) % 190_000;
    const part = noise.subarray(from, from + 20 + ((i * 31) % 3000));
    const lines = Buffer.from(`line ${i} of the file\n`.repeat(i % 9));
    parts.push(part, lines);
    made += part.length + lines.length;
  }
  return Buffer.concat(parts).subarray(0, bytes);
}

/** A tar of one file, without the end blocks. */
function tarOf(content: Buffer): Buffer {
  return Buffer.concat([fileHeader(content.length), content]);
}

function fileHeader(size: number): Buffer {
  const header = Buffer.alloc(512);
  header.write('file');
  header.write('0000644\0' + '0000000\0'.repeat(2), 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0${' '.repeat(8)}0`, 124);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** The header of a tar in a stored block, then all its content in one block of fixed codes: one letter, and copies of it. */
function oneHugeBlock(atLeast: number): { gzip: Buffer; tar: Buffer } {
  // Length 258 is the code 11000101, distance 1 is 00000; 'a' is 0x30 + 0x61. Eight copies make 13 whole bytes.
  const copy = '1100010100000';
  const start = packBits(`110${(0x91).toString(2)}${copy}`);
  const eight = packBits(copy.repeat(8));
  const rounds = Math.ceil(atLeast / (8 * 258));
  const tar = tarOf(Buffer.alloc(1 + 258 * (1 + 8 * rounds), 'a'));
  const stored = Buffer.from([0, 0x00, 0x02, 0xff, 0xfd]);
  const trailer = gzipSync(tar, { level: 1 }).subarray(-8);
  const block = [start, Buffer.alloc(13 * rounds, eight), packBits('0000000')];
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  return { gzip: Buffer.concat([head, stored, tar.subarray(0, 512), ...block, trailer]), tar };
}

/** Bits in the order they are sent: the first is the lowest of the first byte. */
function packBits(bits: string): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  [...bits].forEach((bit, i) => {
    if (bit === '1') bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return bytes;
}
