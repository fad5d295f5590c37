import { describe, expect, test, vi } from 'vitest';
import { WorkerPool } from '../../src/client/worker-pool.ts';
import type { Outcome } from '../../src/core/problem.ts';
import { type Calls, echoPool, signal, turn } from './echo-pool.ts';
import { fakeWorkers } from './fake-worker.ts';
import { noRejectionIsLost } from './no-rejection-is-lost.ts';

noRejectionIsLost();

describe('jobs', () => {
  test('start no worker before there is one', async () => {
    const { workers, pool: jobs } = echoPool();
    expect(workers).toHaveLength(0);
    await jobs.run(signal(), (api) => api.echo('a'));
    expect(workers).toHaveLength(1);
    jobs.stop();
  });

  test('run one at a time in one worker, in the order in which they came', async () => {
    const log: string[] = [];
    const { workers, start } = fakeWorkers(() => ({
      work: async (name: string) => {
        log.push(`${name} starts`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`${name} ends`);
        return { ok: true, value: name };
      },
    }));
    const jobs = new WorkerPool<{ work(name: string): Promise<Outcome<string>> }>({
      start,
      size: 1,
    });
    const outcomes = await Promise.all(
      ['one', 'two'].map((name) => jobs.run(signal(), (api) => api.work(name))),
    );
    expect(outcomes).toEqual([
      { ok: true, value: 'one' },
      { ok: true, value: 'two' },
    ]);
    expect(log).toEqual(['one starts', 'one ends', 'two starts', 'two ends']);
    expect(workers).toHaveLength(1);
    jobs.stop();
  });

  test('that throw in the worker come back as a problem, and the worker goes on', async () => {
    const { workers, pool: jobs } = echoPool();
    expect(await jobs.run(signal(), (api) => api.throws())).toMatchObject({
      ok: false,
      problem: { kind: 'internal', message: 'no such thing' },
    });
    expect(await jobs.run(signal(), (api) => api.echo('a'))).toEqual({ ok: true, value: 'a' });
    expect(workers).toHaveLength(1);
    jobs.stop();
  });

  test('whose arguments cannot be sent come back as a problem', async () => {
    const { pool: jobs } = echoPool();
    const outcome = await jobs.run(signal(), (api) => api.take(() => 'a bare function'));
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'internal' } });
    jobs.stop();
  });
});

describe('abort', () => {
  test('terminates the busy worker and rejects with the reason', async () => {
    const { workers, pool: jobs } = echoPool();
    const abort = new AbortController();
    const job = jobs.run(abort.signal, (api) => api.never());
    await turn();
    abort.abort();
    await expect(job).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers.map((worker) => worker.terminated)).toEqual([true]);
  });

  test('lets the waiting jobs go on in a new worker', async () => {
    const { workers, pool: jobs } = echoPool();
    const abort = new AbortController();
    const first = jobs.run(abort.signal, (api) => api.never());
    const second = jobs.run(signal(), (api) => api.echo('still here'));
    await turn();
    abort.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(await second).toEqual({ ok: true, value: 'still here' });
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false]);
    jobs.stop();
  });

  test('of a waiting job leaves the worker alone', async () => {
    let open: (outcome: Outcome<string>) => void = () => undefined;
    const gate = new Promise<Outcome<string>>((resolve) => (open = resolve));
    const { workers, start } = fakeWorkers(() => ({ slow: () => gate }));
    const jobs = new WorkerPool<{ slow(): Promise<Outcome<string>> }>({ start, size: 1 });
    const busy = jobs.run(signal(), (api) => api.slow());
    const abort = new AbortController();
    const waiting = jobs.run(abort.signal, (api) => api.slow());
    await turn();
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers.map((worker) => worker.terminated)).toEqual([false]);
    open({ ok: true, value: 'undisturbed' });
    expect(await busy).toEqual({ ok: true, value: 'undisturbed' });
    jobs.stop();
  });

  test('before the call starts nothing', async () => {
    const { workers, pool: jobs } = echoPool();
    await expect(jobs.run(AbortSignal.abort(), (api) => api.echo('a'))).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(workers).toHaveLength(0);
  });

  test('after the answer changes nothing', async () => {
    const { workers, pool: jobs } = echoPool();
    const abort = new AbortController();
    await jobs.run(abort.signal, (api) => api.echo('a'));
    abort.abort();
    expect(workers[0]?.terminated).toBe(false);
    jobs.stop();
  });
});

