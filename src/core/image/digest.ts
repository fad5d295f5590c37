/** Digests as the image spec writes them: `algorithm:encoded`. */
import type { DigestAlgorithm } from '../bytes/digester.ts';

// Neither part can hold a slash or begin with a dot, so a digest never leads out of `blobs/`.
const DIGEST = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/;
const LONGEST = 512;
const HEX_DIGITS: Readonly<Record<DigestAlgorithm, number>> = { sha256: 64, sha512: 128 };

export interface Digest {
  readonly algorithm: string;
  readonly encoded: string;
}

export function parseDigest(text: string): Digest | undefined {
  const match = text.length > LONGEST ? null : DIGEST.exec(text);
  return match === null ? undefined : { algorithm: match[1] ?? '', encoded: match[2] ?? '' };
}

/** The algorithm of a digest, if it can be checked here. */
export function checkableAlgorithm({ algorithm, encoded }: Digest): DigestAlgorithm | undefined {
  if (algorithm !== 'sha256' && algorithm !== 'sha512') return undefined;
  return encoded.length === HEX_DIGITS[algorithm] && /^[0-9a-f]+$/.test(encoded)
    ? algorithm
    : undefined;
}
