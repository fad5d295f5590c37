import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureDiveEfficiency } from '../../../src/core/findings/dive-efficiency.ts';
import { runToEnd } from '../../../src/core/run-to-end.ts';
import { indexOfRows, type RowText } from '../../fixtures/index-of-rows.ts';
import { naiveEfficiency } from './naive-efficiency.ts';

type Layer = readonly (string | RowText)[];

function measure(...layers: (Layer | undefined)[]) {
  const indexes = layers.map((rows) => rows && indexOfRows(rows));
  const result = runToEnd(measureDiveEfficiency(indexes));
  const inefficient = result.inefficient.map(({ path, count, cumulativeBytes }) => [
    Buffer.from(path).toString(),
    count,
    cumulativeBytes,
  ]);
  return { ...result, inefficient };
}

const file = (name: string, size: number): RowText => ({ name, size });

describe('the efficiency that dive shows', () => {
  it('counts all copies of files that were written again unchanged', () => {
    const twice = [file('a', 1000), file('b', 1000)];
    const { score, wastedBytes, wastedUserPercent } = measure(twice, twice);
    expect([score, wastedBytes, wastedUserPercent]).toEqual([0.5, 4000, 2]);
  });

  it('counts a deleted file as wasted', () => {
    const { score, wastedBytes, inefficient } = measure(
      [file('f', 1000), file('kept', 1000)],
      ['.wh.f'],
    );
    expect([score, wastedBytes]).toEqual([0.5, 1000]);
    expect(inefficient).toEqual([['/f', 2, 1000]]);
  });

  it('has no penalty for a deleted directory', () => {
    const { score, wastedBytes } = measure(
      ['d/', file('d/f', 1000), file('kept', 1000)],
      ['.wh.d'],
    );
    expect([score, wastedBytes]).toEqual([1, 0]);
  });

  it('has a penalty for a directory that was deleted twice', () => {
    const layer = ['d/', file('d/f', 1000)];
    const { score, inefficient } = measure(layer, ['.wh.d'], layer, ['.wh.d']);
    expect(inefficient).toEqual([
      ['/d', 2, 2000],
      ['/d/f', 2, 2000],
    ]);
    expect(score).toBe(0.5);
  });

  it('does not see opaque markers', () => {
    const { score, wastedBytes, imageBytes } = measure(
      ['d/', file('d/f', 1000)],
      ['d/', 'd/.wh..wh..opq', file('d/new', 10)],
    );
    expect([score, wastedBytes, imageBytes]).toEqual([1, 0, 1010]);
  });

  it('leaves out of a layer what follows a whiteout of nothing', () => {
    const twice = [file('a', 1000), file('z', 1000)];
    const { score, wastedBytes, unresolvedWhiteouts } = measure(twice, ['m/.wh.x', ...twice]);
    // `/a` is counted again, `/z` is not; the whiteout's smallest size of -1 is in the sum.
    expect([score, wastedBytes, unresolvedWhiteouts]).toEqual([1999 / 3000, 2000, 1]);
  });

  it('looks what the first layer deletes up in the first layer', () => {
    expect(measure([file('f', 5), '.wh.f']).unresolvedWhiteouts).toBe(0);
    expect(measure(['.wh.f']).unresolvedWhiteouts).toBe(1);
  });

  it('is whole where nothing repeats, without a percentage where there is one layer', () => {
    const { score, wastedBytes, wastedUserPercent } = measure([file('f', 1000)]);
    expect([score, wastedBytes, wastedUserPercent]).toEqual([1, 0, undefined]);
    expect(measure().score).toBe(1);
  });

  it('counts directories only where a layer lists nothing in them, and links with nothing', () => {
    const layer = ['empty/', 'full/', file('full/f', 3), { name: 'link', link: 'full' }];
    expect(measure(layer, layer).inefficient).toEqual([
      ['/full/f', 2, 6],
      ['/empty', 2, 0],
      ['/link', 2, 0],
    ]);
  });

  it('takes names that mean the same for the same', () => {
    const { inefficient } = measure(
      [file('a/f', 1)],
      [file('./a//f', 1)],
      [file('/x/../a/./f', 1)],
      [file('//a/f', 1)],
    );
    expect(inefficient).toEqual([['/a/f', 4, 4]]);
  });

  it('is not misled by `..` in a name after another one', () => {
    const { inefficient } = measure([file('x', 1), file('b/../b', 1)], [file('b', 1)]);
    expect(inefficient).toEqual([['/b', 2, 2]]);
  });

  it('counts what is too deep for any system, but not as a path', () => {
    const deep = file(`${'d/'.repeat(5000)}f`, 10);
    const layer = [file('d/a', 1), deep, file('d/b', 1), file('x'.repeat(600_000), 100)];
    const { imageBytes, inefficient } = measure(layer, layer);
    expect(imageBytes).toBe(224);
    expect(inefficient).toEqual([
      ['/d/a', 2, 2],
      ['/d/b', 2, 2],
    ]);
  });

  it('counts of two entries of a name the last, but the sizes of both', () => {
    const { score, imageBytes, wastedBytes } = measure([file('f', 10), file('f', 30)]);
    expect([score, imageBytes, wastedBytes]).toEqual([1, 40, 0]);
  });

  it('goes on without a layer that could not be read', () => {
    const { score, imageBytes, userBytes } = measure([file('f', 10)], undefined, [file('f', 30)]);
    expect([score, imageBytes, userBytes]).toEqual([0.25, 40, 30]);
  });

  it('gives the numbers that dive has of its own test image', () => {
    const { score, wastedBytes, imageBytes, userBytes, inefficient } = measure(
      [{ name: 'bin/[', size: 1_154_361 }, 'dev/', 'root/', 'tmp/'],
      [file('somefile.txt', 6405)],
      ['root/example/', ...[1, 2, 3].map((i) => file(`root/example/somefile${i}.txt`, 6405))],
      ['root/example/', file('root/example/somefile1.txt', 6405)],
      [file('root/.data/saved.again1.txt', 6405), file('root/saved.txt', 6405)],
      ['root/', file('root/saved.txt', 6405)],
      ['root/example/', 'root/example/.wh.somefile3.txt'],
      ['root/.wh.example'],
      [
        file('root/.data/saved.again2.txt', 6405),
        file('root/.data/saved.again3.txt', 6405),
        file('root/.data/rest', 2187),
      ],
    );
    expect(score).toBe(0.9844212134184309);
    expect(inefficient).toEqual([
      ['/root/example/somefile1.txt', 2, 12_810],
      ['/root/saved.txt', 2, 12_810],
      ['/root/example/somefile3.txt', 2, 6405],
    ]);
    expect([wastedBytes, imageBytes, userBytes]).toEqual([32_025, 1_220_598, 66_237]);
  });
});

