import { expect, test } from 'vitest';
import { EMPTY_CONFIG, readConfig } from '../../../src/core/image/read-config.ts';

test('reads every field', () => {
  const { config, history, platform, problems } = readConfig(
    {
      created: '2026-01-02T03:04:05Z',
      author: 'me',
      architecture: 'arm',
      os: 'linux',
      variant: 'v7',
      'os.version': '10',
      config: {
        User: 'app',
        WorkingDir: '/srv',
        StopSignal: 'SIGINT',
        Env: ['A=b', 'A=c'],
        Entrypoint: ['/x'],
        Cmd: ['a', 'b'],
        ExposedPorts: { '80/tcp': {}, '443/tcp': {} },
        Volumes: { '/data': {} },
        Labels: { title: 'x' },
      },
      rootfs: { type: 'layers', diff_ids: ['sha256:1'] },
      history: [
        {
          created: '2026-01-01T00:00:00Z',
          created_by: 'ENV A=b',
          comment: 'c',
          author: 'a',
          empty_layer: true,
        },
      ],
    },
    'c.json',
  );
  expect(problems).toEqual([]);
  expect(platform).toEqual({ os: 'linux', architecture: 'arm', variant: 'v7', osVersion: '10' });
  expect(config).toEqual({
    created: '2026-01-02T03:04:05Z',
    author: 'me',
    user: 'app',
    workingDir: '/srv',
    stopSignal: 'SIGINT',
    env: ['A=b', 'A=c'],
    entrypoint: ['/x'],
    cmd: ['a', 'b'],
    exposedPorts: ['80/tcp', '443/tcp'],
    volumes: ['/data'],
    labels: { title: 'x' },
    diffIds: ['sha256:1'],
  });
  expect(history).toEqual([
    {
      createdBy: 'ENV A=b',
      created: '2026-01-01T00:00:00Z',
      comment: 'c',
      author: 'a',
      emptyLayer: true,
      instruction: { keyword: 'ENV', rest: 'A=b' },
    },
  ]);
});

test('missing and null are the same, and nothing wrong', () => {
  for (const value of [
    {},
    { config: null, rootfs: null, history: null, created: null },
    { config: { Env: null, Cmd: null, Labels: null, ExposedPorts: null, User: '' } },
  ]) {
    const { config, history, platform, problems } = readConfig(value, 'c.json');
    expect(config).toEqual(EMPTY_CONFIG);
    expect(history).toEqual([]);
    expect(platform).toBeUndefined();
    expect(problems).toEqual([]);
  }
});

test('a field of a wrong type is told and left out, and the others are read', () => {
  const { config, problems } = readConfig(
    { author: 5, config: { Env: ['A=b', 1], Cmd: 'sh', Labels: [], User: 'x' }, history: {} },
    'c.json',
  );
  expect(config).toMatchObject({
    author: undefined,
    env: ['A=b'],
    cmd: ['sh'],
    labels: {},
    user: 'x',
  });
  expect(problems.map((problem) => ('at' in problem ? problem.at : ''))).toEqual([
    'author',
    'config.Env',
    'config.Labels',
    'history',
  ]);
});

test.each([null, 5, 'x', [], true])('%j is no config, and tells so', (value) => {
  expect(readConfig(value, 'c.json')).toMatchObject({
    config: EMPTY_CONFIG,
    problems: [{ kind: 'config-value', at: '.', want: 'an object' }],
  });
});

test('names that objects have of their own are labels like others', () => {
  const value: unknown = JSON.parse(
    '{"config":{"Labels":{"__proto__":"a","constructor":"b"},"toString":1}}',
  );
  const { labels } = readConfig(value, 'c.json').config;
  expect(Object.entries(labels)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
  expect(Object.getPrototypeOf({})).not.toHaveProperty('a');
});

test('lists and histories without end are cut', () => {
  const many = Array.from({ length: 200_000 }, () => 'x');
  const { config, history, problems } = readConfig(
    { config: { Env: many }, history: many.map((created_by) => ({ created_by })) },
    'c.json',
  );
  expect(config.env).toHaveLength(65_536);
  expect(history).toHaveLength(8192);
  expect(problems).toHaveLength(2);
});
