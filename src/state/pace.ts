/** How fast an indexing goes, from its last few seconds: a file may start compressible and end in videos. */
export interface Pace {
  bytesPerSecond: number;
  /** Undefined until enough was seen to tell. */
  secondsLeft: number | undefined;
}

interface Sample {
  ms: number;
  doneBytes: number;
}

const WINDOW_MS = 4000;
const ENOUGH_MS = 500;

export class PaceMeter {
  readonly #totalBytes: number;
  #samples: Sample[];

  constructor(startMs: number, totalBytes: number) {
    this.#totalBytes = totalBytes;
    this.#samples = [{ ms: startMs, doneBytes: 0 }];
  }

  add(ms: number, doneBytes: number): Pace {
    this.#samples = [...this.#samples.filter((s) => ms - s.ms <= WINDOW_MS), { ms, doneBytes }];
    const first = this.#samples[0] ?? { ms, doneBytes };
    const elapsed = ms - first.ms;
    if (elapsed <= 0) return { bytesPerSecond: 0, secondsLeft: undefined };
    const bytesPerSecond = ((doneBytes - first.doneBytes) / elapsed) * 1000;
    const known = elapsed >= ENOUGH_MS && bytesPerSecond > 0;
    const left = Math.max(0, this.#totalBytes - doneBytes);
    return { bytesPerSecond, secondsLeft: known ? left / bytesPerSecond : undefined };
  }
}
