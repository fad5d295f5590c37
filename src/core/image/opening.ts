/** What the readers of one drop share: its sources, its documents, and what is left of the limits. */
import type { ByteSource } from '../bytes/byte-source.ts';
import type { Digester } from '../bytes/digester.ts';
import { BlobSniffer } from './blob-sniffer.ts';
import { ConfigReader } from './read-config.ts';
import { Documents } from './documents.ts';

export const MOST_IMAGES = 1000;
export const MOST_LAYERS = 1024;
const MOST_LAYERS_IN_ALL = 1 << 16;

export class Opening {
  readonly documents: Documents;
  readonly blobs: BlobSniffer;
  readonly configs = new ConfigReader();
  readonly #sources: ByteSource[];
  #imagesLeft = MOST_IMAGES;
  #layersLeft = MOST_LAYERS_IN_ALL;

  constructor(sources: readonly ByteSource[], digester: Digester) {
    this.#sources = [...sources];
    const sourceOf = (file: number): ByteSource => this.sourceOf(file);
    this.documents = new Documents(sourceOf, digester);
    this.blobs = new BlobSniffer(sourceOf);
  }

  /** Of a dropped file, or of what it was unpacked to. */
  sourceOf(file: number): ByteSource {
    const source = this.#sources[file];
    if (source === undefined) throw new RangeError('no such file');
    return source;
  }

  unpackedTo(file: number, source: ByteSource): void {
    this.#sources[file] = source;
  }

  /** Whether one more image may be listed. */
  takeImage(): boolean {
    return this.#imagesLeft-- > 0;
  }

  /** How many of so many layers may be listed. */
  takeLayers(count: number): number {
    const taken = Math.min(count, MOST_LAYERS, this.#layersLeft);
    this.#layersLeft -= taken;
    return taken;
  }
}
