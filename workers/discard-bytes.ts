/**
 * Frees the memory behind some bytes at once, by sending it where nobody listens. (`ArrayBuffer.transfer` would be the way, but Chromium
 * frees nothing then: docs/PERFORMANCE.md.)
 */
const nowhere = new MessageChannel();
nowhere.port2.close();

export function discardBytes(bytes: Uint8Array<ArrayBuffer>): void {
  nowhere.port1.postMessage(undefined, [bytes.buffer]);
}
