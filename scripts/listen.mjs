/**
 * Listens on 127.0.0.1 at `port`, or at the next free one; gives the one it got.
 * @param {import('node:http').Server} server
 * @param {number} port 0 for any
 */
export async function listen(server, port) {
  for (let tried = port; ; tried++) {
    try {
      return await listenAt(server, tried);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || tried >= Math.min(port + 100, 65535)) throw error;
    }
  }
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<number>}
 */
function listenAt(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
