/**
 * The content security policy of the built page, taken from its own <meta> so that it is written down once. As a header it also binds
 * the workers (a worker does not inherit the page's policy) and may forbid framing, which a <meta> cannot.
 * @param {string} html
 */
export function pagePolicy(html) {
  const meta = /<meta\s[^>]*http-equiv="Content-Security-Policy"[^>]*>/i.exec(html)?.[0];
  const policy = meta === undefined ? undefined : /\scontent="([^"]*)"/i.exec(meta)?.[1];
  if (policy === undefined) throw new Error('index.html has no Content-Security-Policy.');
  return `${policy.replace(/\s+/g, ' ').replace(/;?\s*$/, '')}; frame-ancestors 'none'`;
}
