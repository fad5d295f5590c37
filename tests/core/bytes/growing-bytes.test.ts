import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingBytes } from '../../../src/core/bytes/growing-bytes.ts';

describe('GrowingBytes', () => {
  it('gives back what was appended, whatever the pieces', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 9000 }), { maxLength: 30 });
    fc.assert(
      fc.property(pieces, (appended) => {
        const bytes = new GrowingBytes();
        for (const piece of appended) bytes.append(piece);
        const whole = Buffer.concat(appended);
        expect(bytes.length).toBe(whole.length);
        const target = new Uint8Array(whole.length);
        bytes.drainTo(target);
        expect(Buffer.compare(target, whole)).toBe(0);
      }),
    );
  });

  it('takes a piece larger than any chunk', () => {
    const bytes = new GrowingBytes();
    bytes.append(Uint8Array.of(1));
    bytes.append(new Uint8Array(9 << 20).fill(2));
    bytes.append(Uint8Array.of(3));
    const target = new Uint8Array(bytes.length);
    bytes.drainTo(target);
    expect([target[0], target[1], target.at(-2), target.at(-1)]).toEqual([1, 2, 2, 3]);
  });

  it('is empty after it was drained and can be filled again', () => {
    const bytes = new GrowingBytes();
    bytes.append(Uint8Array.of(1, 2));
    bytes.drainTo(new Uint8Array(2));
    expect(bytes.length).toBe(0);
    bytes.append(Uint8Array.of(3));
    const target = new Uint8Array(1);
    bytes.drainTo(target);
    expect([...target]).toEqual([3]);
  });
});
