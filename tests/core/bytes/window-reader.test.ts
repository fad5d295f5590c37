import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/byte-source.ts';
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import { WindowReader } from '../../../src/core/bytes/window-reader.ts';
import { CountingSource } from '../../fixtures/counting-source.ts';

const KiB = 1 << 10;
const MiB = 1 << 20;

/** Bytes that tell where they stand, every 4 of them. */
function numbered(size: number): Uint8Array {
  return new Uint8Array(
    Uint32Array.from({ length: Math.ceil(size / 4) }, (_, i) => i).buffer,
    0,
    size,
  );
}

const BYTES = numbered(40 * MiB);
const source = () => new CountingSource(memorySource(BYTES));

async function readAll(reader: WindowReader): Promise<Uint8Array[]> {
  const windows: Uint8Array[] = [];
  for await (const window of reader) windows.push(window);
  return windows;
}

function sizes(reads: CountingSource['reads']): number[] {
  return reads.map(({ start, end }) => (end - start) / KiB);
}

describe('WindowReader', () => {
  it('reads everything once, in windows that double up to 8 MiB', async () => {
    const counted = source();
    const windows = await readAll(new WindowReader(counted));
    expect(Buffer.compare(Buffer.concat(windows), BYTES)).toBe(0);
    expect(sizes(counted.reads)).toEqual([256, 512, 1024, 2048, 4096, 8192, 8192, 8192, 8192, 256]);
    expect(counted.bytesRead).toBe(BYTES.length);
  });

  it('reads a part of a source', async () => {
    const counted = source();
    const windows = await readAll(new WindowReader(counted, 1000, 300_000));
    expect(Buffer.compare(Buffer.concat(windows), BYTES.subarray(1000, 300_000))).toBe(0);
    expect(counted.reads).toEqual([
      { start: 1000, end: 1000 + 256 * KiB },
      { start: 1000 + 256 * KiB, end: 300_000 },
    ]);
  });

  it('gives nothing of an empty source and reads nothing', async () => {
    const counted = new CountingSource(memorySource(new Uint8Array(0)));
    const reader = new WindowReader(counted);
    expect(await reader.next()).toBeUndefined();
    expect(await reader.next()).toBeUndefined();
    expect(counted.reads).toEqual([]);
  });

  it('has one window read ahead once the reading is sequential', async () => {
    const counted = source();
    const reader = new WindowReader(counted);
    await reader.next();
    expect(counted.reads).toHaveLength(1);
    await reader.next();
    expect(counted.reads).toHaveLength(3);
    expect(reader.position).toBe(768 * KiB);
    expect(reader.fetchedBytes).toBe(MiB);
    await reader.next();
    expect(counted.reads).toHaveLength(4);
  });

  it('jumps over what is not being read yet and starts small again', async () => {
    const counted = source();
    const reader = new WindowReader(counted);
    await reader.next();
    await reader.next();
    reader.skip(20 * MiB);
    const window = await reader.next();
    const start = 768 * KiB + 20 * MiB;
    expect(counted.reads.at(-1)).toEqual({ start, end: start + 256 * KiB });
    expect(window?.length).toBe(256 * KiB);
    expect(Buffer.compare(window ?? BYTES, BYTES.subarray(start, start + 256 * KiB))).toBe(0);
    await reader.next();
    expect(sizes(counted.reads.slice(-2))).toEqual([512, 1024]);
  });

  it('gives what is left of a window when a skip ends inside it, without reading it again', async () => {
    const counted = source();
    const reader = new WindowReader(counted);
    await reader.next();
    await reader.next();
    reader.skip(1000);
    const reads = counted.reads.length;
    const window = await reader.next();
    expect(window?.length).toBe(MiB - 1000);
    expect(Buffer.compare(window ?? BYTES, BYTES.subarray(768 * KiB + 1000, 1792 * KiB))).toBe(0);
    expect(counted.reads.length).toBe(reads + 1);
  });

  it('stays inside the source when more is skipped than there is', async () => {
    const reader = new WindowReader(source());
    reader.skip(1e12);
    expect(reader.position).toBe(BYTES.length);
    expect(await reader.next()).toBeUndefined();
  });

  it('gives the right bytes after any series of reads and skips', async () => {
    const steps = fc.array(fc.oneof(fc.constant(null), fc.nat(6 * MiB)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, async (series) => {
        const counted = source();
        const reader = new WindowReader(counted);
        for (const skip of series) {
          const at = reader.position;
          if (skip !== null) {
            reader.skip(skip);
            expect(reader.position).toBe(Math.min(at + skip, BYTES.length));
            continue;
          }
          const window = await reader.next();
          const length = window?.length ?? 0;
          expect(length === 0).toBe(at === BYTES.length);
          expect(reader.position).toBe(at + length);
          expect(Buffer.compare(window ?? Buffer.of(), BYTES.subarray(at, at + length))).toBe(0);
        }
        const starts = counted.reads.map(({ start }) => start);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        expect(counted.bytesRead).toBeLessThanOrEqual(BYTES.length);
      }),
      { numRuns: 40 },
    );
  });

  it('throws what the source throws, at the window that failed', async () => {
    const gone = new Error('gone');
    const failing: ByteSource = {
      size: BYTES.length,
      read: (start, end) =>
        start >= MiB ? Promise.reject(gone) : Promise.resolve(new Uint8Array(end - start)),
    };
    const reader = new WindowReader(failing);
    expect((await reader.next())?.length).toBe(256 * KiB);
    expect((await reader.next())?.length).toBe(512 * KiB);
    reader.skip(MiB);
    await expect(reader.next()).rejects.toBe(gone);
  });

  it('leaves no rejection unheard when it is abandoned', async () => {
    const unheard = vi.fn();
    process.on('unhandledRejection', unheard);
    const failing: ByteSource = {
      size: BYTES.length,
      read: (start, end) =>
        start >= 700 * KiB
          ? Promise.reject(new Error('gone'))
          : Promise.resolve(new Uint8Array(end - start)),
    };
    for await (const window of new WindowReader(failing)) if (window.length > 256 * KiB) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off('unhandledRejection', unheard);
    expect(unheard).not.toHaveBeenCalled();
  });

  it('reads nothing more once it is closed, or once nobody iterates any more', async () => {
    const counted = source();
    const reader = new WindowReader(counted);
    for await (const window of reader) if (window.length === 512 * KiB) break;
    const reads = counted.reads.length;
    expect(await reader.next()).toBeUndefined();
    expect(counted.reads).toHaveLength(reads);
  });

  describe('over a source that can stream', () => {
    /** Streams in chunks of 300 kB, and tells where streams started and whether they are closed. */
    function streaming() {
      const reads = source();
      const streams: { start: number; closed: boolean }[] = [];
      const streamed: ByteSource = {
        size: BYTES.length,
        read: (start, end) => reads.read(start, end),
        stream(start, end) {
          const state = { start, closed: false };
          streams.push(state);
          let at = start;
          return {
            next: () => {
              const chunk = BYTES.slice(at, Math.min(at + 300_000, end));
              at += chunk.length;
              return Promise.resolve(chunk.length === 0 ? undefined : chunk);
            },
            close: () => {
              state.closed = true;
            },
          };
        },
      };
      return { reads: reads.reads, streams, streamed };
    }

    it('streams once the windows have grown', async () => {
      const { reads, streams, streamed } = streaming();
      const chunks = await readAll(new WindowReader(streamed));
      expect(Buffer.compare(Buffer.concat(chunks), BYTES)).toBe(0);
      expect(sizes(reads)).toEqual([256, 512, 1024]);
      expect(streams).toEqual([{ start: 1792 * KiB, closed: true }]);
    });

    it('streams at once when everything will be wanted', async () => {
      const { reads, streams, streamed } = streaming();
      const reader = new WindowReader(streamed);
      const first = await reader.next();
      reader.expectAll();
      expect(streams).toEqual([{ start: 256 * KiB, closed: false }]);
      const rest = await readAll(reader);
      expect(Buffer.compare(Buffer.concat([first ?? new Uint8Array(0), ...rest]), BYTES)).toBe(0);
      expect(sizes(reads)).toEqual([256]);
    });

    it('leaves the stream for a jump, and streams again behind it', async () => {
      const { streams, streamed } = streaming();
      const reader = new WindowReader(streamed);
      while (reader.position < 4 * MiB) await reader.next();
      const from = reader.position + 20 * MiB;
      reader.skip(20 * MiB);
      expect(streams).toEqual([{ start: 1792 * KiB, closed: true }]);
      const rest = await readAll(reader);
      expect(Buffer.compare(Buffer.concat(rest), BYTES.subarray(from))).toBe(0);
      expect(streams).toHaveLength(2);
      expect(streams[1]).toEqual({ start: from + 1792 * KiB, closed: true });
    });

    it('gives the right bytes after any series of reads and skips', async () => {
      const steps = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 6 * MiB })), { maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(steps, async (list) => {
          const reader = new WindowReader(streaming().streamed);
          for (const step of list) {
            reader.skip(step);
            const at = reader.position;
            const chunk = await reader.next();
            if (chunk === undefined) break;
            expect(Buffer.compare(chunk, BYTES.subarray(at, at + chunk.length))).toBe(0);
            expect(reader.position).toBe(at + chunk.length);
          }
          reader.close();
        }),
        { numRuns: 60 },
      );
    });
  });
});
