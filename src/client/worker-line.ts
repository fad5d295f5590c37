/**
 * One worker and the line of jobs before it: one job at a time, in order. A busy worker cannot hear "stop" and a terminated one never
 * answers, so abort and crash both end the worker and settle its job on this side; the next job gets a new worker.
 */
import * as Comlink from 'comlink';
import type { Outcome } from '../core/problem.ts';
import { type Call, WorkerJob } from './worker-job.ts';

export interface WorkerLineOptions {
  /** Starts the worker; it must be ready to be called through Comlink. */
  start: () => Worker;
  /** A worker without work for so long is ended. */
  idleMs?: number;
}

type Job<Api> = Pick<WorkerJob<Api, unknown>, 'start' | 'crash'>;

interface Running<Api> {
  worker: Worker;
  api: Comlink.Remote<Api>;
  /** Removes the listeners for crashes. */
  listening: AbortController;
}

const IDLE_MS = 60_000;

export class WorkerLine<Api> {
  readonly #start: () => Worker;
  readonly #idleMs: number;
  readonly #waiting: Job<Api>[] = [];
  #current: Job<Api> | undefined;
  #running: Running<Api> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor({ start, idleMs = IDLE_MS }: WorkerLineOptions) {
    this.#start = start;
    this.#idleMs = idleMs;
  }

  /**
   * Gives what the worker answers. Rejects with the signal's reason when aborted, and in no other case: a crash, and a worker
   * that does not load, are the problem `worker-crashed`.
   */
  async run<T>(signal: AbortSignal, call: Call<Api, T>): Promise<Outcome<T>> {
    signal.throwIfAborted();
    const job: WorkerJob<Api, T> = new WorkerJob(signal, call, (aborted) => {
      if (aborted) this.#abandon(job);
      else this.#leave(job);
    });
    this.#waiting.push(job);
    this.#next();
    return job.outcome;
  }

  /** Starts the worker before there is a job for it, and lets `warm` talk to it beside the jobs. */
  prepare(warm: (api: Comlink.Remote<Api>) => Promise<void>): void {
    const running = this.#started();
    if (running === undefined) return;
    // A worker that fails to warm up tells so when it gets a job.
    warm(running.api).catch(() => undefined);
    this.#rest();
  }

  /** Ends the worker; jobs under way are told that it crashed. */
  stop(): void {
    const waiting = this.#waiting.splice(0);
    this.#crash('stopped');
    for (const job of waiting) job.crash('stopped');
  }

  #next(): void {
    if (this.#current !== undefined) return;
    clearTimeout(this.#idle);
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) {
      this.#rest();
      return;
    }
    const job = this.#current;
    const running = this.#started();
    if (running !== undefined) job.start(running.api);
  }

  /** The job is answered; the worker goes on with the next. */
  #leave(job: Job<Api>): void {
    if (this.#current !== job) return;
    this.#current = undefined;
    this.#next();
  }

  /** Nobody wants the job any more: if it is under way, that takes the worker with it. */
  #abandon(job: Job<Api>): void {
    const place = this.#waiting.indexOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (this.#current !== job) return;
    this.#end();
    this.#leave(job);
  }

  #started(): Running<Api> | undefined {
    if (this.#running !== undefined) return this.#running;
    try {
      const worker = this.#start();
      const listening = new AbortController();
      this.#running = { worker, api: Comlink.wrap<Api>(worker), listening };
      this.#listen(worker, listening.signal);
      return this.#running;
    } catch (error) {
      this.#crash(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  #listen(worker: Worker, signal: AbortSignal): void {
    const listen = (type: string, message: (event: Event) => string) => {
      worker.addEventListener(
        type,
        (event) => {
          // Told as a problem; the window need not hear of it as well.
          event.preventDefault();
          this.#crash(message(event));
        },
        { signal },
      );
    };
    listen('error', (event) =>
      'message' in event && typeof event.message === 'string' && event.message !== ''
        ? event.message
        : 'the worker could not be loaded',
    );
    listen('messageerror', () => 'an answer could not be read');
  }

  #crash(message: string): void {
    this.#end();
    this.#current?.crash(message);
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#running === undefined || this.#current !== undefined) return;
    this.#idle = setTimeout(() => {
      this.#end();
    }, this.#idleMs);
  }

  #end(): void {
    clearTimeout(this.#idle);
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    running.listening.abort();
    running.api[Comlink.releaseProxy]();
    running.worker.terminate();
  }
}
