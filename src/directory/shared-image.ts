/** Memory that all scan workers read. */

/** A copy in memory that threads share. */
export function toShared(image: Uint8Array): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(image.byteLength);
  new Uint8Array(shared).set(image);
  return shared;
}
