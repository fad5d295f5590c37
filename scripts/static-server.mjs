/**
 * Serves the files of one folder: what a plain static host does, with the page's policy as a header. No listing, nothing outside
 * of the folder (not by `..`, not by a link), one byte range per request.
 */
import { open, realpath } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseByteRange } from './byte-range.mjs';
import { mediaType } from './media-types.mjs';

/** Names in here carry a hash of what is inside: a worker that starts anew offline finds them in the browser's cache. */
const HASHED = `${sep}assets${sep}`;

/**
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {import('node:fs/promises').FileHandle} FileHandle
 */

/**
 * @param {string} folder
 * @param {string} policy content security policy of every answer
 */
export function createStaticServer(folder, policy) {
  return createServer((request, response) => {
    answer(folder, policy, request, response).catch((/** @type {unknown} */ error) => {
      // A reader that goes away in the middle is no news.
      if (!response.headersSent) refuse(response, 500);
      else response.destroy();
      if (!isHangUp(error)) console.error(error);
    });
  });
}

/**
 * @param {string} folder
 * @param {string} policy
 * @param {Request} request
 * @param {Response} response
 */
async function answer(folder, policy, request, response) {
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    refuse(response, 405);
    return;
  }
  const path = requestedPath(request.url ?? '/');
  if (path === undefined) {
    refuse(response, 400);
    return;
  }
  const file = await openInside(folder, path);
  if (file === undefined) {
    refuse(response, 404);
    return;
  }
  try {
    await sendFile(file, path, request, response);
  } finally {
    await file.close();
  }
}

/**
 * The path a request means, as segments joined by `/`; undefined where it cannot mean one.
 * @param {string} url
 */
function requestedPath(url) {
  const path = url.replace(/[?#].*$/s, '');
  if (!path.startsWith('/')) return undefined;
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
  if (/[\0\\]/.test(decoded)) return undefined;
  return decoded.endsWith('/') ? `${decoded}index.html` : decoded;
}

/**
 * Opens a file if it really lies in the folder.
 * @param {string} folder
 * @param {string} path
 * @returns {Promise<FileHandle | undefined>}
 */
async function openInside(folder, path) {
  try {
    const root = await realpath(folder);
    const real = await realpath(join(root, path));
    if (!real.startsWith(root + sep)) return undefined;
    const file = await open(real);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && isAbsence(error.code)) return undefined;
    throw error;
  }
}

/**
 * @param {FileHandle} file
 * @param {string} path
 * @param {Request} request
 * @param {Response} response
 */
async function sendFile(file, path, request, response) {
  const { size, mtimeMs } = await file.stat();
  const tag = `"${size.toString(16)}-${Math.round(mtimeMs).toString(16)}"`;
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader(
    'Cache-Control',
    path.includes(HASHED) ? 'max-age=31536000, immutable' : 'no-cache',
  );
  response.setHeader('ETag', tag);
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  const range = parseByteRange(request.headers.range, size);
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${size}`);
    refuse(response, 416);
    return;
  }
  const [start, end] = range ?? [0, size];
  if (range !== undefined) response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${size}`);
  response.setHeader('Content-Type', mediaType(extname(path).toLowerCase()));
  response.setHeader('Content-Length', end - start);
  response.writeHead(range === undefined ? 200 : 206);
  if (request.method === 'HEAD' || start === end) {
    response.end();
    return;
  }
  await pipeline(file.createReadStream({ start, end: end - 1, autoClose: false }), response);
}

/**
 * @param {Response} response
 * @param {number} status
 */
function refuse(response, status) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${status}\n`);
}

/** @param {unknown} code */
function isAbsence(code) {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES', 'EISDIR'].includes(String(code));
}

/** @param {unknown} error */
function isHangUp(error) {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(String(error.code))
  );
}
