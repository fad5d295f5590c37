import { describe, expect, it } from 'vitest';
import { portArgument } from '../../scripts/port-argument.mjs';

describe('portArgument', () => {
  it('reads both spellings', () => {
    expect(portArgument(['--port', '8080'])).toBe(8080);
    expect(portArgument(['--port=0'])).toBe(0);
    expect(portArgument([])).toBe(4173);
  });

  it.each([['--port'], ['--port', '65536'], ['--port', '-1'], ['--prot', '1'], ['8080']])(
    'refuses %s',
    (...args) => {
      expect(() => portArgument(args)).toThrow('--port N');
    },
  );
});
