/**
 * The page under test: the real image worker over files chosen in the input above, timed on the main thread from the call to
 * the finished result. `run.mjs` drives it through `window.bench`.
 */
import * as Comlink from 'comlink';
import { openLayerIndex } from '../../../src/core/layer/layer-index-binary.ts';
import type { LayerIndex } from '../../../src/core/layer/layer-index.ts';
import { locateEntry, type EntryPlace } from '../../../src/core/layer/read-entry.ts';
import type { ImageWorker } from '../../../workers/contract.ts';
import type { BareWork, Reading } from './bare.worker.ts';
import { chosenFile } from './chosen-file.ts';
import { ImageWork } from './image-work.ts';
import { unwrap } from './unwrap.ts';

export interface Indexing {
  ms: number;
  entries: number;
  tarBytes: number;
  indexBytes: number;
  seekPoints: number;
  seekPointBytes: number;
  problems: string[];
}

interface WantedFile {
  name: string;
  size: number;
  tarOffset: number;
  /** Of locating and reading it with an index that is there. */
  ms: number;
}

const WANTED_BYTES = 10_000;

class Bench {
  readonly image = new ImageWork();
  readonly #bare = startWorker<BareWork>(
    new Worker(new URL('./bare.worker.ts', import.meta.url), { type: 'module' }),
  ).remote;
  #warm = startImageWorker();
  #held: LayerIndex | undefined;
  #place: EntryPlace | undefined;

  /** Indexes a file; cold: in a worker that is not running yet. The index is held until the next one. */
  async index(name: string, cold = false): Promise<Indexing> {
    this.#held = undefined;
    const file = chosenFile(name);
    const start = performance.now();
    if (cold) this.#restart();
    const index = await this.#indexBlob(file);
    const ms = performance.now() - start;
    this.#held = index;
    return describe(index, ms);
  }

  /** Reads a file through the browser's own stream, doing nothing with the bytes, in a worker. */
  async stream(name: string): Promise<number> {
    const file = chosenFile(name);
    const start = performance.now();
    const bytes = await this.#bare.stream(file);
    const ms = performance.now() - start;
    if (bytes !== file.size) throw new Error(`${bytes} of ${file.size} bytes`);
    return ms;
  }

  /** With the index of `name` held: reads the file of about 10 KB that is nearest to its end. */
  async readWanted(name: string): Promise<WantedFile> {
    const index = this.#held;
    if (index === undefined) throw new Error('no index is held');
    const wanted = findWanted(index);
    const start = performance.now();
    const place = locateEntry(index, wanted);
    const content = unwrap(await this.#warm.remote.read(chosenFile(name), place, WANTED_BYTES * 2));
    const ms = performance.now() - start;
    this.#place = place;
    return { name: place.name, size: content.length, tarOffset: place.tarOffset, ms };
  }

  /** The same reading again, with its reads of the source counted. */
  async countWanted(name: string): Promise<Reading> {
    if (this.#place === undefined) throw new Error('nothing was read yet');
    return this.#bare.countedRead(chosenFile(name), this.#place);
  }

  /** Inflates a gzip layer from its start up to `tarOffset`, doing nothing with the bytes. */
  async inflateUpTo(name: string, tarOffset: number): Promise<number> {
    const file = chosenFile(name);
    const start = performance.now();
    await this.#bare.inflateUpTo(file, tarOffset);
    return performance.now() - start;
  }

  #restart(): void {
    this.#warm.stop();
    this.#warm = startImageWorker();
  }

  async #indexBlob(blob: Blob): Promise<LayerIndex> {
    const onProgress = Comlink.proxy(() => undefined);
    return openLayerIndex(unwrap(await this.#warm.remote.index(blob, onProgress)));
  }
}

function startImageWorker() {
  return startWorker<ImageWorker>(
    new Worker(new URL('../../../workers/image.worker.ts', import.meta.url), { type: 'module' }),
  );
}

function startWorker<T>(worker: Worker) {
  worker.onerror = ({ message, filename, lineno }) => {
    throw new Error(`${filename}:${lineno}: ${message}`);
  };
  const remote = Comlink.wrap<T>(worker);
  return {
    remote,
    stop(): void {
      remote[Comlink.releaseProxy]();
      worker.terminate();
    },
  };
}

function describe(index: LayerIndex, ms: number): Indexing {
  return {
    ms,
    entries: index.entryCount,
    tarBytes: index.tarBytes,
    indexBytes: index.buffer.byteLength,
    seekPoints: index.seekPoints.tarOffset.length,
    seekPointBytes: index.seekPoints.states.length,
    problems: index.problems.map(({ kind }) => kind),
  };
}

/** The last file of 8–12 KB. */
function findWanted(index: LayerIndex): number {
  for (let i = index.entryCount - 1; i >= 0; i--) {
    const isFile = index.typeflag[i] === 0x30;
    if (isFile && Math.abs((index.size[i] ?? 0) - WANTED_BYTES) <= 2000) return i;
  }
  throw new Error('no file of about 10 KB');
}

declare global {
  interface Window {
    bench: Bench;
  }
}
window.bench = new Bench();
