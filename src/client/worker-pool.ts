/**
 * Some workers and one list of jobs that wait for them. A crash fails the job that crashed and no other; an abort ends at most the one
 * worker that was doing the job. Whatever happens, every job is settled.
 */
import type * as Comlink from 'comlink';
import type { Outcome } from '../core/problem.ts';
import { type Place, WaitingList } from './waiting-list.ts';
import { type AnyJob, type Ask, WorkerJob } from './worker-job.ts';
import { WorkerSlot, type WorkerSlotOptions } from './worker-slot.ts';

export interface WorkerPoolOptions extends WorkerSlotOptions {
  /** The most workers at a time. */
  size: number;
}

export class WorkerPool<Api> {
  readonly #slots: readonly WorkerSlot<Api>[];
  readonly #waiting = new WaitingList<AnyJob<Api>>();
  /** Those of the jobs, waiting or under way, that are in the background. */
  readonly #background = new Set<AnyJob<Api>>();
  readonly #bytes = new WeakMap<AnyJob<Api>, number>();
  #handingOut = false;

  constructor({ size, ...options }: WorkerPoolOptions) {
    this.#slots = Array.from({ length: size }, () => new WorkerSlot<Api>(options));
  }

  /**
   * Gives what a worker answers. Rejects with the signal's reason when aborted, and in no other case: a crash, and a worker
   * that does not load, are the problem `worker-crashed`.
   */
  async run<T>(signal: AbortSignal, ask: Ask<Api, T>, place: Place = {}): Promise<Outcome<T>> {
    signal.throwIfAborted();
    const job: WorkerJob<Api, T> = new WorkerJob(signal, ask, (aborted) => {
      this.#leave(job, aborted);
    });
    this.#waiting.add(job, place);
    if (place.bytes !== undefined) this.#bytes.set(job, place.bytes);
    if (place.background === true) this.#background.add(job);
    // Those who come in one go are put in order before the first of them is begun.
    queueMicrotask(() => {
      this.#handOut();
    });
    return job.outcome;
  }

  /** Starts one worker before there is a job for it, and lets `warm` talk to it beside its jobs. */
  prepare(warm: (api: Comlink.Remote<Api>) => Promise<void>): void {
    this.#slots[0]?.prepare(warm);
  }

  /** Ends the workers; jobs under way, and jobs that wait, are told that they crashed. */
  stop(): void {
    const waiting = this.#waiting.clear();
    for (const slot of this.#slots) slot.stop();
    for (const job of waiting) job.crash('stopped');
  }

  #leave(job: AnyJob<Api>, aborted: boolean): void {
    this.#waiting.remove(job);
    this.#background.delete(job);
    this.#slots.find((slot) => slot.job === job)?.release(aborted);
    this.#handOut();
  }

  #handOut(): void {
    // A job that crashes as it is begun comes back here; the loop below goes on with the next.
    if (this.#handingOut) return;
    this.#handingOut = true;
    try {
      for (let slot = this.#free(); slot !== undefined; slot = this.#free()) {
        const job = this.#waiting.take({ background: this.#spare() });
        if (job === undefined) return;
        slot.begin(job, this.#bytes.get(job));
      }
    } finally {
      this.#handingOut = false;
    }
  }

  #free(): WorkerSlot<Api> | undefined {
    const free = this.#slots.filter((slot) => slot.job === undefined);
    return free.find((slot) => slot.warm) ?? free[0];
  }

  /** Whether a worker may go to the background: one is kept for what comes next, if there is more than one. */
  #spare(): boolean {
    const inBackground = this.#slots.filter(
      ({ job }) => job !== undefined && this.#background.has(job),
    );
    return inBackground.length < Math.max(1, this.#slots.length - 1);
  }
}
