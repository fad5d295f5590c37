/** At the worker's boundary: no exceptions, buffers handed over, callbacks closed when they are done with. */
import * as Comlink from 'comlink';
import { InputError, type Outcome } from '../src/core/problem.ts';
import type { Tell } from './contract.ts';
import { throttle } from './throttle.ts';

const PROGRESS_INTERVAL_MS = 100;

/** What the work gives, or the problem it ends with. */
export async function settle<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof InputError) return { ok: false, problem: error.problem };
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { ok: false, problem: { kind: 'internal', message, stack } };
  }
}

/** The same for work that tells of its progress: now and then, its last words always, and nothing afterwards. */
export async function settleTelling<T, P>(
  tell: Tell<P>,
  work: (tell: Tell<P>) => Promise<T>,
): Promise<Outcome<T>> {
  const progress = throttle(tell, PROGRESS_INTERVAL_MS);
  const outcome = await settle(() => work(progress.send));
  progress.flush();
  release(tell);
  return outcome;
}

/** Hands the buffers of a value over to the other side instead of copying them. */
export function transferred<T>(
  outcome: Outcome<T>,
  buffers: (value: T) => ArrayBuffer[],
): Outcome<T> {
  return outcome.ok ? Comlink.transfer(outcome, buffers(outcome.value)) : outcome;
}

/** Closes the channel behind a callback from the other side; a plain function has none. */
function release(callback: unknown): void {
  (callback as Partial<Comlink.ProxyMethods>)[Comlink.releaseProxy]?.();
}
