/**
 * Octets for something secret, all zero. Short ones of `Buffer.alloc` lie in V8's heap, which moves them about and leaves
 * copies behind that nobody can overwrite; these stay where they are.
 */
export function wipeable(length: number): Buffer {
  return Buffer.from(new ArrayBuffer(length));
}
