/** The table a person reads, and the JSON beside it with every sample. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));

/**
 * One line of the table. `met` is undefined where a line is only there for orientation.
 * @typedef {object} Row
 * @property {string} target
 * @property {string} work
 * @property {string} ours
 * @property {string} against
 * @property {string} ratio
 * @property {string} goal
 * @property {boolean} [met]
 * @property {Record<string, unknown>} samples
 */

/** @param {readonly Row[]} rows */
export function printTable(rows) {
  const header = ['', 'work', 'here', 'against', 'ratio', 'target', ''];
  const lines = rows.map(({ target, work, ours, against, ratio, goal, met }) => {
    const verdict = met === undefined ? '' : met ? 'met' : 'MISSED';
    return [target, work, ours, against, ratio, goal, verdict];
  });
  const all = [header, header.map(() => '---'), ...lines];
  const widths = header.map((_, column) =>
    Math.max(3, ...all.map((line) => line[column]?.length ?? 0)),
  );
  const padded = (/** @type {string[]} */ line) =>
    line.map((cell, column) => cell.padEnd(widths[column] ?? 0, cell === '---' ? '-' : ' '));
  console.log(`\n${all.map((line) => `| ${padded(line).join(' | ')} |`).join('\n')}\n`);
}

/**
 * Gives the path of the written file.
 * @param {{ about: Record<string, unknown>, rows: readonly Row[], skipped: readonly string[] }} result
 */
export function writeJson(result) {
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${new Date().toISOString().replaceAll(':', '-')}.json`);
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
  return path;
}

/** @param {string} browserVersion */
export function describeMachine(browserVersion) {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString(),
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    /** Over 1, 5 and 15 minutes, our own included. */
    load: loadavg(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    browser: browserVersion,
  };
}

/** @param {number} value */
export function ms(value) {
  return value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}

/** @param {number} value */
export function times(value) {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ×`;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
