// The first and last second a JavaScript Date can hold.
const DATE_LIMIT = 8_640_000_000_000;

/** Seconds since 1970 as UTC to the second: "2026-11-20 13:51:08". Times outside of the calendar stay numbers: "@9e15". */
export function formatTime(seconds: number): string {
  if (!(Math.abs(seconds) <= DATE_LIMIT)) return `@${seconds}`;
  const iso = new Date(Math.floor(seconds) * 1000).toISOString();
  return iso.slice(0, iso.length - '.000Z'.length).replace('T', ' ');
}

/** The same to the nanosecond, as far as there are any: "2026-11-20 13:51:08.25 UTC". */
export function formatExactTime(seconds: number, nanos: number): string {
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
  return `${formatTime(seconds)}${fraction} UTC`;
}
