/** Numbers and times as PAX records spell them: decimal, with an optional sign. */

export interface PaxTime {
  /** Rounded down. */
  seconds: number;
  /** Above the seconds: 0 to 999,999,999. */
  nanos: number;
}

export function parsePaxNumber(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  // Adding 0 makes -0 a plain 0.
  return Number.isSafeInteger(value) ? value + 0 : undefined;
}

/** `-1.25` is a second and a quarter before 1970: -2 seconds and 750,000,000 nanoseconds. Digits after the ninth do not count. */
export function parsePaxTime(text: string): PaxTime | undefined {
  const dot = text.indexOf('.');
  const seconds = parsePaxNumber(dot < 0 ? text : text.slice(0, dot));
  const fraction = dot < 0 ? '' : text.slice(dot + 1);
  if (seconds === undefined || !/^\d*$/.test(fraction)) return undefined;
  const nanos = Number(fraction.slice(0, 9).padEnd(9, '0'));
  if (nanos === 0 || !text.startsWith('-')) return { seconds, nanos };
  return { seconds: seconds - 1, nanos: 1_000_000_000 - nanos };
}
