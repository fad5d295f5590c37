/** Compression tools of the machine, as oracles: what they make we must read, what they read we must read alike. */
import { spawnSync } from 'node:child_process';

export function hasNativeTool(name: string): boolean {
  return spawnSync(name, ['--version']).error === undefined;
}

/** What the tool writes when `input` is piped through it. */
export function pipeThrough(name: string, flags: readonly string[], input: Uint8Array): Uint8Array {
  const { status, stdout, stderr } = spawnSync(name, flags, { input, maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`${name} ${flags.join(' ')}: ${stderr.toString()}`);
  return stdout;
}
