/** What the image worker is measured against, without it: reading to nowhere, inflating to nowhere, and one read that is counted. */
import * as Comlink from 'comlink';
import { blobSource } from '../../../src/core/bytes/blob-source.ts';
import { WindowReader } from '../../../src/core/bytes/window-reader.ts';
import { readEntry, type EntryPlace } from '../../../src/core/layer/read-entry.ts';
import { loadDecoders } from '../../../src/wasm/decoders.ts';
import { CountingSource } from '../../fixtures/counting-source.ts';

export interface Reading {
  reads: number;
  /** Of the source, all reads together. */
  sourceBytes: number;
  /** From where decompression starts to the end of the file's stored bytes. */
  tarSpan: number;
}

const bareWork = {
  async stream(blob: Blob): Promise<number> {
    const reader = blob.stream().getReader();
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return bytes;
      bytes += value.length;
    }
  },

  async inflateUpTo(blob: Blob, tarOffset: number): Promise<void> {
    const { engine } = await loadDecoders();
    const inflate = engine.startInflate({
      tarOffset: 0,
      sourceOffset: 0,
      bit: 0,
      state: new Uint8Array(0),
    });
    try {
      let bytes = 0;
      for await (const input of new WindowReader(blobSource(blob))) {
        for (const chunk of inflate.push(input, false)) {
          bytes += chunk.length;
          if (bytes >= tarOffset) return;
        }
      }
    } finally {
      inflate.close();
    }
  },

  async countedRead(blob: Blob, place: EntryPlace): Promise<Reading> {
    const source = new CountingSource(blobSource(blob));
    await readEntry(source, place, await loadDecoders());
    const tarSpan = place.tarOffset + place.storedBytes - place.from.tarOffset;
    return { reads: source.reads.length, sourceBytes: source.bytesRead, tarSpan };
  },
};

export type BareWork = typeof bareWork;
Comlink.expose(bareWork);
