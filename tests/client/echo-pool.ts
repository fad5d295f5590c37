import { WorkerPool } from '../../src/client/worker-pool.ts';
import type { Outcome } from '../../src/core/problem.ts';
import { fakeWorkers } from './fake-worker.ts';

export interface Calls {
  echo(value: string): Promise<Outcome<string>>;
  never(): Promise<Outcome<string>>;
  throws(): Promise<Outcome<string>>;
  take(value: unknown): Promise<Outcome<string>>;
}

const calls: Calls = {
  echo: (value) => Promise.resolve({ ok: true, value }),
  never: () => new Promise(() => undefined),
  throws: () => Promise.reject(new RangeError('no such thing')),
  take: () => Promise.resolve({ ok: true, value: 'taken' }),
};

/** A pool of workers of this thread that do next to nothing. */
export function echoPool(size = 1, idleMs = 60_000) {
  const { workers, start } = fakeWorkers(() => calls);
  return { workers, pool: new WorkerPool<Calls>({ start, size, idleMs }) };
}

export const signal = () => new AbortController().signal;

/** Long enough for jobs to be handed out. */
export const turn = () => new Promise((resolve) => setTimeout(resolve));
