/**
 * Room for one worker, which does one job at a time. It is started when there is a job. A busy worker cannot hear "stop" and a terminated
 * one never answers, so abort and crash both end the worker and settle its job on this side; the next job gets a new one.
 */
import * as Comlink from 'comlink';
import type { AnyJob } from './worker-job.ts';

export interface WorkerSlotOptions {
  /** Starts the worker; it must be ready to be called through Comlink. */
  start: () => Worker;
  /** A worker without work for so long is ended. */
  idleMs?: number;
}

interface Running<Api> {
  worker: Worker;
  api: Comlink.Remote<Api>;
  /** Removes the listeners for crashes. */
  listening: AbortController;
}

const IDLE_MS = 60_000;
/** What a worker has used stays with it, until its garbage is collected or the worker ended; a new one is there in a moment. */
const TIRED_BYTES = 64 << 20;
const TIRED_IDLE_MS = 50;

export class WorkerSlot<Api> {
  readonly #start: () => Worker;
  readonly #idleMs: number;
  #job: AnyJob<Api> | undefined;
  #running: Running<Api> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  /** How much the worker was given to read since it was started. */
  #readBytes = 0;

  constructor({ start, idleMs = IDLE_MS }: WorkerSlotOptions) {
    this.#start = start;
    this.#idleMs = idleMs;
  }

  /** The job under way. */
  get job(): AnyJob<Api> | undefined {
    return this.#job;
  }

  /** Whether a job would find a worker already there. */
  get warm(): boolean {
    return this.#running !== undefined;
  }

  /** Only where no job is under way; the job reads so many `bytes`. It may have crashed when this returns. */
  begin(job: AnyJob<Api>, bytes = 0): void {
    clearTimeout(this.#idle);
    this.#job = job;
    const running = this.#started();
    this.#readBytes += bytes;
    if (running !== undefined) job.start(running.api);
  }

  /** The job is over. If that is because nobody wants it any more, it takes the worker with it. */
  release(aborted: boolean): void {
    this.#job = undefined;
    if (aborted) this.#end();
    else this.#rest();
  }

  /** Starts the worker before there is a job for it, and lets `warm` talk to it beside the jobs. */
  prepare(warm: (api: Comlink.Remote<Api>) => Promise<void>): void {
    const running = this.#started();
    if (running === undefined) return;
    // A worker that fails to warm up tells so when it gets a job.
    warm(running.api).catch(() => undefined);
    this.#rest();
  }

  /** Ends the worker; a job under way is told that it crashed. */
  stop(): void {
    this.#crash('stopped');
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
    this.#job?.crash(message);
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#running === undefined || this.#job !== undefined) return;
    const tired = this.#readBytes >= TIRED_BYTES;
    this.#idle = setTimeout(
      () => {
        this.#end();
      },
      tired ? Math.min(TIRED_IDLE_MS, this.#idleMs) : this.#idleMs,
    );
  }

  #end(): void {
    clearTimeout(this.#idle);
    const running = this.#running;
    this.#running = undefined;
    this.#readBytes = 0;
    if (running === undefined) return;
    running.listening.abort();
    running.api[Comlink.releaseProxy]();
    running.worker.terminate();
  }
}
