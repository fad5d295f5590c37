/** The 64-bit fingerprint as 16 hex digits; undefined where none was taken. */
export function formatFingerprint(fingerprint: bigint): string | undefined {
  return fingerprint === 0n ? undefined : fingerprint.toString(16).padStart(16, '0');
}
