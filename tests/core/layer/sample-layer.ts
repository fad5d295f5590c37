import { gzipSync } from 'node:zlib';
import type { Decoders } from '../../../src/core/layer/decoders.ts';
import { createTwinEngine } from '../../../src/core/layer/twin-engine.ts';
import { loadDecoders } from '../../../src/wasm/decoders.ts';
import { TarBuilder } from '../../fixtures/tar-builder.ts';
import { skippableFrame, zstdFrame } from '../../fixtures/zstd-frames.ts';

const MiB = 1 << 20;

const wasm = await loadDecoders();

/** Everything here has to hold for both engines. */
export const ENGINES: [name: string, decoders: Decoders][] = [
  ['WebAssembly', wasm],
  ['TypeScript', { ...wasm, engine: createTwinEngine() }],
];

/** Six random bits a byte: gzip makes three quarters of it. */
export function noise(bytes: number, seed: number): Uint8Array {
  const noisy = new Uint8Array(bytes);
  let state = seed * 2_654_435_761 + 1;
  for (let i = 0; i < bytes; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    noisy[i] = 0x20 + (state >>> 26);
  }
  return noisy;
}

/** Names and contents in the order of the tar; the sparse file is listed with its holes filled. */
export const FILES: ReadonlyMap<string, Uint8Array> = new Map([
  ['first.txt', Buffer.from('first\n')],
  ['big.bin', noise(11 * MiB, 1)],
  ['empty', new Uint8Array(0)],
  ...Array.from({ length: 16 }, (_, i): [string, Uint8Array] => [
    `some/${i}`,
    noise(500_000 + i, i),
  ]),
  [
    'holes',
    Buffer.concat([new Uint8Array(100_000), noise(700, 2), new Uint8Array(70_000), noise(5, 3)]),
  ],
  ['last.txt', noise(10_000, 4)],
]);

export const TAR: Uint8Array = makeTar();

/** The same layer as every kind of blob. */
export const BLOBS: Readonly<Record<string, Uint8Array>> = {
  plain: TAR,
  gzip: gzipSync(TAR, { level: 1 }),
  // As eStargz and pigz make it.
  'gzip of many members': inParts(2 * MiB + 77, (part) => gzipSync(part, { level: 1 })),
  'zstd in one frame': zstdFrame(TAR),
  // As zstd:chunked makes it.
  'zstd of many frames': Buffer.concat([
    inParts(1_500_000, (part) => zstdFrame(part)),
    skippableFrame(Buffer.from('table of contents')),
  ]),
};

function makeTar(): Uint8Array {
  const tar = new TarBuilder().dir('some/');
  for (const [name, content] of FILES) {
    if (name !== 'holes') tar.file(name, content);
    else {
      const stored = Buffer.concat([content.subarray(100_000, 100_700), content.subarray(170_700)]);
      const segments = [
        [100_000, 700],
        [170_700, 5],
      ] as const;
      tar.paxSparse10(name, content.length, segments, stored);
    }
  }
  return tar.symlink('link', 'first.txt').hardlink('hard', 'first.txt').end().bytes();
}

function inParts(bytes: number, compress: (part: Uint8Array) => Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < TAR.length; at += bytes) parts.push(compress(TAR.subarray(at, at + bytes)));
  return Buffer.concat(parts);
}
