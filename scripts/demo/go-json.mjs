/**
 * JSON as Go writes it: on one line, and with three characters escaped that HTML would mind.
 * @param {unknown} value
 */
export function goJson(value) {
  const escaped = (/** @type {string} */ character) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return Buffer.from(JSON.stringify(value).replace(/[<>&]/g, escaped));
}
