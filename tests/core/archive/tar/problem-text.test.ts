import { describe, expect, it } from 'vitest';
import { problemText } from '../../../../src/core/archive/tar/problem-text.ts';

describe('problemText', () => {
  it('reads UTF-8, and shows what is not as bytes', () => {
    expect(problemText(Buffer.from('ümläut 日本'))).toBe('ümläut 日本');
    expect(problemText(Uint8Array.of(0x61, 0xff, 0x0a))).toBe('a\\xff\\x0a');
    expect(problemText(new Uint8Array(0))).toBe('');
  });

  it.each([255, 256, 257, 258, 259])('tears no character after %i bytes', (length) => {
    const text = 'x'.repeat(length - 252) + '日'.repeat(100);
    expect(text.startsWith(problemText(Buffer.from(text)))).toBe(true);
    expect(Buffer.from(problemText(Buffer.from(text))).length).toBeGreaterThan(252);
  });

  it('is short for any bytes', () => {
    expect(problemText(Buffer.alloc(1 << 20, 0x80)).length).toBeLessThanOrEqual(4 * 256);
    expect(problemText(Buffer.alloc(1 << 20, 'n'))).toHaveLength(256);
  });
});
