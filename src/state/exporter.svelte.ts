/** Documents about the open image, made in slices and handed over as files. One at a time; it can be ended. */
import type { HashProgress, Workers } from '../client/image-client.ts';
import { findHash, type HashedBodies } from '../core/layer/hashed-bodies.ts';
import { planHashing } from '../core/layer/plan-hashing.ts';
import { InputError, type Problem } from '../core/problem.ts';
import { listFiles } from '../core/report/file-listing.ts';
import type { TreeView } from '../core/tree/tree-view.ts';
import { fileNameOf } from '../text/file-name.ts';
import { locate } from './entry-content.svelte.ts';
import { findContents } from './find-contents.ts';
import { measure } from './measure.ts';
import type { OpenImage } from './open-image.svelte.ts';
import { problemOf } from './problem-of.ts';
import { runSliced } from './run-sliced.ts';
import { saveFile } from './save-file.ts';

export type ExportName = 'File listing (JSON Lines)' | 'File listing with hashes (JSON Lines)';
export const EXPORT_NAMES: readonly ExportName[] = [
  'File listing (JSON Lines)',
  'File listing with hashes (JSON Lines)',
];

export type ExportPhase =
  | { phase: 'idle' }
  | { phase: 'working'; name: string; doneBytes: number; totalBytes: number }
  | { phase: 'failed'; name: string; problem: Problem };

type Sha256Of = (inode: { layer: number; entry: number }) => string | undefined;

export class Exporter {
  readonly #image: OpenImage;
  readonly #workers: Workers;
  readonly #baseName: string;
  #phase = $state.raw<ExportPhase>({ phase: 'idle' });
  #work = new AbortController();

  constructor(image: OpenImage, workers: Workers, subjectName: string) {
    this.#image = image;
    this.#workers = workers;
    this.#baseName = fileNameOf(image.image.names[0] ?? subjectName);
  }

  get phase(): ExportPhase {
    return this.#phase;
  }

  readonly run = (name: ExportName): void => {
    const withHashes = name === 'File listing with hashes (JSON Lines)';
    const suffix = withHashes ? 'files-with-hashes' : 'files';
    void this.#start(name, async (signal) => {
      const view = this.#image.whole;
      if (view === undefined) return;
      const sha256Of = withHashes ? await this.#hashAll(name, view, signal) : undefined;
      saveFile(`${this.#baseName}.${suffix}.jsonl`, await listing(view, sha256Of, signal));
    });
  };

  /** Saves one file of the image. */
  readonly saveEntry = (path: number): void => {
    const of = this.#image.contentOf(path);
    const tree = this.#image.tree;
    if (of === undefined) return;
    const name = fileNameOf(new TextDecoder().decode(tree.nameOf(path)));
    void this.#start(name, async (signal) => {
      const place = locate(of);
      if (!place.ok) throw new InputError(place.problem);
      const outcome = await this.#workers.save(of.blob, place.value, {
        signal,
        onProgress: ({ doneBytes, totalBytes }) => {
          this.#phase = { phase: 'working', name, doneBytes, totalBytes };
        },
      });
      if (outcome.ok) saveFile(name, outcome.value);
      else throw new InputError(outcome.problem);
    });
  };

  readonly cancel = (): void => {
    this.#work.abort();
    this.#phase = { phase: 'idle' };
  };

  async #start(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.cancel();
    this.#work = new AbortController();
    const signal = AbortSignal.any([this.#work.signal, this.#image.signal]);
    this.#phase = { phase: 'working', name, doneBytes: 0, totalBytes: 0 };
    const start = performance.now();
    try {
      await work(signal);
      signal.throwIfAborted();
      this.#phase = { phase: 'idle' };
      measure('onionskin:export', start, { name });
    } catch (error) {
      if (signal.aborted) return;
      this.#work.abort();
      this.#phase = { phase: 'failed', name, problem: problemOf(error) };
    }
  }

  /** SHA-256 of every regular file of the view, the layers side by side. */
  async #hashAll(name: string, view: TreeView, signal: AbortSignal): Promise<Sha256Of> {
    const wanted = await runSliced(findContents(view), signal);
    const progress = new Map<number, { doneBytes: number; totalBytes: number }>();
    const tell = () => {
      const all = [...progress.values()];
      const sum = (of: 'doneBytes' | 'totalBytes') =>
        all.reduce((total, one) => total + one[of], 0);
      this.#phase = {
        phase: 'working',
        name,
        doneBytes: sum('doneBytes'),
        totalBytes: sum('totalBytes'),
      };
    };
    const hashed = new Map<number, HashedBodies>();
    await Promise.all(
      [...wanted].map(async ([layer, entries]) => {
        const { blob, index } = this.#image.layers[layer] ?? {};
        if (blob === undefined || index === undefined) return;
        progress.set(layer, { doneBytes: 0, totalBytes: blob.size });
        const onProgress = ({ doneBytes, totalBytes }: HashProgress) => {
          progress.set(layer, { doneBytes, totalBytes });
          tell();
        };
        const plan = planHashing(index, entries);
        const outcome = await this.#workers.hash(blob, plan, { signal, onProgress });
        if (outcome.ok) hashed.set(layer, outcome.value);
        else throw new InputError(outcome.problem);
      }),
    );
    return ({ layer, entry }) => {
      const of = hashed.get(layer);
      return of && findHash(of, entry);
    };
  }
}

const ENOUGH_TEXT = 1 << 20;

/** A blob of blobs: what is written already leaves this tab's memory. */
async function listing(
  view: TreeView,
  sha256Of: Sha256Of | undefined,
  signal: AbortSignal,
): Promise<Blob> {
  return runSliced(collect(listFiles(view, sha256Of)), signal);
}

function* collect(pieces: Generator<string | undefined, void>): Generator<undefined, Blob> {
  const parts: Blob[] = [];
  let text = '';
  for (const piece of pieces) {
    if (piece !== undefined) text += piece;
    if (text.length >= ENOUGH_TEXT) {
      parts.push(new Blob([text]));
      text = '';
    }
    yield;
  }
  return new Blob([...parts, text], { type: 'application/jsonl' });
}
