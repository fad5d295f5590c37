/** One call in a worker, and the one promise its caller waits for. Whatever comes first settles it: answer, crash or abort. */
import type * as Comlink from 'comlink';
import type { Outcome } from '../core/problem.ts';

export type Call<Api, T> = (api: Comlink.Remote<Api>) => Promise<Outcome<T>>;

export class WorkerJob<Api, T> {
  /** Rejects with the signal's reason when aborted, and in no other case. */
  readonly outcome: Promise<Outcome<T>>;
  readonly #call: Call<Api, T>;
  #settle: (outcome: Outcome<T>) => void = () => undefined;

  /** `onOver` is told before the caller is. */
  constructor(signal: AbortSignal, call: Call<Api, T>, onOver: (aborted: boolean) => void) {
    this.#call = call;
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
    return await this.#call(api);
  }
}

function internal(error: unknown): Outcome<never> {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { ok: false, problem: { kind: 'internal', message, stack } };
}
