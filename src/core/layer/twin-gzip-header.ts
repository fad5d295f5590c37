/** The header of a gzip member (RFC 1952, 2.3), byte by byte, so that it may be cut anywhere and have fields of any length. */
import { crc32 } from '../bytes/crc32.ts';

const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;

type Field = 'fixed' | 'extra-length' | 'extra' | 'name' | 'comment' | 'checksum' | 'none';

export class GzipHeader {
  #field: Field = 'fixed';
  /** Bytes of the field so far. */
  #at = 0;
  #flags = 0;
  #extraLength = 0;
  #crc = 0;
  #wantCrc = 0;

  get complete(): boolean {
    return this.#field === 'none';
  }

  /** The checksum that the header should have: the lower half of its CRC-32. */
  get crc(): number {
    return this.#crc & 0xffff;
  }

  /** The checksum it has, if any. */
  get wantCrc(): number | undefined {
    return (this.#flags & FHCRC) === 0 ? undefined : this.#wantCrc;
  }

  /** Takes a byte; says what is wrong, if it is. */
  push(byte: number): string | undefined {
    const at = this.#at++;
    if (this.#field === 'checksum') {
      this.#wantCrc |= byte << (8 * at);
      if (at === 1) this.#field = 'none';
      return undefined;
    }
    this.#crc = crc32(Uint8Array.of(byte), this.#crc);
    if (this.#field === 'fixed') return this.#pushFixed(byte, at);
    if (this.#field === 'extra-length') this.#extraLength |= byte << (8 * at);
    if (this.#ends(byte)) this.#turn();
    return undefined;
  }

  #pushFixed(byte: number, at: number): string | undefined {
    if (at === 3) this.#flags = byte;
    if (at === 9) this.#turn();
    if ((at === 0 && byte !== 0x1f) || (at === 1 && byte !== 0x8b)) {
      return 'no gzip header where one should be';
    }
    if (at === 2 && byte !== 8) return 'a compression method other than deflate';
    return at === 3 && (byte & RESERVED) !== 0 ? 'reserved gzip flags are set' : undefined;
  }

  /** Whether the field ends with this byte. */
  #ends(byte: number): boolean {
    if (this.#field === 'extra-length') return this.#at === 2;
    return this.#field === 'extra' ? this.#at === this.#extraLength : byte === 0;
  }

  /** Goes on to the next field that is there. */
  #turn(): void {
    const behind: Field[] = [];
    if ((this.#flags & FEXTRA) !== 0) behind.push('extra-length');
    if (this.#extraLength > 0) behind.push('extra');
    if ((this.#flags & FNAME) !== 0) behind.push('name');
    if ((this.#flags & FCOMMENT) !== 0) behind.push('comment');
    if ((this.#flags & FHCRC) !== 0) behind.push('checksum');
    this.#field =
      behind.find((field) => ORDER.indexOf(field) > ORDER.indexOf(this.#field)) ?? 'none';
    this.#at = 0;
  }
}

const ORDER: readonly Field[] = ['fixed', 'extra-length', 'extra', 'name', 'comment', 'checksum'];
