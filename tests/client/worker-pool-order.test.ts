import { describe, expect, test, vi } from 'vitest';
import type { Place } from '../../src/client/waiting-list.ts';
import { WorkerPool } from '../../src/client/worker-pool.ts';
import type { Outcome } from '../../src/core/problem.ts';
import { echoPool, signal, turn } from './echo-pool.ts';
import { fakeWorkers } from './fake-worker.ts';
import { noRejectionIsLost } from './no-rejection-is-lost.ts';

noRejectionIsLost();

describe('several workers', () => {
  test('are started as they are needed, and no more of them than there is room for', async () => {
    const { workers, pool: jobs } = echoPool(3);
    await jobs.run(signal(), (api) => api.echo('a'));
    await jobs.run(signal(), (api) => api.echo('b'));
    expect(workers).toHaveLength(1);
    const many = Array.from({ length: 10 }, (_, i) =>
      jobs.run(signal(), (api) => api.echo(String(i))),
    );
    expect(await Promise.all(many)).toEqual(many.map((_, i) => ({ ok: true, value: String(i) })));
    expect(workers).toHaveLength(3);
    jobs.stop();
  });

  test('work side by side', async () => {
    const { start } = fakeWorkers((number) => ({
      meet: async () => {
        open.push(number);
        await vi.waitFor(() => {
          expect(open).toHaveLength(2);
        });
        return { ok: true, value: '' };
      },
    }));
    const open: number[] = [];
    const jobs = new WorkerPool<{ meet(): Promise<Outcome<string>> }>({ start, size: 2 });
    const both = [1, 2].map(() => jobs.run(signal(), (api) => api.meet()));
    for (const outcome of await Promise.all(both)) expect(outcome.ok).toBe(true);
    expect(open.sort()).toEqual([0, 1]);
    jobs.stop();
  });

  test('suffer neither from the crash nor from the abort of another', async () => {
    const { workers, pool: jobs } = echoPool(3);
    const abort = new AbortController();
    const crashing = jobs.run(signal(), (api) => api.never(), { bytes: 3 });
    const aborted = jobs.run(abort.signal, (api) => api.never(), { bytes: 2 });
    const lasting = jobs.run(signal(), (api) => api.never(), { bytes: 1 });
    const settled = vi.fn();
    lasting.then(settled, settled);
    await turn();
    workers[0]?.crash('out of memory');
    abort.abort();
    expect(await crashing).toMatchObject({ problem: { message: 'out of memory' } });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    expect(await jobs.run(signal(), (api) => api.echo('on we go'))).toMatchObject({ ok: true });
    expect(settled).not.toHaveBeenCalled();
    expect(workers.map((worker) => worker.terminated)).toEqual([true, true, false, false]);
    jobs.stop();
    await lasting;
  });

  test('are prepared by starting one, which the first job finds', async () => {
    const { workers, pool: jobs } = echoPool(3);
    const warm = vi.fn(() => Promise.resolve());
    jobs.prepare(warm);
    expect(warm).toHaveBeenCalledTimes(1);
    await jobs.run(signal(), (api) => api.echo('a'));
    expect(workers.map((worker) => worker.terminated)).toEqual([false]);
    jobs.stop();
    expect(workers.map((worker) => worker.terminated)).toEqual([true]);
  });
});

describe('jobs that wait', () => {
  /** Runs jobs of which each takes until the one before it has begun, and gives their names as they began. */
  async function begun(size: number, jobs: readonly { name: string; place: Place }[]) {
    const names: string[] = [];
    const { start } = fakeWorkers(() => ({
      begin: async (name: string) => {
        names.push(name);
        await turn();
        return { ok: true, value: name };
      },
    }));
    const all = new WorkerPool<{ begin(name: string): Promise<Outcome<string>> }>({ start, size });
    await Promise.all(
      jobs.map(({ name, place }) => all.run(signal(), (api) => api.begin(name), place)),
    );
    all.stop();
    return names;
  }

  test('have their turn by size, the biggest first, even if it was asked for last', async () => {
    const sizes = [20, 5, 90, 20, 60];
    const jobs = sizes.map((bytes, i) => ({ name: `${bytes}, as number ${i}`, place: { bytes } }));
    expect(await begun(1, jobs)).toEqual([
      '90, as number 2',
      '60, as number 4',
      '20, as number 0',
      '20, as number 3',
      '5, as number 1',
    ]);
  });

  test('in the background come after all others, whatever their size', async () => {
    const order = await begun(1, [
      { name: 'check a', place: { bytes: 500, background: true } },
      { name: 'index a', place: { bytes: 5 } },
      { name: 'check b', place: { bytes: 900, background: true } },
      { name: 'index b', place: { bytes: 9 } },
    ]);
    expect(order).toEqual(['index b', 'index a', 'check b', 'check a']);
  });

  test('in the background leave a worker free for what comes next', async () => {
    const { workers, pool: jobs } = echoPool(3);
    const abort = new AbortController();
    const checks = [1, 2, 3].map(() =>
      jobs.run(abort.signal, (api) => api.never(), { background: true }),
    );
    await turn();
    expect(workers).toHaveLength(2);
    expect(await jobs.run(signal(), (api) => api.echo('at once'))).toMatchObject({ ok: true });
    abort.abort();
    for (const check of checks) await expect(check).rejects.toThrow();
    jobs.stop();
  });
});
