/** Serves the built page on 127.0.0.1 and prints its URL: `node scripts/serve.mjs [--port N]`. */
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { listen } from './listen.mjs';
import { pagePolicy } from './page-policy.mjs';
import { portArgument } from './port-argument.mjs';
import { createStaticServer } from './static-server.mjs';

const DIST = 'dist';

/** @param {number} port */
export async function serve(port) {
  if (!existsSync(`${DIST}/index.html`)) throw new Error('Nothing is built yet: npm run build.');
  const policy = pagePolicy(readFileSync(`${DIST}/index.html`, 'utf8'));
  const got = await listen(createStaticServer(DIST, policy), port);
  if (port !== 0 && got !== port) console.log(`Port ${port} is taken.`);
  console.log(`Onionskin is at http://127.0.0.1:${got}/  (Ctrl+C stops it)`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await serve(portArgument(process.argv.slice(2)));
}
