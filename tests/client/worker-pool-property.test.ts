/** Whatever happens in whatever order: every job is settled once, with what is true of it, and the pool goes on. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WorkerPool } from '../../src/client/worker-pool.ts';
import type { Outcome } from '../../src/core/problem.ts';
import { turn } from './echo-pool.ts';
import { fakeWorkers } from './fake-worker.ts';
import { noRejectionIsLost } from './no-rejection-is-lost.ts';

noRejectionIsLost();

type Step =
  | { do: 'ask'; bytes: number; background: boolean }
  | { do: 'answer' | 'abort' | 'crash'; which: number }
  | { do: 'wait' };

const which = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      bytes: fc.nat(100),
      background: fc.boolean(),
    }),
    weight: 3,
  },
  fc.record({ do: fc.constantFrom('answer' as const, 'abort' as const, 'crash' as const), which }),
  fc.record({ do: fc.constant('wait' as const) }),
);

interface Asked {
  abort: AbortController;
  /** How it ended: more than one entry would be a fault. */
  ends: string[];
}

/** A pool whose workers answer when they are told to. */
function manualPool(size: number) {
  const answers = new Map<number, () => void>();
  const { workers, start } = fakeWorkers(() => ({
    work: (job: number) =>
      new Promise<Outcome<number>>((resolve) => {
        answers.set(job, () => {
          resolve({ ok: true, value: job });
        });
      }),
  }));
  const pool = new WorkerPool<{ work(job: number): Promise<Outcome<number>> }>({ start, size });
  const asked: Asked[] = [];
  const ask = (bytes: number, background: boolean) => {
    const job = asked.length;
    const one: Asked = { abort: new AbortController(), ends: [] };
    const call = pool.run(one.abort.signal, (api) => api.work(job), { bytes, background });
    call.then(
      (outcome) => one.ends.push(outcome.ok ? `answer ${outcome.value}` : outcome.problem.kind),
      (error: unknown) => one.ends.push((error as Error).name),
    );
    asked.push(one);
  };
  return { pool, workers, answers, asked, ask };
}

test('no job is lost, and none is mistaken for another', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step), async (size, steps) => {
      const { pool, workers, answers, asked, ask } = manualPool(size);
      for (const now of steps) {
        if (now.do === 'ask') ask(now.bytes, now.background);
        else if (now.do === 'wait') await turn();
        else if (now.do === 'answer') [...answers.values()][now.which]?.();
        else if (now.do === 'abort') asked[now.which]?.abort.abort();
        else workers[now.which % Math.max(1, workers.length)]?.crash('crashed');
        const alive = workers.filter((worker) => !worker.terminated);
        expect(alive.length).toBeLessThanOrEqual(size);
      }
      // From here on every job is answered as soon as it is begun.
      for (let round = 0; asked.some(({ ends }) => ends.length === 0); round++) {
        expect(round, 'jobs that nobody does').toBeLessThan(500);
        await turn();
        for (const answer of answers.values()) answer();
      }
      pool.stop();
      await turn();
      const ended = asked.flatMap(({ ends }) => ends);
      const crashes = steps.filter((now) => now.do === 'crash').length;
      expect(ended.filter((end) => end === 'worker-crashed').length).toBeLessThanOrEqual(crashes);
      for (const [job, { abort, ends }] of asked.entries()) {
        expect(ends).toHaveLength(1);
        const end = String(ends[0]);
        const possible = [`answer ${job}`, 'worker-crashed'];
        if (abort.signal.aborted) possible.push('AbortError');
        expect(possible).toContain(end);
        seen.add(end.replace(/\d+/, ''));
      }
    }),
    { numRuns: 150 },
  );
  expect([...seen].sort()).toEqual(['AbortError', 'answer ', 'worker-crashed']);
});
