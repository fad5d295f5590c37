import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../scripts/listen.mjs';
import { createStaticServer } from '../../scripts/static-server.mjs';

const POLICY = "default-src 'none'";
let outside: string;
let server: Server;
let port: number;

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), 'onionskin-serve-'));
  const folder = join(outside, 'dist');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<p>page</p>');
  writeFileSync(join(folder, 'assets', 'a.wasm'), '0123456789');
  writeFileSync(join(folder, 'assets', 'b c.js'), '1');
  writeFileSync(join(folder, 'empty.txt'), '');
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'link.txt'));
  server = createStaticServer(folder, POLICY);
  port = await listen(server, 0);
});

afterAll(() => {
  server.close();
  rmSync(outside, { recursive: true });
});

const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);

/** fetch tidies paths before it sends them; an attacker does not. */
function statusOfRawRequest(target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    });
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (piece: string) => (text += piece));
    socket.on('error', reject);
    socket.on('end', () => {
      resolve(text);
    });
  });
}

describe('createStaticServer', () => {
  it('gives the page for the bare path, with the policy', async () => {
    const answer = await get('/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(POLICY);
    expect(await answer.text()).toBe('<p>page</p>');
  });

  it('gives WebAssembly its media type and ignores the query', async () => {
    const answer = await get('/assets/a.wasm?v=1');
    expect(answer.headers.get('content-type')).toBe('application/wasm');
    expect(await answer.text()).toBe('0123456789');
  });

  it('decodes names', async () => {
    expect((await get('/assets/b%20c.js')).status).toBe(200);
  });

  it('gives a byte range', async () => {
    const answer = await get('/assets/a.wasm', { headers: { Range: 'bytes=2-4' } });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe('bytes 2-4/10');
    expect(await answer.text()).toBe('234');
  });

  it('refuses a range behind the end and says how long the file is', async () => {
    const answer = await get('/assets/a.wasm', { headers: { Range: 'bytes=10-' } });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe('bytes */10');
  });

  it('gives an empty file', async () => {
    const answer = await get('/empty.txt');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  it('answers HEAD without a body', async () => {
    const answer = await get('/assets/a.wasm', { method: 'HEAD' });
    expect(answer.headers.get('content-length')).toBe('10');
    expect(await answer.text()).toBe('');
  });

  it('spares a file that the reader has', async () => {
    const tag = (await get('/')).headers.get('etag') ?? '';
    expect((await get('/', { headers: { 'If-None-Match': tag } })).status).toBe(304);
  });

  it('lets hashed names be kept for good, and all others be asked for again', async () => {
    const control = async (path: string) => (await get(path)).headers.get('cache-control');
    expect(await control('/assets/a.wasm')).toContain('immutable');
    expect(await control('/index.html')).toBe('no-cache');
  });

  it('takes no other method', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });

  it('lists no folder', async () => {
    expect((await get('/assets')).status).toBe(404);
    expect((await get('/assets/')).status).toBe(404);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '//../secret.txt',
    'http://x/../secret.txt',
    '/link.txt',
    '/index.html%00.txt',
    '/%zz',
    `/${'a'.repeat(5000)}`,
  ])('gives nothing from outside of the folder for %s', async (target) => {
    const answer = await statusOfRawRequest(target);
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer).not.toContain('secret');
  });
});

describe('listen', () => {
  it('takes the next free port where one is taken', async () => {
    const second = createStaticServer(outside, POLICY);
    const got = await listen(second, port);
    second.close();
    expect(got).toBeGreaterThan(port);
  });
});
