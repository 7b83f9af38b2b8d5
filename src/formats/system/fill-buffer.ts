/**
 * Reads until a buffer is full or the end of the file is reached. With a buffer that is one byte
 * longer than the largest accepted file, a full buffer means that the file is too large.
 * @param size the length of the buffer, bytes
 * @param read reads at most `length` bytes to `offset` of the buffer, and returns their number
 * @returns the number of bytes in the buffer
 */
export function fillBufferSync(size: number, read: (offset: number, length: number) => number): number {
  let filled = 0;
  while (filled < size) {
    const bytesRead = read(filled, size - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Like `fillBufferSync`, for a file that is read asynchronously. */
export async function fillBuffer(
  size: number,
  read: (offset: number, length: number) => Promise<{ readonly bytesRead: number }>,
): Promise<number> {
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await read(filled, size - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
