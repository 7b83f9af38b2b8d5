/**
 * Allocates zeroed memory for a secret. V8 moves short buffers of `Buffer.alloc` in its heap, which
 * leaves copies that cannot be overwritten. These buffers are outside of the heap.
 */
export function wipeable(length: number): Buffer {
  return Buffer.from(new ArrayBuffer(length));
}
