/**
 * The search for the next header after a block that should have been one and is not. Headers found here must say "ustar" besides
 * having a good checksum. Zero blocks are passed over too: the body of the lost entry may hold them.
 */
import type { Problem } from '../../problem.ts';
import { padding } from './body-plan.ts';
import { problemText } from './problem-text.ts';
import type { TarChecksum } from './tar-checksum.ts';
import { hasUstarMagic, readTarChecksum } from './tar-checksum.ts';
import type { TarHeader } from './tar-header.ts';

/** A link, directory or device whose header claims stored bytes, which such entries do not have – but some writers write them. */
export interface BodyClaim {
  tarOffset: number;
  name: string;
  size: number;
  /** Where the next header is if the bytes are really there. */
  end: number;
}

export class Resync {
  readonly start: number;
  readonly #checksum: TarChecksum;
  readonly #claim: BodyClaim | undefined;
  readonly #loneZeroAt: number | undefined;
  /** Where the zero blocks that were passed over last begin, if no other block came since. */
  #zerosAt: number | undefined;

  constructor(
    start: number,
    checksum: TarChecksum,
    before: { claim: BodyClaim | undefined; loneZeroAt: number | undefined },
  ) {
    this.start = start;
    this.#checksum = checksum;
    this.#claim = before.claim;
    this.#loneZeroAt = before.loneZeroAt;
  }

  /** Whether the block is a header to go on with; if not it is passed over. */
  isHeader(block: Uint8Array): boolean {
    this.#zerosAt = undefined;
    return hasUstarMagic(block) && readTarChecksum(block).good;
  }

  /** Whether a zero block here is the end of the archive; if not it is passed over. */
  isEnd(tarOffset: number): boolean {
    if (this.#claim?.end === tarOffset) return true;
    this.#zerosAt ??= tarOffset;
    return false;
  }

  /** What to tell when the search ended with a header (or the input) at `end`. */
  problems(end: number): Problem[] {
    const claim = this.#claim;
    if (claim?.end === end) {
      const { tarOffset, name, size } = claim;
      return [{ kind: 'tar-link-body', tarOffset, name, size }];
    }
    const { want, got } = this.#checksum;
    const problems: Problem[] = [
      { kind: 'tar-checksum', tarOffset: this.start, want, got },
      { kind: 'tar-skipped', tarOffset: this.start, bytes: end - this.start },
    ];
    if (this.#loneZeroAt === undefined) return problems;
    return [{ kind: 'tar-lone-zero-block', tarOffset: this.#loneZeroAt }, ...problems];
  }

  /** Where the passed-over zeros begin that reach up to the end of the input: they were the end of the archive after all. */
  get trailingZerosAt(): number | undefined {
    return this.#zerosAt;
  }
}

export function findBodyClaim(
  header: TarHeader,
  size: number,
  name: Uint8Array,
): BodyClaim | undefined {
  if (size <= 0) return undefined;
  const { tarOffset } = header;
  const end = tarOffset + 512 + size + padding(size);
  return { tarOffset, name: problemText(name), size, end };
}
