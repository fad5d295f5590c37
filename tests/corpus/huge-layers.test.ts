/** Layers that are huge in one way, made as they are read: a million entries; a gigabyte of zeros in a megabyte of gzip. */
import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/core/bytes/byte-source.ts';
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import { indexLayer } from '../../src/core/layer/index-layer.ts';
import { openLayerIndex } from '../../src/core/layer/layer-index-binary.ts';
import { entryName } from '../../src/core/layer/layer-index.ts';
import { locateEntry, streamEntry } from '../../src/core/layer/read-entry.ts';
import { TarBuilder } from '../fixtures/tar-builder.ts';
import { wasmDecoders } from './engines.ts';

const MIB = 1 << 20;
const BLOCK = 512;

describe('a layer of a million entries', () => {
  const entries = 1_000_000;

  test('is indexed, every name in its place, at under 120 bytes an entry', async () => {
    const { buffer, problems } = await indexLayer(manyFiles(entries), { decoders: wasmDecoders });
    const index = openLayerIndex(structuredClone(buffer));
    expect(problems).toEqual([]);
    expect(index.entryCount).toBe(entries);
    for (const i of [0, 1, 4095, 4096, 123_456, 999_999]) {
      expect(Buffer.from(entryName(index, i)).toString()).toBe(nameOf(i));
    }
    expect(index.uid.every((uid) => uid === 0)).toBe(true);
    expect(buffer.byteLength / entries).toBeLessThan(120);
  });
});

describe('a bomb: one file of a gigabyte of zeros', () => {
  const size = 1024 * MIB;

  test('is indexed and read in constant memory, and told', async () => {
    const bomb = await gzipZeros(new TarBuilder().header({ name: 'zeros', size }).bytes(), size);
    expect(bomb.length).toBeLessThan(10 * MIB);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const noteMemory = (): void => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    };
    const index = await indexLayer(memorySource(bomb), {
      decoders: wasmDecoders,
      onProgress: noteMemory,
    });
    expect(index.problems.map(({ kind }) => kind)).toEqual(['compression-bomb']);
    expect([...index.size]).toEqual([size]);
    let bytes = 0;
    for await (const chunk of streamEntry(
      memorySource(bomb),
      locateEntry(index, 0),
      wasmDecoders,
    )) {
      bytes += chunk.length;
      noteMemory();
    }
    expect(bytes).toBe(size);
    expect(most).toBeLessThan(64 * MIB);
  });
});

function nameOf(i: number): string {
  return `usr/lib/node_modules/package-${String(i % 1000).padStart(3, '0')}/dist/module-${String(i).padStart(7, '0')}.js`;
}

/** A plain tar of empty files that is never there as a whole. */
function manyFiles(entries: number): ByteSource {
  const size = (entries + 2) * BLOCK;
  const header = new TarBuilder().header({ name: nameOf(0) }).bytes();
  return {
    size,
    read(start, end) {
      const first = Math.floor(start / BLOCK);
      const blocks = Math.ceil(end / BLOCK) - first;
      const bytes = Buffer.from(new ArrayBuffer(blocks * BLOCK));
      for (let i = 0; i < blocks && first + i < entries; i++) {
        writeHeader(bytes.subarray(i * BLOCK, (i + 1) * BLOCK), header, nameOf(first + i));
      }
      return Promise.resolve(new Uint8Array(bytes.buffer, start - first * BLOCK, end - start));
    },
  };
}

function writeHeader(block: Buffer, header: Uint8Array, name: string): void {
  block.set(header);
  block.write(name, 0, 'latin1');
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

/** A gzip member of `head`, zeros, and the end of a tar. */
async function gzipZeros(head: Uint8Array, zeros: number): Promise<Uint8Array> {
  const gzip = createGzip({ level: 1 });
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  await write(gzip, head);
  const piece = Buffer.alloc(16 * MIB);
  for (let at = 0; at < zeros; at += piece.length) await write(gzip, piece);
  await write(gzip, Buffer.alloc(2 * BLOCK));
  gzip.end();
  await once(gzip, 'end');
  return Buffer.concat(chunks);
}

function write(gzip: Gzip, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    gzip.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
