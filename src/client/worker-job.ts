/** One call in a worker, and the one promise its caller waits for. Whatever comes first settles it: answer, crash or abort. */
import type * as Comlink from 'comlink';
import type { Outcome } from '../core/problem.ts';

export type Ask<Api, T> = (api: Comlink.Remote<Api>) => Promise<Outcome<T>>;

/** What those who run a job need of it. */
export type AnyJob<Api> = Pick<WorkerJob<Api, unknown>, 'start' | 'crash'>;

export class WorkerJob<Api, T> {
  /** Rejects with the signal's reason when aborted, and in no other case. */
  readonly outcome: Promise<Outcome<T>>;
  readonly #ask: Ask<Api, T>;
  #settle: (outcome: Outcome<T>) => void = () => undefined;

  /** `onOver` is told before the caller is. */
  constructor(signal: AbortSignal, ask: Ask<Api, T>, onOver: (aborted: boolean) => void) {
    this.#ask = ask;
    this.outcome = new Promise((resolve, reject) => {
      const over = new AbortController();
      const end = (aborted: boolean, settle: () => void) => {
        if (over.signal.aborted) return;
        over.abort();
        onOver(aborted);
        settle();
      };
      const abort = () => {
        end(true, () => {
          reject(signal.reason as Error);
        });
      };
      this.#settle = (outcome) => {
        end(false, () => {
          resolve(outcome);
        });
      };
      signal.addEventListener('abort', abort, { signal: over.signal });
    });
  }

  start(api: Comlink.Remote<Api>): void {
    this.#answer(api).then(this.#settle, (error: unknown) => {
      this.#settle(internal(error));
    });
  }

  crash(message: string): void {
    this.#settle({ ok: false, problem: { kind: 'worker-crashed', message } });
  }

  /** Asynchronous, so that a call that throws at once fails like one that fails later. */
  async #answer(api: Comlink.Remote<Api>): Promise<Outcome<T>> {
    return await this.#ask(api);
  }
}

function internal(error: unknown): Outcome<never> {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { ok: false, problem: { kind: 'internal', message, stack } };
}
