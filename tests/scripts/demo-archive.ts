/** A demo archive as the product's reader sees it: its members, and the entries of its layers. */
import { memorySource } from '../../src/core/bytes/memory-source.ts';
import { indexLayer } from '../../src/core/layer/index-layer.ts';
import {
  entryKind,
  entryLink,
  entryName,
  type EntryKind,
  type LayerIndex,
} from '../../src/core/layer/layer-index.ts';
import type { Problem } from '../../src/core/problem.ts';
import { loadDecoders } from '../../src/wasm/decoders.ts';
import { readImageLayers } from '../corpus/image-layers.ts';

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

export interface DemoEntry {
  kind: EntryKind;
  mode: number;
  uid: number;
  size: number;
  link: string;
  fingerprint: bigint;
}

export interface DemoLayer {
  /** By name, one character a byte. */
  entries: ReadonlyMap<string, DemoEntry>;
  problems: readonly Problem[];
}

const decoders = await loadDecoders();

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** The files of the archive itself, which is a plain tar. */
export async function readMembers(archive: Uint8Array): Promise<Map<string, Uint8Array>> {
  const index = await indexLayer(memorySource(archive), { decoders });
  return new Map(
    rows(index).flatMap((i): [string, Uint8Array][] => {
      if (entryKind(index, i) !== 'file') return [];
      const start = index.bodyOffset[i] ?? 0;
      const body = archive.subarray(start, start + (index.size[i] ?? 0));
      return [[latin1(entryName(index, i)), body]];
    }),
  );
}

/** The layers of all its images, bottom first, each as often as it is used. */
export async function readLayers(archive: Uint8Array): Promise<DemoLayer[]> {
  const layers = await readImageLayers(archive, decoders);
  // An archive with both a manifest.json and an index.json names each layer twice.
  const isTwice = (await readMembers(archive)).has('manifest.json');
  const once = layers.slice(0, isTwice ? layers.length / 2 : layers.length);
  return Promise.all(
    once.map(async ({ blob }) => {
      const index = await indexLayer(memorySource(blob), { decoders });
      return { entries: entriesOf(index), problems: index.problems };
    }),
  );
}

function entriesOf(index: LayerIndex): Map<string, DemoEntry> {
  return new Map(
    rows(index).map((i) => [
      latin1(entryName(index, i)),
      {
        kind: entryKind(index, i),
        mode: index.mode[i] ?? 0,
        uid: index.uid[i] ?? 0,
        size: index.size[i] ?? 0,
        link: latin1(entryLink(index, i)),
        fingerprint: index.fingerprint[i] ?? 0n,
      },
    ]),
  );
}

function rows({ entryCount }: LayerIndex): number[] {
  return Array.from({ length: entryCount }, (_, i) => i);
}
