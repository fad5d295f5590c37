import { describe, expect, it } from 'vitest';
import { type BlobLike, blobSource } from '../../../src/core/bytes/blob-source.ts';
import type { ByteSource } from '../../../src/core/bytes/byte-source.ts';
import { memberSource } from '../../../src/core/bytes/member-source.ts';
import { memorySource } from '../../../src/core/bytes/memory-source.ts';
import { InputError, type Problem } from '../../../src/core/problem.ts';

const DIGITS = Uint8Array.from({ length: 10 }, (_, i) => i);

const sources: Record<string, () => ByteSource> = {
  memorySource: () => memorySource(DIGITS),
  'memorySource over a part of a buffer': () =>
    memorySource(Uint8Array.of(99, ...DIGITS, 99).subarray(1, 11)),
  memberSource: () => memberSource(memorySource(Uint8Array.of(7, 7, 7, ...DIGITS, 7)), 3, 13),
  'memberSource of a memberSource': () =>
    memberSource(memberSource(memorySource(Uint8Array.of(7, 8, ...DIGITS, 7)), 1, 13), 1, 11),
  blobSource: () => blobSource(new Blob([DIGITS])),
};

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof InputError) return error.problem;
  throw new Error(`no InputError but ${String(error)}`);
}

describe.each(Object.entries(sources))('%s', (_, make) => {
  it('reads a stretch, everything, and nothing', async () => {
    const source = make();
    expect(source.size).toBe(10);
    expect([...(await source.read(2, 5))]).toEqual([2, 3, 4]);
    expect([...(await source.read(0, 10))]).toEqual([...DIGITS]);
    expect([...(await source.read(10, 10))]).toEqual([]);
  });

  it('gives bytes the caller may change', async () => {
    const source = make();
    (await source.read(0, 10)).fill(1);
    expect([...(await source.read(0, 10))]).toEqual([...DIGITS]);
  });

  it.each([
    [8, 12, 2],
    [12, 14, 0],
    [-1, 3, 3],
    [5, 3, 0],
    [NaN, 3, NaN],
  ])('refuses to read from %d to %d', async (start, end, got) => {
    expect(await problemOf(make().read(start, end))).toEqual({
      kind: 'source-short',
      sourceOffset: start,
      want: end - start,
      got,
    });
  });
});

describe('memberSource', () => {
  it('refuses a stretch that is not in its parent', () => {
    expect(() => memberSource(memorySource(DIGITS), 5, 11)).toThrow(InputError);
    expect(() => memberSource(memorySource(DIGITS), -1, 5)).toThrow(InputError);
  });
});

describe('blobSource', () => {
  const failing = (error: unknown): BlobLike => ({
    size: 10,
    slice: () => ({
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is thrown is the test's matter
      arrayBuffer: () => Promise.reject(error),
      stream: () =>
        new ReadableStream({
          start: (controller) => {
            controller.error(error);
          },
        }),
    }),
  });
  const giving = (bytes: number): BlobLike => ({
    size: 10,
    slice: () => new Blob([new Uint8Array(bytes)]),
  });

  it.each(['NotReadableError', 'NotFoundError'])(
    'says that a file changed when the browser says %s',
    async (name) => {
      const source = blobSource(failing(new DOMException('gone', name)));
      const problem = { kind: 'source-changed', sourceOffset: 4, detail: 'gone' };
      expect(await problemOf(source.read(4, 6))).toEqual(problem);
      const stream = source.stream?.(4, 6);
      expect(await problemOf(Promise.resolve(stream?.next()))).toEqual(problem);
      stream?.close();
    },
  );

  it('passes other errors on as they are', async () => {
    const error = new TypeError('a bug');
    await expect(blobSource(failing(error)).read(0, 1)).rejects.toBe(error);
    await expect(blobSource(failing(undefined)).read(0, 1)).rejects.toBe(undefined);
  });

  it('notices a blob that gives fewer bytes than it has', async () => {
    const problem = { kind: 'source-short', sourceOffset: 1, want: 3, got: 2 };
    const source = blobSource(giving(2));
    expect(await problemOf(source.read(1, 4))).toEqual(problem);
    const stream = source.stream?.(1, 4);
    expect(await stream?.next()).toHaveLength(2);
    expect(await problemOf(Promise.resolve(stream?.next()))).toEqual(problem);
  });

  it('streams a stretch, also of a member, and ends', async () => {
    const blob = blobSource(new Blob([DIGITS.slice()]));
    const stream = memberSource(blob, 2, 9).stream?.(1, 5);
    expect(await stream?.next()).toEqual(DIGITS.subarray(3, 7));
    expect(await stream?.next()).toBeUndefined();
    expect(() => blob.stream?.(5, 11)).toThrow(InputError);
  });
});
