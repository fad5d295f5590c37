import { afterEach, beforeEach, expect, vi } from 'vitest';

/** Fails every test of a file that leaves a rejection unhandled. */
export function noRejectionIsLost(): void {
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(reason);

  beforeEach(() => {
    rejections.length = 0;
    process.on('unhandledRejection', onRejection);
  });

  afterEach(async () => {
    vi.useRealTimers();
    // A rejection is told a turn after the one that made it.
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', onRejection);
    expect(rejections).toEqual([]);
  });
}
