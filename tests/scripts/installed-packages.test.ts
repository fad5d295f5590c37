import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isNodeNewEnough } from '../../scripts/install-packages.mjs';
import { difference, staleReason } from '../../scripts/installed-packages.mjs';

const lock = (
  packages: Record<string, { version: string; integrity?: string; optional?: boolean }>,
) => ({
  packages,
});

describe('difference', () => {
  it('finds none where all is there, whatever the root package says', () => {
    const wanted = lock({ '': { version: '2.0.0' }, 'node_modules/a': { version: '1.0.0' } });
    expect(difference(wanted, lock({ 'node_modules/a': { version: '1.0.0' } }))).toBeUndefined();
  });

  it('does not ask for the optional packages of other platforms', () => {
    const wanted = lock({ 'node_modules/a-win32': { version: '1.0.0', optional: true } });
    expect(difference(wanted, lock({}))).toBeUndefined();
  });

  it('asks for an optional package of another version', () => {
    const wanted = lock({ 'node_modules/a': { version: '2.0.0', optional: true } });
    expect(difference(wanted, lock({ 'node_modules/a': { version: '1.0.0' } }))).toContain('1.0.0');
  });

  it('names what is missing, of another version, of other bytes, or left over', () => {
    const wanted = lock({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } });
    expect(difference(wanted, lock({}))).toBe('node_modules/a is missing');
    expect(
      difference(wanted, lock({ 'node_modules/a': { version: '1.0.1', integrity: 'x' } })),
    ).toBe('node_modules/a is 1.0.1, not 1.0.0');
    expect(
      difference(wanted, lock({ 'node_modules/a': { version: '1.0.0', integrity: 'y' } })),
    ).toBeDefined();
    expect(difference(lock({}), lock({ 'node_modules/a': { version: '1.0.0' } }))).toBe(
      'node_modules/a is no longer wanted',
    );
  });
});

describe('staleReason', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'onionskin-stale-'));
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock({})));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it('is that nothing is installed on a bare checkout', () => {
    expect(staleReason(root)).toBe('nothing is installed yet');
  });

  it('is that nothing is installed where an installation was cut short', () => {
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), '{"packages": {');
    expect(staleReason(root)).toBe('nothing is installed yet');
  });

  it('is none where both agree', () => {
    writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify(lock({})));
    expect(staleReason(root)).toBeUndefined();
  });
});

describe('isNodeNewEnough', () => {
  it.each([
    [[18, 20, 0], false],
    [[20, 18, 3], false],
    [[20, 19, 0], true],
    [[21, 7, 3], false],
    [[22, 11, 0], false],
    [[22, 12, 0], true],
    [[24, 0, 0], true],
  ])('%j: %s', (version, enough) => {
    expect(isNodeNewEnough(version)).toBe(enough);
  });
});
