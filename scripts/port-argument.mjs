/**
 * The port of `--port N` or `--port=N`, or the usual one.
 * @param {string[]} args
 */
export function portArgument(args) {
  if (args.length === 0) return 4173;
  const match = /^--port[= ](\d{1,5})$/.exec(args.join(' '));
  const port = Number(match?.[1] ?? NaN);
  if (!(port <= 65535))
    throw new Error(`Not understood: ${args.join(' ')}. The only option is --port N.`);
  return port;
}
