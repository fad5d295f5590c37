/** The npm packages load their WebAssembly in their own ways; Node and browsers have to agree. */
import { describe, expect, it } from 'vitest';
import { decodeXz } from '../../src/wasm/xz/decode-xz.ts';
import { openZstd } from '../../src/wasm/zstd/decode-zstd.ts';
import level19 from '../fixtures/zstd/level-19.zst?url';
import twoStreams from '../fixtures/xz/two-streams.xz?url';

const NUMBERS = Array.from({ length: 20_000 }, (_, i) => `${i + 1}\n`).join('');

const decodeZstd = await openZstd();

describe('in a browser', () => {
  it.each([
    ['zstd', level19, decodeZstd],
    ['xz', twoStreams, decodeXz],
  ])('decodes %s', async (_, url, decode) => {
    const file = new Uint8Array(await (await fetch(url)).arrayBuffer());
    // eslint-disable-next-line @typescript-eslint/require-await -- the interface is asynchronous
    async function* input() {
      yield file;
    }
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of decode(input())) text += decoder.decode(chunk, { stream: true });
    expect(text).toBe(NUMBERS);
  });
});
