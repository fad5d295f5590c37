/** What the command line of `npm run bench` may say. */
import { parseArgs } from 'node:util';

const TARGETS = /** @type {const} */ (['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9']);

const USAGE = `npm run bench -- [--runs N] [--only P1,P4] [--large] [--clean]

--runs N    measured rounds of each comparison (default 3)
--only …    some of ${TARGETS.join(', ')}
--large     layers of real images instead of made ones: OCI archives below ONIONSKIN_BENCH_DIR
--clean     removes the made data afterwards (else kept below the system's temporary folder)`;

/** @typedef {{ runs: number, only: readonly string[], large: boolean, clean: boolean }} Options */

/**
 * Reads the arguments; undefined where they cannot be understood (the usage was then printed).
 * @param {string[]} args
 * @returns {Options | undefined}
 */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        runs: { type: 'string', default: '3' },
        only: { type: 'string', default: TARGETS.join(',') },
        large: { type: 'boolean', default: false },
        clean: { type: 'boolean', default: false },
      },
    });
    const runs = Number(values.runs);
    const only = values.only.split(',').map((name) => name.trim().toUpperCase());
    const unknown = only.filter((name) => !TARGETS.some((target) => target === name));
    if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs}?`);
    if (unknown.length > 0) throw new Error(`--only ${unknown.join(',')}?`);
    return { runs, only, large: values.large, clean: values.clean };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return undefined;
  }
}