describe('a crash', () => {
  test('settles the job under way, and the waiting ones run in a new worker', async () => {
    const { workers, pool: jobs } = echoPool();
    const first = jobs.run(signal(), (api) => api.never());
    const second = jobs.run(signal(), (api) => api.echo('next'));
    await turn();
    workers[0]?.crash('out of memory');
    expect(await first).toEqual({
      ok: false,
      problem: { kind: 'worker-crashed', message: 'out of memory' },
    });
    expect(await second).toEqual({ ok: true, value: 'next' });
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false]);
    jobs.stop();
  });

  test('is also a script that does not load, and an answer that cannot be read', async () => {
    const { workers, pool: jobs } = echoPool();
    const first = jobs.run(signal(), (api) => api.never());
    await turn();
    workers[0]?.crash();
    expect(await first).toMatchObject({ problem: { message: 'the worker could not be loaded' } });
    const second = jobs.run(signal(), (api) => api.never());
    await turn();
    workers[1]?.dispatchEvent(new MessageEvent('messageerror'));
    expect(await second).toMatchObject({ problem: { message: 'an answer could not be read' } });
  });

  test('of every worker settles every job', async () => {
    const start = () => {
      throw new DOMException('workers are forbidden here', 'SecurityError');
    };
    const jobs = new WorkerPool<Calls>({ start, size: 1 });
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((value) => jobs.run(signal(), (api) => api.echo(value))),
    );
    for (const outcome of outcomes) {
      expect(outcome).toEqual({
        ok: false,
        problem: { kind: 'worker-crashed', message: 'workers are forbidden here' },
      });
    }
  });
});

describe('an idle worker', () => {
  test('is ended, and the next job gets a new one', async () => {
    const { workers, pool: jobs } = echoPool(1, 20);
    await jobs.run(signal(), (api) => api.echo('a'));
    await vi.waitFor(() => {
      expect(workers[0]?.terminated).toBe(true);
    });
    await jobs.run(signal(), (api) => api.echo('b'));
    expect(workers).toHaveLength(2);
    jobs.stop();
  });

  test('is ended at once where it has read much, and leaves its memory', async () => {
    const { workers, pool: jobs } = echoPool(1, 60_000);
    await jobs.run(signal(), (api) => api.echo('a'), { bytes: 1e6 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(workers[0]?.terminated).toBe(false);
    await jobs.run(signal(), (api) => api.echo('b'), { bytes: 1e9 });
    await vi.waitFor(() => {
      expect(workers[0]?.terminated).toBe(true);
    });
    jobs.stop();
  });

  test('is not one that has a job', async () => {
    const { workers, pool: jobs } = echoPool(1, 1);
    const abort = new AbortController();
    const job = jobs.run(abort.signal, (api) => api.never());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(workers[0]?.terminated).toBe(false);
    abort.abort();
    await expect(job).rejects.toThrow();
  });

  test('is also one that was prepared and never used', async () => {
    const { workers, pool: jobs } = echoPool(1, 20);
    jobs.prepare(() => Promise.reject(new Error('no network')));
    expect(workers).toHaveLength(1);
    await vi.waitFor(() => {
      expect(workers[0]?.terminated).toBe(true);
    });
  });
});

test('stop settles every job and starts nothing', async () => {
  const { workers, pool: jobs } = echoPool();
  const pending = [1, 2, 3].map(() => jobs.run(signal(), (api) => api.never()));
  await turn();
  jobs.stop();
  for (const outcome of await Promise.all(pending)) {
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'worker-crashed' } });
  }
  expect(workers.map((worker) => worker.terminated)).toEqual([true]);
});
