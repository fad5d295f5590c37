type Column =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** The same column with room for `length` elements; those that are new are zero. */
export function longerColumn<T extends Column>(column: T, length: number): T {
  const Typed = column.constructor as new (length: number) => T;
  const longer = new Typed(length);
  longer.set(column);
  return longer;
}
