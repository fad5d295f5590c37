import { describe, expect, test } from 'vitest';
import {
  chosenFiles,
  type Dropped,
  type DroppedEntry,
  readDrop,
} from '../../src/state/read-drop.ts';

type Tree = { [name: string]: Tree | string };

/** How many entries a reader gives at a time; browsers give 100. */
const AT_A_TIME = 100;

function entry(name: string, content: Tree | string): DroppedEntry {
  if (typeof content === 'string') {
    return {
      name,
      isDirectory: false,
      file: (take) => {
        take(new File([content], name));
      },
    };
  }
  const children = Object.entries(content).map(([child, below]) => entry(child, below));
  return {
    name,
    isDirectory: true,
    createReader: () => ({
      readEntries: (take) => {
        take(children.splice(0, AT_A_TIME));
      },
    }),
  };
}

const item = (of: DroppedEntry | null, kind = 'file') => ({ kind, webkitGetAsEntry: () => of });
const dropped = (...entries: DroppedEntry[]): Dropped => ({
  items: entries.map((of) => item(of)),
  files: entries.map(({ name }) => new File(['x'], name)),
});
const dropFolder = (name: string, tree: Tree) => readDrop(dropped(entry(name, tree)));

async function pathsOf(drop: ReturnType<typeof readDrop>): Promise<string[]> {
  const result = await drop;
  return 'files' in result ? result.files.map(({ path }) => path).sort() : [result.refusal];
}

describe('files', () => {
  test('are taken by their names, one or several', async () => {
    expect(await readDrop(dropped(entry('a.tar', 'x')))).toMatchObject({
      name: 'a.tar',
      files: [{ path: 'a.tar' }],
    });
    const two = await readDrop(dropped(entry('a.tar', 'x'), entry('b.tar', 'y')));
    expect(two).toMatchObject({
      name: 'a.tar and 1 more',
      files: [{ path: 'a.tar' }, { path: 'b.tar' }],
    });
  });

  test('are taken where the browser knows no entries, and words beside them are left', async () => {
    const file = new File(['x'], 'layer.tar');
    const drop = await readDrop({ items: [item(null), item(null, 'string')], files: [file] });
    expect(drop).toEqual({ name: 'layer.tar', files: [{ path: 'layer.tar', file }] });
  });

  test('chosen in a dialog become the same', () => {
    const file = new File(['x'], 'layer.tar');
    expect(chosenFiles([file])).toEqual({
      name: 'layer.tar',
      files: [{ path: 'layer.tar', file }],
    });
  });

  test('that are none are refused', async () => {
    expect(await readDrop({ items: [item(null, 'string')], files: [] })).toEqual({
      refusal: 'no-file',
    });
    expect(chosenFiles([])).toEqual({ refusal: 'no-file' });
  });
});

describe('a folder', () => {
  test('becomes its files with their paths, at every depth', async () => {
    const layout = { 'oci-layout': '{}', blobs: { sha256: { aa: '1', bb: '22' } } };
    const drop = await dropFolder('image', layout);
    expect(drop).toMatchObject({ name: 'image' });
    expect(await pathsOf(Promise.resolve(drop))).toEqual([
      'image/blobs/sha256/aa',
      'image/blobs/sha256/bb',
      'image/oci-layout',
    ]);
    const [bb] = 'files' in drop ? drop.files.filter(({ path }) => path.endsWith('bb')) : [];
    expect(await bb?.file.text()).toBe('22');
  });

  test('is read to its end though a reader gives a hundred at a time', async () => {
    const many = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`f${i}`, 'x']));
    expect(await pathsOf(dropFolder('many', many))).toHaveLength(257);
  });

  test('with more files than any layout has is refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`f${i}`, '']));
    expect(await dropFolder('home', many)).toEqual({ refusal: 'big-folder' });
  });

  test('is not followed without end', async () => {
    const endless: DroppedEntry = {
      name: 'loop',
      isDirectory: true,
      createReader: () => {
        let given = false;
        return {
          readEntries: (take) => {
            take(given ? [] : [endless, entry('file', 'x')]);
            given = true;
          },
        };
      },
    };
    const paths = await pathsOf(readDrop(dropped(endless)));
    expect(paths).toContain('loop/file');
    expect(paths.length).toBeLessThan(100);
  });

  test('without any file is refused, as is one that cannot be read', async () => {
    expect(await dropFolder('empty', { blobs: {} })).toEqual({ refusal: 'empty-folder' });
    const forbidden: DroppedEntry = {
      name: 'forbidden',
      isDirectory: true,
      createReader: () => ({
        readEntries: (_, fail) => {
          fail(new DOMException('no', 'NotReadableError'));
        },
      }),
    };
    expect(await readDrop(dropped(forbidden))).toEqual({ refusal: 'unreadable-folder' });
  });

  test('beside anything else is refused', async () => {
    const folder = entry('image', { index: 'x' });
    expect(await readDrop(dropped(folder, folder))).toEqual({ refusal: 'several-folders' });
    expect(await readDrop(dropped(folder, entry('a.tar', 'x')))).toEqual({
      refusal: 'several-folders',
    });
  });
});
