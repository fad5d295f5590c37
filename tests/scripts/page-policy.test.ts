import { describe, expect, it } from 'vitest';
import { pagePolicy } from '../../scripts/page-policy.mjs';

describe('pagePolicy', () => {
  it('is the policy of the page, which may not be framed either', () => {
    const html = `<meta charset="utf-8"><meta
      http-equiv="Content-Security-Policy"
      content="default-src 'none';
               script-src 'self';"
    />`;
    expect(pagePolicy(html)).toBe("default-src 'none'; script-src 'self'; frame-ancestors 'none'");
  });

  it('refuses a page without one', () => {
    expect(() => pagePolicy('<meta name="x" content="default-src">')).toThrow(
      'no Content-Security-Policy',
    );
  });
});
