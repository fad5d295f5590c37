import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BlobParts } from '../../workers/blob-parts.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('the blob is what was written, however it was cut', async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1, max: 17 }), async (all, partBytes) => {
      const parts = new BlobParts({ partBytes });
      for (const chunk of all) {
        const given = Uint8Array.from(chunk);
        await parts.write(given);
        // Decoders use their memory again.
        given.fill(0xee);
      }
      const blob = await parts.finish();
      const bytes = new Uint8Array(await blob.arrayBuffer());
      expect([...bytes]).toEqual(all.flatMap((chunk) => [...chunk]));
    }),
  );
});

describe('a browser that cannot keep more', () => {
  const write = async (parts: BlobParts, bytes: number) => {
    for (let i = 0; i < bytes; i += 10) await parts.write(new Uint8Array(10));
    await parts.finish();
  };

  test('and says so when a part is read back is a problem with the bytes that found room', async () => {
    const parts = new BlobParts({ partBytes: 20, waitsMs: [1, 1] });
    let reads = 0;
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementation(() =>
      ++reads < 4
        ? Promise.resolve(new ArrayBuffer(1))
        : Promise.reject(new DOMException('the quota is used up', 'NotReadableError')),
    );
    await expect(write(parts, 1000)).rejects.toMatchObject({
      problem: { kind: 'no-room', bytes: 60, detail: 'the quota is used up' },
    });
  });

  test('and then can after all is no problem', async () => {
    const parts = new BlobParts({ partBytes: 20, waitsMs: [1, 1] });
    const read = vi.spyOn(Blob.prototype, 'arrayBuffer');
    await parts.write(new Uint8Array(20).fill(1));
    read.mockRejectedValueOnce(new DOMException('not yet', 'NotReadableError'));
    read.mockRejectedValueOnce(new DOMException('not yet', 'NotReadableError'));
    await parts.write(new Uint8Array(20).fill(2));
    const bytes = new Uint8Array(await (await parts.finish()).arrayBuffer());
    expect([...bytes]).toEqual([...Array<number>(20).fill(1), ...Array<number>(20).fill(2)]);
    expect(read).toHaveBeenCalledTimes(5);
  });

  test('and says so when a blob is made is a problem as well', async () => {
    const parts = new BlobParts({ partBytes: 20, waitsMs: [1, 1] });
    vi.stubGlobal('Blob', function () {
      throw new RangeError('out of memory');
    });
    const writing = write(parts, 1000);
    await expect(writing).rejects.toMatchObject({
      problem: { kind: 'no-room', bytes: 0, detail: 'out of memory' },
    });
    vi.unstubAllGlobals();
  });

  test('and loses a part without a word is a problem as well', async () => {
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockResolvedValue(new ArrayBuffer(0));
    await expect(
      write(new BlobParts({ partBytes: 20, waitsMs: [1, 1] }), 1000),
    ).rejects.toMatchObject({
      problem: { kind: 'no-room' },
    });
  });
});
