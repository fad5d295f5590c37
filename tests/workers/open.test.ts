import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Decoders } from '../../src/core/layer/decoders.ts';
import { createTwinEngine } from '../../src/core/layer/twin-engine.ts';
import { openLayerIndex } from '../../src/core/layer/layer-index-binary.ts';
import type { Outcome } from '../../src/core/problem.ts';
import { digester } from '../../src/wasm/digester.ts';
import type { OpenProgress } from '../../workers/contract.ts';
import { createImageWorker } from '../../workers/image.ts';
import { dockerArchive } from '../fixtures/docker-archive.ts';
import { smallTar } from '../fixtures/small-tar.ts';

const unused = () => Promise.reject(new Error('not needed here'));
const decoders: Decoders = { engine: createTwinEngine(), zstd: unused, xz: unused };
const worker = createImageWorker(() => Promise.resolve(decoders), digester);

const archive = dockerArchive([{ 'etc/hosts': 'localhost' }, { 'etc/motd': 'Welcome.' }]);
const dropped = (bytes: Uint8Array, path = 'image.tar') => ({
  path,
  file: new File([bytes as Uint8Array<ArrayBuffer>], path),
});

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(JSON.stringify(outcome.problem));
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('open', () => {
  test('finds an image and where its layers are', async () => {
    const file = dropped(archive);
    const opened = valueOf(await worker.open([file], () => undefined));
    expect(opened.unpacked).toEqual([undefined]);
    const [image, ...others] = opened.archive.images;
    expect(others).toEqual([]);
    expect(image?.names).toEqual(['test:latest']);
    const layers = image?.layers.map(({ place }) => place && [place.file, place.end - place.start]);
    expect(layers).toEqual([
      [0, 2048],
      [0, 2048],
    ]);
    const { start = 0, end = 0 } = image?.layers[1]?.place ?? {};
    expect(await file.file.slice(start, end).text()).toContain('Welcome.');
  });

  test('unpacks an archive that is compressed as a whole, into a blob', async () => {
    const seen: OpenProgress[] = [];
    const file = dropped(gzipSync(archive), 'image.tar.gz');
    const opened = valueOf(await worker.open([file], (progress) => seen.push(progress)));
    const [blob] = opened.unpacked;
    const bytes = new Uint8Array((await blob?.arrayBuffer()) ?? []);
    expect(Buffer.compare(bytes, archive)).toBe(0);
    const place = opened.archive.images[0]?.layers[0]?.place;
    expect(await blob?.slice(place?.start, place?.end).text()).toContain('localhost');
    expect(seen.map(({ stage }) => stage)).toContain('unpack');
    expect(seen.at(-1)).toMatchObject({ totalBytes: file.file.size });
  });

  test('hands the index of a file over that is one layer, compressed or not', async () => {
    const layer = smallTar({ 'etc/hosts': 'localhost', 'usr/bin/x': '', 'var/log/y': '' });
    const files = [dropped(layer, 'files.tar'), dropped(gzipSync(layer), 'files.tar.gz')];
    const opened = valueOf(await worker.open([...files, dropped(archive)], () => undefined));
    const entries = opened.indexes.map((buffer) => buffer && openLayerIndex(buffer).entryCount);
    expect(entries).toEqual([3, 3, undefined]);
  });

  test('opens several files together, each place in its own', async () => {
    const other = dockerArchive([{ 'etc/issue': 'Other.' }]);
    const files = [dropped(gzipSync(archive), 'a.tgz'), dropped(other, 'b.tar')];
    const opened = valueOf(await worker.open(files, () => undefined));
    expect(opened.unpacked.map((blob) => blob?.size)).toEqual([archive.length, undefined]);
    const texts = [];
    for (const { place } of opened.archive.images.flatMap(({ layers }) => layers)) {
      const whole = place && (opened.unpacked[place.file] ?? files[place.file]?.file);
      const text = await whole?.slice(place?.start, place?.end).text();
      texts.push(/localhost|Welcome|Other/.exec(text ?? '')?.[0]);
    }
    expect(texts).toEqual(['localhost', 'Welcome', 'Other']);
  });

  test('gives the problem of a file that is no image, and of one that is gone', async () => {
    const none = await worker.open([dropped(Buffer.from('hello'), 'hello.txt')], () => undefined);
    expect(none.ok).toBe(false);
    const gone = dropped(archive);
    const refuse = () => Promise.reject(new DOMException('it was deleted', 'NotReadableError'));
    vi.spyOn(gone.file, 'slice').mockReturnValue({ arrayBuffer: refuse } as unknown as Blob);
    expect(await worker.open([gone], () => undefined)).toMatchObject({
      ok: false,
      problem: { kind: 'source-changed', detail: 'it was deleted' },
    });
  });

  test('tells of a browser that has no room for what is unpacked', async () => {
    const arrayBuffer = (blob: Blob) => new Response(blob).arrayBuffer();
    vi.stubGlobal('setTimeout', setImmediate);
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementation(function (this: Blob) {
      // The last byte of a part, asked for to see whether it was kept.
      if (this.size === 1) return Promise.reject(new DOMException('no more', 'NotReadableError'));
      return arrayBuffer(this);
    });
    const outcome = await worker.open([dropped(gzipSync(archive))], () => undefined);
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'no-room', detail: 'no more' } });
  });
});