describe('images of all kinds', () => {
  const component = fc.constantFrom(
    ...[
      'a',
      'b',
      'd',
      '-x',
      '!',
      '.wh.a',
      '.wh.d',
      '.wh.-x',
      '.wh.',
      '.wh..wh..opq',
      '..',
      '.',
      '',
    ],
  );
  const entry = fc.record({
    name: fc
      .array(component, { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/') || 'a'),
    isDir: fc.boolean(),
    size: fc.constantFrom(0, 1, 10, 100),
  });
  const layer = fc.array(entry, { maxLength: 8 });

  it('have the efficiency that a plain reckoning with trees of objects gives', () => {
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 4 }), (layers) => {
        const rows = layers.map((entries) =>
          entries.map(({ name, isDir, size }) =>
            isDir ? { name, typeflag: 0x35 } : { name, typeflag: 0x30, size },
          ),
        );
        expect(measure(...rows)).toMatchObject(naiveEfficiency(rows));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a big image', () => {
  it('is measured in steps', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => file(`dir-${i % 100}/file-${i}`, i));
    const steps = measureDiveEfficiency([indexOfRows(names), indexOfRows(['.wh.dir-7', ...names])]);
    let count = 0;
    while (steps.next().done !== true) count++;
    expect(count).toBeGreaterThan(20);
  });

  it('does not cost more for folders inside each other that are all deleted', () => {
    const depth = 1500;
    const way = Array.from({ length: depth }, (_, i) => 'd/'.repeat(i + 1));
    const files = Array.from({ length: 20_000 }, (_, i) => file(`${'d/'.repeat(depth)}${i}`, 1));
    const whiteouts = way.map((folder) => folder.replace(/d\/$/, '.wh.d'));
    const steps = measureDiveEfficiency([indexOfRows([...way, ...files]), indexOfRows(whiteouts)]);
    let count = 0;
    while (steps.next().done !== true) count++;
    expect(count).toBeLessThan(1000);
  });
});
