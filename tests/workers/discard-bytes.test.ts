import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { blobSource } from '../../src/core/bytes/blob-source.ts';
import { WindowReader } from '../../src/core/bytes/window-reader.ts';
import { indexLayer } from '../../src/core/layer/index-layer.ts';
import { locateEntry, readEntry } from '../../src/core/layer/read-entry.ts';
import { loadDecoders } from '../../src/wasm/decoders.ts';
import { discardBytes } from '../../workers/discard-bytes.ts';
import { smallTar } from '../fixtures/small-tar.ts';
import { zstdFrame } from '../fixtures/zstd-frames.ts';

test('bytes that are discarded are gone', () => {
  const bytes = new Uint8Array(1000);
  discardBytes(bytes);
  expect(bytes.length).toBe(0);
});

test('a reader discards each window when the next is asked for, and no sooner', async () => {
  const content = Uint8Array.from({ length: 5_000_000 }, (_, i) => i % 251);
  const reader = new WindowReader(blobSource(new Blob([content]), discardBytes));
  let before: Uint8Array | undefined;
  let at = 0;
  for (let window = await reader.next(); window; window = await reader.next()) {
    expect(before?.length ?? 0).toBe(0);
    expect(Buffer.compare(window, content.subarray(at, at + window.length))).toBe(0);
    at += window.length;
    before = window;
  }
  expect(at).toBe(content.length);
  expect(before?.length).toBe(0);
});

test.each([
  ['plain', (tar: Uint8Array<ArrayBuffer>) => tar],
  ['gzip', (tar: Uint8Array<ArrayBuffer>) => new Uint8Array(gzipSync(tar, { level: 0 }))],
  ['zstd', (tar: Uint8Array<ArrayBuffer>) => new Uint8Array(zstdFrame(tar))],
])('a %s layer is read the same whether bytes are discarded or not', async (_, pack) => {
  const names = Array.from({ length: 400 }, (__, i) => `file-${i}`);
  const text = 'some text that is long enough to need windows. '.repeat(400);
  const blob = new Blob([
    pack(smallTar(Object.fromEntries(names.map((name) => [name, name + text])))),
  ]);
  const decoders = await loadDecoders();
  const kept = await indexLayer(blobSource(blob), { decoders });
  const source = blobSource(blob, discardBytes);
  const discarding = await indexLayer(source, { decoders });
  expect(discarding.entryCount).toBe(names.length);
  expect(Buffer.from(discarding.buffer).equals(Buffer.from(kept.buffer))).toBe(true);
  const content = await readEntry(source, locateEntry(discarding, 399), decoders);
  expect(new TextDecoder().decode(content)).toBe(`file-399${text}`);
});
