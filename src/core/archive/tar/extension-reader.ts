/** Extension headers: PAX `x` and `g`, GNU `L` and `K`. Their payload speaks of the next entry; it is gathered in `pending`. */
import type { IndexBuilder } from '../../layer/index-builder.ts';
import { padding } from './body-plan.ts';
import { readPaxAttributes } from './pax-attributes.ts';
import { readPaxRecords } from './pax-records.ts';
import type { OnPaxFault } from './pax-records.ts';
import type { ExtensionType } from './pending-extension.ts';
import { PendingExtension } from './pending-extension.ts';
import { problemText } from './problem-text.ts';
import type { Promised } from './promised.ts';
import type { Step } from './step.ts';
import type { TarHeader } from './tar-header.ts';
import { cString } from './tar-header.ts';

/** Go's limit too: no runtime reads a longer one. */
const MOST_EXTENSION_BYTES = 1 << 20;
/** How much of a damaged record a problem quotes. */
const QUOTED_BYTES = 64;

type Type = ExtensionType | 'g';

export function isExtension(typeflag: number): boolean {
  return typeOf(typeflag) !== undefined;
}

export class ExtensionReader {
  readonly pending = new PendingExtension();
  readonly #builder: IndexBuilder;
  #type: Type = 'x';
  #tarOffset = 0;
  #promised: Promised | undefined;

  constructor(builder: IndexBuilder) {
    this.#builder = builder;
  }

  /** The payload of the newest extension header. */
  get promised(): Promised | undefined {
    return this.#promised;
  }

  start(header: TarHeader): Step {
    const { tarOffset, typeflag } = header;
    this.#type = typeOf(typeflag) ?? 'x';
    this.#tarOffset = tarOffset;
    if (this.#type === 'g') this.#dropForGlobal();
    else this.pending.drop(this.#type);
    const size = this.#sizeOf(header);
    this.#promised = { start: tarOffset + 512, bytes: size, name: header.name };
    if (size > MOST_EXTENSION_BYTES) return this.#tooBig(size);
    if (size > 0) return { kind: 'capture', bytes: size, pad: padding(size) };
    this.captured(new Uint8Array(0));
    return { kind: 'header' };
  }

  captured(bytes: Uint8Array): void {
    // What is kept of it are views, and the caller's bytes do not last.
    const payload = new Uint8Array(bytes);
    const onFault = this.#onFault(payload);
    if (this.#type === 'x') {
      this.pending.setPax(this.#tarOffset, readPaxAttributes(payload, onFault));
    } else if (this.#type === 'g') {
      // Global records do not last beyond this header in Go, so not in runtimes; damaged ones stop them all the same.
      readPaxRecords(payload, onFault);
    } else {
      this.pending.setLong(this.#type, this.#tarOffset, cString(payload));
    }
  }

  /** In Go a global header is an entry, so an extension before it was for that one. */
  #dropForGlobal(): void {
    for (const problem of this.pending.orphan()) this.#builder.addProblem(problem);
  }

  #sizeOf({ tarOffset, name, size }: TarHeader): number {
    if (size >= 0) return size;
    this.#builder.addProblem({ kind: 'tar-size', tarOffset, name: problemText(name), size });
    return 0;
  }

  #tooBig(size: number): Step {
    this.#builder.addProblem({
      kind: 'tar-extension-size',
      tarOffset: this.#tarOffset,
      typeflag: this.#type,
      size,
      limit: MOST_EXTENSION_BYTES,
    });
    return { kind: 'skip', bytes: size + padding(size) };
  }

  #onFault(payload: Uint8Array): OnPaxFault {
    const start = this.#tarOffset + 512;
    return (fault, at) => {
      const text = problemText(firstLine(payload.subarray(at, at + QUOTED_BYTES)));
      this.#builder.addProblem({ kind: 'pax-record', tarOffset: start + at, fault, text });
    };
  }
}

function firstLine(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0x0a);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function typeOf(typeflag: number): Type | undefined {
  switch (typeflag) {
    case 0x78:
      return 'x';
    case 0x67:
      return 'g';
    case 0x4c:
      return 'L';
    case 0x4b:
      return 'K';
    default:
      return undefined;
  }
}
