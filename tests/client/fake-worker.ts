import * as Comlink from 'comlink';

/** A `Worker` of this thread: handlers behind a real MessageChannel, so everything is cloned and transferred as it would be. */
class FakeWorker extends EventTarget {
  terminated = false;
  readonly #channel = new MessageChannel();

  constructor(handlers: object) {
    super();
    const { port1, port2 } = this.#channel;
    Comlink.expose(handlers, port2);
    port1.addEventListener('message', ({ data }: MessageEvent) => {
      this.dispatchEvent(new MessageEvent('message', { data: data as unknown }));
    });
    port1.start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#channel.port1.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
  }

  /** What a browser fires when a worker throws, or cannot be loaded: then without a message. */
  crash(message?: string): void {
    const event = new Event('error', { cancelable: true });
    this.dispatchEvent(message === undefined ? event : Object.assign(event, { message }));
  }
}

/** Starts fake workers and remembers them. */
export function fakeWorkers(handlers: (number: number) => object) {
  const workers: FakeWorker[] = [];
  const start = () => {
    const worker = new FakeWorker(handlers(workers.length));
    workers.push(worker);
    return worker as unknown as Worker;
  };
  return { workers, start };
}
