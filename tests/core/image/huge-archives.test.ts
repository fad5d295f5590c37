/** Archives far beyond memory: what is read is headers and documents, however big the layers are. */
import { expect, test } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/byte-source.ts';
import { openArchive } from '../../../src/core/image/open-archive.ts';
import { CountingSource } from '../../fixtures/counting-source.ts';
import { memorySink } from '../../fixtures/memory-sink.ts';
import { nodeDigester } from '../../fixtures/node-digester.ts';
import { base256, TarBuilder } from '../../fixtures/tar-builder.ts';
import { wasm } from './open.ts';
import {
  blob,
  configJson,
  CONFIG_TYPE,
  describe as descriptorOf,
  indexJson,
  json,
  LAYER_TYPE,
  MANIFEST_TYPE,
} from './sample-images.ts';

const GB = 1e9;

/** Some bytes, then zeros that are nowhere, and so on. */
function sparseSource(parts: readonly (Uint8Array | number)[]): ByteSource {
  const starts: number[] = [];
  let size = 0;
  for (const part of parts) {
    starts.push(size);
    size += typeof part === 'number' ? part : part.length;
  }
  return {
    size,
    read(start, end) {
      const bytes = new Uint8Array(end - start);
      for (const [i, part] of parts.entries()) {
        const at = starts[i] ?? 0;
        if (typeof part === 'number' || at >= end || at + part.length <= start) continue;
        const cut = part.subarray(Math.max(0, start - at), end - at);
        bytes.set(cut, Math.max(0, at - start));
      }
      return Promise.resolve(bytes);
    },
  };
}

test('an OCI archive of 20 GB costs some dozens of reads', async () => {
  const bodies = [8 * GB, 7 * GB, 5 * GB].map((size) => Math.ceil(size / 512) * 512);
  const digests = bodies.map((_, i) => `${i}`.repeat(64));
  const config = blob(
    configJson({ rootfs: { diff_ids: digests.map((hex) => `sha256:${hex}`) }, history: [] }),
  );
  const manifest = blob(
    json({
      config: descriptorOf(config, CONFIG_TYPE),
      layers: digests.map((hex, i) => ({
        mediaType: LAYER_TYPE,
        digest: `sha256:${hex}`,
        size: bodies[i],
      })),
    }),
  );
  const headers = digests.map((hex, i) =>
    new TarBuilder()
      .header({ name: `blobs/sha256/${hex}`, size: base256(bodies[i] ?? 0, 12), format: 'gnu' })
      .bytes(),
  );
  const rest = new TarBuilder()
    .file(config.name, config.content)
    .file(manifest.name, manifest.content)
    .file('index.json', indexJson([descriptorOf(manifest, MANIFEST_TYPE)]))
    .end()
    .bytes();
  const parts = headers.flatMap((header, i) => [header, bodies[i] ?? 0]);
  const source = new CountingSource(sparseSource([...parts, rest]));
  expect(source.size).toBeGreaterThan(20 * GB);

  const { archive } = await openArchive([{ path: 'big.tar', source }], {
    decoders: wasm,
    digester: nodeDigester,
    makeBlob: memorySink,
  });
  expect(archive.problems).toEqual([]);
  const [image] = archive.images;
  expect(image?.problems).toEqual([]);
  expect(image?.layers.map(({ place }) => place && place.end - place.start)).toEqual(bodies);
  expect(source.reads.length).toBeLessThan(40);
  expect(source.bytesRead).toBeLessThan(10e6);
});
