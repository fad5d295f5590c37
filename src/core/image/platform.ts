/** Platforms, as descriptors and configs have them. */
import type { Platform } from './image.ts';
import { fieldOf, wordsOf } from './json-value.ts';

/** Undefined where it says nothing, as `unknown/unknown` does. */
export function readPlatform(value: unknown): Platform | undefined {
  const os = wordsOf(fieldOf(value, 'os'));
  const architecture = wordsOf(fieldOf(value, 'architecture'));
  if (os === undefined && architecture === undefined) return undefined;
  if (os === 'unknown' && architecture === 'unknown') return undefined;
  return {
    os: os ?? 'unknown',
    architecture: architecture ?? 'unknown',
    variant: wordsOf(fieldOf(value, 'variant')),
    osVersion: wordsOf(fieldOf(value, 'os.version')),
  };
}

/** What the index says; what it leaves out, the config may know. */
export function joinPlatforms(
  stated: Platform | undefined,
  own: Platform | undefined,
): Platform | undefined {
  if (stated === undefined || own === undefined) return stated ?? own;
  const same = stated.os === own.os && stated.architecture === own.architecture;
  if (!same) return stated;
  return {
    ...stated,
    variant: stated.variant ?? own.variant,
    osVersion: stated.osVersion ?? own.osVersion,
  };
}
