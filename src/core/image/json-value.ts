/** Looking into JSON that may be anything. Nothing here trusts a type, and only a value's own fields count. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of an object; undefined where there is no such object or field, or where it is null. */
export function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? (value[name] ?? undefined) : undefined;
}

/** The same in whatever case the name is written: Go does not mind, and so jib writes `config` where Docker writes `Config`. */
export function anyCaseFieldOf(value: unknown, name: string): unknown {
  if (!isObject(value) || Object.hasOwn(value, name)) return fieldOf(value, name);
  const wanted = name.toLowerCase();
  const key = Object.keys(value).find((each) => each.toLowerCase() === wanted);
  return key === undefined ? undefined : fieldOf(value, key);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A text that says something: `''` is how Go writes that there is none. */
export function wordsOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function arrayOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** A count of bytes. */
export function sizeOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The fields of an object that are texts. */
export function textMapOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  // Not by assignment, for which `__proto__` is no field like others.
  return Object.fromEntries(texts);
}
