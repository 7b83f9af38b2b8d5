/**
 * Reads until a buffer is full or the end of the file is reached. Callers use a buffer that is one
 * byte longer than the largest accepted file, so a full buffer means that the file is too large.
 * @param size the length of the buffer, bytes
 * @param read reads at most `length` bytes to `offset` of the buffer, and returns their number
 * @returns the number of bytes in the buffer
 */
export function fillBufferSync(size: number, read: (offset: number, length: number) => number): number {
  let filled = 0;
  for (let bytesRead = -1; bytesRead !== 0 && filled < size; filled += bytesRead)
    bytesRead = read(filled, size - filled);
  return filled;
}

/** Like `fillBufferSync`, for a file that is read asynchronously. */
export async function fillBuffer(
  size: number,
  read: (offset: number, length: number) => Promise<{ readonly bytesRead: number }>,
): Promise<number> {
  let filled = 0;
  for (let count = -1; count !== 0 && filled < size; filled += count)
    count = (await read(filled, size - filled)).bytesRead;
  return filled;
}
