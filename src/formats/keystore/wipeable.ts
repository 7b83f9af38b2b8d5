/**
 * Allocates zeroed memory for a secret, outside of V8's heap. `Buffer.alloc` creates short buffers
 * in the heap, where V8 moves them and leaves copies that cannot be overwritten.
 */
export function wipeable(length: number): Buffer {
  return Buffer.from(new ArrayBuffer(length));
}
